import type { CivilDate } from '../../domain/civil-date.js';
import type { NextStep } from '../../domain/lifecycle/next-step.js';
import { STATES } from '../../domain/lifecycle/lifecycle.js';
import { RIGHT_NAMES, type Right } from '../../domain/rights/right.js';
import { isAlarm, type ForwardingStatus } from '../../requests/request/forwarding-status.js';
import type { RightsRequestState } from '../../requests/request/rights-request.entity.js';
import {
  WORKLIST_SORTS,
  type StateFilter,
  type WorklistSort,
} from '../../requests/request/rights-requests.repository.js';
import type { WorklistView } from '../../requests/worklist/worklist-views.sql.js';
import { DueDate, type DueView } from '../case/due-date.js';
import { Select, TextField, type Choice, type Errors } from '../shell/components/form.js';
import { SavedViews } from './saved-views.js';
import { Link } from '../shell/components/link.js';
import { Alert, Badge, Body, Button, ButtonLink, CsrfField, Heading } from '../shell/components/parts.js';
import type { Alerts } from '../case/case-alerts.js';
import type { AbsenceView } from './worklist-surroundings.js';
import { nextStepWords } from '../case/next-step-views.js';
import { TaskAlert } from '../case/task-alert.js';
import { UndeliveredAlert } from '../case/undelivered-alert.js';
import { day, moment } from '../shell/format.js';
import { STATE_TONE } from '../case/state-tone.js';
import type { PageContext } from '../shell/page-context.js';

export interface WorklistItem {
  readonly id: string;
  readonly version: number;
  readonly reference: string;
  readonly state: RightsRequestState;
  readonly rights: readonly Right[];
  readonly channel: string;
  readonly receivedAt: Date;
  readonly dueOn: string;
  readonly nextOn: string;
  readonly clock: DueView['clock'];
  readonly forwarding: ForwardingStatus;
  readonly next: NextStep | undefined;
}

export interface WorklistProps {
  readonly items: readonly WorklistItem[];
  readonly today: CivilDate;
  readonly now: Date;
  readonly state: StateFilter;
  readonly right: string;
  readonly channel: string;
  readonly search: string;
  readonly sort: WorklistSort;
  readonly channels: readonly Choice[];
  readonly views: readonly WorklistView[];
  /** Filter and order of this list, as a view keeps them. */
  readonly kept: string;
  /** What was typed as the name of a view. */
  readonly viewName: string;
  readonly errors: Errors;
  readonly absence: AbsenceView | undefined;
  /** The list listens to single keys. */
  readonly keys: boolean;
  readonly late: number;
  readonly alerts: Alerts;
  /** Query of the next page; null on the last. */
  readonly nextQuery: string | null;
  readonly firstPage: boolean;
  readonly csrfToken: string;
}

type Props = WorklistProps & { context: PageContext };

const VIEWS: readonly StateFilter[] = ['open', ...STATES, 'all'];

export function WorklistPage(props: Props) {
  const { context, items, state } = props;
  const { worklist: texts, casework } = context.texts;
  const filtered = props.right !== '' || props.channel !== '' || props.search !== '' || state !== 'open';
  return (
    <div class="stack">
      <Heading>{texts.title}</Heading>
      <p class="print-only kern-body">
        {casework.printed(context.organisation?.name ?? '', moment(context, props.now))}. {texts.views[state]}.{' '}
        {casework.sort}: {casework.sorts[props.sort]}.
      </p>
      {props.late === 0 ? null : (
        <div role="alert">
          <Alert tone="danger" title={texts.alarm(props.late)}>
            <p class="kern-body">{texts.alarmText}</p>
          </Alert>
        </div>
      )}
      <UndeliveredAlert context={context} cases={props.alerts.undelivered} named />
      <TaskAlert context={context} counts={props.alerts.tasks} />
      {props.absence === undefined ? null : <Absence context={context} absence={props.absence} />}
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
      <SavedViews {...props} />
      <Filter {...props} />
      {items.length === 0 ? <Body>{filtered ? texts.empty : texts.emptyAll}</Body> : <Table {...props} />}
      <div class="actions">
        {props.firstPage ? null : (
          <ButtonLink href={`/vorgaenge?${props.kept}`} kind="secondary">
            {texts.first}
          </ButtonLink>
        )}
        {props.nextQuery === null ? null : (
          <ButtonLink href={`/vorgaenge?${props.nextQuery}`} kind="secondary">
            {texts.next}
          </ButtonLink>
        )}
        <Link href="/tastatur">{casework.keys.link}</Link>
      </div>
    </div>
  );
}

function Absence({ context, absence }: { context: PageContext; absence: AbsenceView }) {
  const { casework } = context.texts;
  const { deputy, untilOn } = absence;
  return (
    <Alert tone="info" title={casework.absence(day(context, untilOn))}>
      <p class="kern-body">
        {deputy === null ? casework.noDeputy : casework.deputises(deputy.title, deputy.telephone)}
      </p>
      <Link href="/erinnerungen">{casework.absences}</Link>
    </Alert>
  );
}

const NO_ERRORS = new Map<string, string>();

function Filter({ context, state, right, channel, search, sort, channels }: Props) {
  const { worklist: texts, rights, casework } = context.texts;
  const rightChoices = [
    { value: '', label: texts.anyRight },
    ...RIGHT_NAMES.map((name) => ({ value: name, label: rights[name] })),
  ];
  const channelChoices = [{ value: '', label: texts.anyChannel }, ...channels];
  const sortChoices = WORKLIST_SORTS.map((value) => ({ value, label: casework.sorts[value] }));
  return (
    <form method="get" action="/vorgaenge" class="filter" role="search">
      <input type="hidden" name="state" value={state} />
      <TextField field="q" label={texts.search} type="search" value={search} errors={NO_ERRORS} />
      <Select field="right" label={texts.rights} choices={rightChoices} chosen={right} errors={NO_ERRORS} />
      <Select field="channel" label={texts.channel} choices={channelChoices} chosen={channel} errors={NO_ERRORS} />
      <Select field="sort" label={casework.sort} choices={sortChoices} chosen={sort} errors={NO_ERRORS} />
      <Button kind="secondary">{texts.apply}</Button>
    </form>
  );
}

/** One form around the list, so that taking over many works without JavaScript. */
function Table(props: Props) {
  const { context, items, sort, keys } = props;
  const { worklist: texts, casework } = context.texts;
  const selectable = items.some(({ state }) => state === 'recorded');
  const sorted = (column: WorklistSort) =>
    column === sort ? ({ 'aria-sort': column === 'received' ? 'descending' : 'ascending' } as const) : {};
  return (
    <form method="post" action="/vorgaenge/uebernehmen" class="stack" data-keys={keys ? '/tastatur' : undefined}>
      <CsrfField token={props.csrfToken} />
      <div class="table-scroll" role="region" aria-label={texts.caption} tabIndex={0}>
        <table class="kern-table kern-table--responsive-cards worklist">
          <caption class="visually-hidden">{texts.caption}</caption>
          <thead class="kern-table__head">
            <tr class="kern-table__row">
              {selectable ? (
                <th class="kern-table__header no-print" scope="col">
                  <span class="visually-hidden">{casework.selection}</span>
                </th>
              ) : null}
              <th class="kern-table__header" scope="col" {...sorted('reference')}>
                {texts.reference}
              </th>
              <th class="kern-table__header" scope="col" {...sorted('next')}>
                {casework.nextStep}
              </th>
              <th class="kern-table__header" scope="col">
                {texts.deadline}
              </th>
              <th class="kern-table__header" scope="col">
                {texts.rights}
              </th>
              <th class="kern-table__header" scope="col">
                {texts.channel}
              </th>
              <th class="kern-table__header" scope="col" {...sorted('received')}>
                {texts.received}
              </th>
              <th class="kern-table__header" scope="col" {...sorted('state')}>
                {texts.state}
              </th>
            </tr>
          </thead>
          <tbody class="kern-table__body">
            {items.map((item) => (
              <Row key={item.id} context={context} item={item} today={props.today} selectable={selectable} />
            ))}
          </tbody>
        </table>
      </div>
      {selectable ? (
        <div class="actions">
          <Button>{casework.acknowledgeSelected}</Button>
        </div>
      ) : null}
    </form>
  );
}

interface RowProps {
  readonly context: PageContext;
  readonly item: WorklistItem;
  readonly today: CivilDate;
  readonly selectable: boolean;
}

function Row({ context, item, today, selectable }: RowProps) {
  const { worklist: texts, rights, states, forwardingState, casework } = context.texts;
  const alarm = isAlarm(item.forwarding);
  return (
    <tr class="kern-table__row">
      {selectable ? (
        <td class="kern-table__cell no-print worklist__select" data-label={casework.selection}>
          {item.state === 'recorded' ? (
            <div class="kern-form-check">
              <input
                class="kern-form-check__checkbox"
                type="checkbox"
                id={`v-${item.id}`}
                name={`v-${item.id}`}
                value={String(item.version)}
              />
              <label class="kern-label" for={`v-${item.id}`}>
                <span class="visually-hidden">{casework.select(item.reference)}</span>
              </label>
            </div>
          ) : null}
        </td>
      ) : null}
      <th class="kern-table__cell" scope="row" data-label={texts.reference}>
        <a class="kern-link reference" href={`/vorgaenge/${item.id}`} data-row>
          {item.reference}
        </a>
      </th>
      <td class="kern-table__cell" data-label={casework.nextStep}>
        {item.next === undefined ? null : nextStepWords(context, item.next)}
      </td>
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
