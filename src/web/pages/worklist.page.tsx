import type { CivilDate } from '../../domain/civil-date.js';
import { STATES } from '../../domain/lifecycle/lifecycle.js';
import { RIGHT_NAMES, type Right } from '../../domain/rights/right.js';
import type { ForwardingStatus } from '../../requests/forwarding-status.js';
import type { RightsRequestState } from '../../requests/rights-request.entity.js';
import type { StateFilter } from '../../requests/rights-requests.repository.js';
import { DueDate, type DueView } from '../components/deadline.js';
import { Select, TextField, type Choice } from '../components/form.js';
import { Alert, Badge, Body, Button, ButtonLink, Heading, type Tone } from '../components/parts.js';
import { TaskAlert, type TaskCounts } from '../components/task-alert.js';
import { moment } from '../format.js';
import type { PageContext } from '../page-context.js';

export interface WorklistItem {
  readonly id: string;
  readonly reference: string;
  readonly state: RightsRequestState;
  readonly rights: readonly Right[];
  readonly channel: string;
  readonly receivedAt: Date;
  readonly dueOn: string;
  readonly nextOn: string;
  readonly clock: DueView['clock'];
  readonly forwarding: ForwardingStatus;
}

export interface WorklistProps {
  readonly items: readonly WorklistItem[];
  readonly today: CivilDate;
  readonly state: StateFilter;
  readonly right: string;
  readonly channel: string;
  readonly search: string;
  readonly channels: readonly Choice[];
  readonly late: number;
  readonly tasks: TaskCounts;
  /** Query of the next page; null on the last. */
  readonly nextQuery: string | null;
  readonly firstPage: boolean;
}

const VIEWS: readonly StateFilter[] = ['open', ...STATES, 'all'];
export const STATE_TONE: Readonly<Record<RightsRequestState, Tone>> = {
  recorded: 'warning',
  acknowledged: 'info',
  answered: 'success',
  closed: 'success',
  retracted: 'success',
  withdrawn: 'info',
  merged: 'info',
};

export function WorklistPage(props: WorklistProps & { context: PageContext }) {
  const { context, items, state } = props;
  const texts = context.texts.worklist;
  const filtered = props.right !== '' || props.channel !== '' || props.search !== '' || state !== 'open';
  return (
    <div class="stack">
      <Heading>{texts.title}</Heading>
      {props.late === 0 ? null : (
        <div role="alert">
          <Alert tone="danger" title={texts.alarm(props.late)}>
            <p class="kern-body">{texts.alarmText}</p>
          </Alert>
        </div>
      )}
      <TaskAlert context={context} counts={props.tasks} />
      <nav class="views" aria-label={texts.state}>
        <ul>
          {VIEWS.map((view) => (
            <li key={view}>
              <a href={`/vorgaenge?state=${view}`} aria-current={view === state ? 'page' : undefined}>
                {texts.views[view]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Filter {...props} />
      {items.length === 0 ? <Body>{filtered ? texts.empty : texts.emptyAll}</Body> : <Table {...props} />}
      <div class="actions">
        {props.firstPage ? null : (
          <ButtonLink href={`/vorgaenge?state=${state}`} kind="secondary">
            {texts.first}
          </ButtonLink>
        )}
        {props.nextQuery === null ? null : (
          <ButtonLink href={`/vorgaenge?${props.nextQuery}`} kind="secondary">
            {texts.next}
          </ButtonLink>
        )}
      </div>
    </div>
  );
}

const NO_ERRORS = new Map<string, string>();

function Filter({ context, state, right, channel, search, channels }: WorklistProps & { context: PageContext }) {
  const { worklist: texts, rights } = context.texts;
  const rightChoices = [
    { value: '', label: texts.anyRight },
    ...RIGHT_NAMES.map((name) => ({ value: name, label: rights[name] })),
  ];
  const channelChoices = [{ value: '', label: texts.anyChannel }, ...channels];
  return (
    <form method="get" action="/vorgaenge" class="filter" role="search">
      <input type="hidden" name="state" value={state} />
      <TextField field="q" label={texts.search} type="search" value={search} errors={NO_ERRORS} />
      <Select field="right" label={texts.rights} choices={rightChoices} chosen={right} errors={NO_ERRORS} />
      <Select field="channel" label={texts.channel} choices={channelChoices} chosen={channel} errors={NO_ERRORS} />
      <Button kind="secondary">{texts.apply}</Button>
    </form>
  );
}

function Table({ context, items, today }: WorklistProps & { context: PageContext }) {
  const { worklist: texts } = context.texts;
  return (
    <div class="table-scroll" role="region" aria-label={texts.caption} tabIndex={0}>
      <table class="kern-table kern-table--responsive-cards">
        <caption class="visually-hidden">{texts.caption}</caption>
        <thead class="kern-table__head">
          <tr class="kern-table__row">
            <th class="kern-table__header" scope="col">
              {texts.reference}
            </th>
            <th class="kern-table__header" scope="col" aria-sort="ascending">
              {texts.deadline}
            </th>
            <th class="kern-table__header" scope="col">
              {texts.rights}
            </th>
            <th class="kern-table__header" scope="col">
              {texts.channel}
            </th>
            <th class="kern-table__header" scope="col">
              {texts.received}
            </th>
            <th class="kern-table__header" scope="col">
              {texts.state}
            </th>
          </tr>
        </thead>
        <tbody class="kern-table__body">
          {items.map((item) => (
            <Row key={item.id} context={context} item={item} today={today} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ context, item, today }: { context: PageContext; item: WorklistItem; today: CivilDate }) {
  const { worklist: texts, rights, states, forwardingState } = context.texts;
  const alarm = item.forwarding === 'late' || item.forwarding === 'failed';
  return (
    <tr class="kern-table__row">
      <th class="kern-table__cell" scope="row" data-label={texts.reference}>
        <a class="kern-link reference" href={`/vorgaenge/${item.id}`}>
          {item.reference}
        </a>
      </th>
      <td class="kern-table__cell" data-label={texts.deadline}>
        <DueDate context={context} due={item} today={today} />
      </td>
      <td class="kern-table__cell" data-label={texts.rights}>
        {item.rights.length === 0 ? texts.noRight : item.rights.map((right) => rights[right]).join(', ')}
      </td>
      <td class="kern-table__cell" data-label={texts.channel}>
        {item.channel}
      </td>
      <td class="kern-table__cell" data-label={texts.received}>
        <time dateTime={item.receivedAt.toISOString()}>{moment(context, item.receivedAt)}</time>
      </td>
      <td class="kern-table__cell" data-label={texts.state}>
        <span class="badges">
          <Badge tone={STATE_TONE[item.state]}>{states[item.state]}</Badge>
          {alarm ? (
            <Badge tone="danger">{`${texts.forwarding}: ${forwardingState.short[item.forwarding]}`}</Badge>
          ) : null}
        </span>
      </td>
    </tr>
  );
}
