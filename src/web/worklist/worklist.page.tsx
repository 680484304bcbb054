import type { CivilDate } from '../../domain/civil-date.js';
import { STATES } from '../../domain/lifecycle/lifecycle.js';
import { RIGHT_NAMES, type Right } from '../../domain/rights/right.js';
import {
  WORKLIST_SORTS,
  type StateFilter,
  type WorklistSort,
  type WorklistTab,
} from '../../requests/request/rights-requests.repository.js';
import { COUNT_LIMIT, type TabCounts } from '../../requests/worklist/tab-counts.sql.js';
import type { WorklistView } from '../../requests/worklist/worklist-views.sql.js';
import { Select, type Choice, type Errors } from '../shell/components/form.js';
import { SavedViews } from './saved-views.js';
import { Link } from '../shell/components/link.js';
import { Alert, Body, Button, ButtonLink, CsrfField } from '../shell/components/parts.js';
import type { Alerts } from '../case/case-alerts.js';
import type { AbsenceView } from './worklist-surroundings.js';
import { isSelectable, WorklistRow, type WorklistItem } from './worklist-row.js';
import { MacroFields, type MacroChoice } from '../case/macro-menu.js';
import { TaskAlert } from '../case/task-alert.js';
import { UndeliveredAlert } from '../case/undelivered-alert.js';
import { day, moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface WorklistProps {
  readonly items: readonly WorklistItem[];
  readonly today: CivilDate;
  readonly now: Date;
  readonly state: StateFilter;
  readonly right: string;
  readonly channel: string;
  readonly search: string;
  readonly tab: WorklistTab | '';
  readonly mine: boolean;
  readonly counts: TabCounts;
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
  readonly macros: readonly MacroChoice[];
  /** Of the macro that may be run from this page. */
  readonly run: string;
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
  const filtered =
    props.right !== '' ||
    props.channel !== '' ||
    props.search !== '' ||
    state !== 'open' ||
    props.tab !== '' ||
    props.mine;
  return (
    <div class="worklist-page">
      <div class="worklist-page__head">
        <h1 class="kern-heading-medium">{texts.title}</h1>
        <Tabs {...props} />
      </div>
      <p class="print-only kern-body">
        {casework.printed(context.organisation?.name ?? '', moment(context, props.now))}. {texts.views[state]}.{' '}
        {casework.sort}: {casework.sorts[props.sort]}.
      </p>
      {props.late === 0 ? null : (
        <p class="kern-body notice notice--danger" role="alert">
          <span class="kern-icon kern-icon--danger kern-icon--small" aria-hidden="true"></span>
          <Link href="/vorgaenge?tab=late">{texts.alarm(props.late)}</Link> {texts.alarmText}
        </p>
      )}
      <UndeliveredAlert context={context} cases={props.alerts.undelivered} named />
      <TaskAlert context={context} counts={props.alerts.tasks} />
      {props.absence === undefined ? null : <Absence context={context} absence={props.absence} />}
      <div class="worklist-page__tools no-print">
        <Chips {...props} />
        <Filter {...props} />
        <SavedViews {...props} />
      </div>
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
        <Link href={`/vorgaenge/liste.csv?${props.kept}`} download>
          {casework.tabs.csv}
        </Link>
        <Link href="/tastatur">{casework.keys.link}</Link>
      </div>
    </div>
  );
}

/** What is to be done, each with how many; a number never says more than its list holds. */
function Tabs({ context, counts, tab, state, mine }: Props) {
  const { tabs } = context.texts.casework;
  const plain = tab === '' && state === 'open' && !mine;
  const entries = [
    ...(['today', 'overdue', 'week', 'waiting'] as const).map((name) => ({
      href: `/vorgaenge?tab=${name}` as const,
      label: tabs[name],
      count: counts[name],
      current: tab === name && !mine,
      urgent: name === 'overdue',
    })),
    { href: '/vorgaenge?state=open' as const, label: tabs.all, count: counts.open, current: plain, urgent: false },
    {
      href: '/vorgaenge?state=recorded' as const,
      label: tabs.unacknowledged,
      count: counts.unacknowledged,
      current: state === 'recorded',
      urgent: false,
    },
    { href: '/vorgaenge?owner=me' as const, label: tabs.mine, count: counts.mine, current: mine, urgent: false },
  ];
  return (
    <nav class="views tabs" aria-label={tabs.label}>
      <ul>
        {entries.map(({ href, label, count: many, current, urgent }) => (
          <li key={href}>
            <a href={href} aria-current={current ? 'page' : undefined}>
              {label}{' '}
              <span class={`tabs__count${urgent && many > 0 ? ' tabs__count--urgent' : ''}`}>
                {many > COUNT_LIMIT ? `${COUNT_LIMIT}+` : many}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What narrows the list now, each with the way to take it back. */
function Chips(props: Props) {
  const { context, right, channel, search, state, tab, mine } = props;
  const { tabs } = context.texts.casework;
  const { rights, worklist } = context.texts;
  const all = Object.fromEntries(new URLSearchParams(props.kept));
  const chips = [
    ...(state === 'open' || state === 'recorded' ? [] : [{ field: 'state', label: worklist.views[state] }]),
    ...(tab === 'late' ? [{ field: 'tab', label: tabs.late }] : []),
    ...(mine && (right !== '' || channel !== '') ? [{ field: 'owner', label: tabs.mine }] : []),
    ...(right === '' ? [] : [{ field: 'right', label: rights[right as Right] ?? right }]),
    ...(channel === ''
      ? []
      : [{ field: 'channel', label: props.channels.find(({ value }) => value === channel)?.label ?? channel }]),
    ...(search === '' ? [] : [{ field: 'q', label: search }]),
  ];
  return chips.length === 0 ? null : (
    <ul class="chips" aria-label={tabs.active}>
      {chips.map(({ field, label }) => {
        const { [field]: _gone, ...rest } = all;
        return (
          <li key={field}>
            <a class="chip" href={`/vorgaenge?${new URLSearchParams({ state: 'open', ...rest }).toString()}`}>
              <span class="visually-hidden">{tabs.drop('')}</span>
              {label} <span aria-hidden="true">×</span>
            </a>
          </li>
        );
      })}
    </ul>
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

function Filter({ context, state, right, channel, sort, channels, tab, mine }: Props) {
  const { worklist: texts, rights, casework } = context.texts;
  const rightChoices = [
    { value: '', label: texts.anyRight },
    ...RIGHT_NAMES.map((name) => ({ value: name, label: rights[name] })),
  ];
  const channelChoices = [{ value: '', label: texts.anyChannel }, ...channels];
  const stateChoices = VIEWS.map((value) => ({ value, label: texts.views[value] }));
  const sortChoices = WORKLIST_SORTS.map((value) => ({ value, label: casework.sorts[value] }));
  return (
    <form method="get" action="/vorgaenge" class="filter" aria-label={casework.tabs.filter}>
      {tab === '' ? null : <input type="hidden" name="tab" value={tab} />}
      {mine ? <input type="hidden" name="owner" value="me" /> : null}
      {tab === '' ? (
        <Select field="state" label={texts.state} choices={stateChoices} chosen={state} errors={NO_ERRORS} />
      ) : null}
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
  const withMacros = props.macros.length > 0;
  const selectable = items.some(({ state }) => isSelectable(state, withMacros));
  const sorted = (column: WorklistSort) =>
    column === sort ? ({ 'aria-sort': column === 'received' ? 'descending' : 'ascending' } as const) : {};
  return (
    <form method="post" action="/vorgaenge/uebernehmen" data-bulk data-keys={keys ? '/tastatur' : undefined}>
      <CsrfField token={props.csrfToken} />
      <div class="table-scroll" role="region" aria-label={texts.caption} tabIndex={0}>
        <table class="kern-table kern-table--small kern-table--responsive-cards worklist">
          <caption class="visually-hidden">{texts.caption}</caption>
          <thead class="kern-table__head">
            <tr class="kern-table__row">
              {selectable ? (
                <th class="kern-table__header no-print worklist__select" scope="col">
                  <input
                    type="checkbox"
                    hidden
                    data-select-all
                    aria-label={casework.tabs.selectAll}
                    title={casework.tabs.selectAll}
                  />
                  <span class="visually-hidden">{casework.selection}</span>
                </th>
              ) : null}
              <th class="kern-table__header" scope="col" {...sorted('reference')}>
                {casework.tabs.subject}
              </th>
              <th class="kern-table__header" scope="col" {...sorted('next')}>
                {casework.nextStep}
              </th>
              <th class="kern-table__header" scope="col">
                {texts.deadline}
              </th>
              <th class="kern-table__header" scope="col" {...sorted('received')}>
                {texts.received}
              </th>
              {showsState(props) ? (
                <th class="kern-table__header" scope="col" {...sorted('state')}>
                  {texts.state}
                </th>
              ) : null}
              {showsErasure(props) ? (
                <th class="kern-table__header" scope="col">
                  {context.texts.retention.next.column}
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody class="kern-table__body">
            {items.map((item) => (
              <WorklistRow
                key={item.id}
                context={context}
                item={item}
                today={props.today}
                selectable={selectable}
                withMacros={withMacros}
                withState={showsState(props)}
                withErasure={showsErasure(props)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {selectable ? (
        <div class="bulk-bar no-print">
          <span class="kern-body" data-bulk-count data-words={casework.tabs.selected} role="status"></span>
          <Button>{casework.acknowledgeSelected}</Button>
          {withMacros ? <MacroFields context={context} macros={props.macros} run={props.run} /> : null}
        </div>
      ) : null}
    </form>
  );
}

/** Among what is open, the next step says it already. */
function showsState({ state, sort, tab }: Props): boolean {
  return tab === '' && (sort === 'state' || !['open', 'recorded', 'acknowledged'].includes(state));
}

/** Among what has ended, it is what comes next. */
export function showsErasure({ state, tab }: Pick<Props, 'state' | 'tab'>): boolean {
  return tab === '' && ENDED.includes(state);
}

const ENDED: readonly StateFilter[] = ['closed', 'withdrawn', 'merged', 'all'];
