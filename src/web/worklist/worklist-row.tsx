import type { CivilDate } from '../../domain/civil-date.js';
import type { NextStep } from '../../domain/lifecycle/next-step.js';
import type { Right } from '../../domain/rights/right.js';
import { isAlarm, type ForwardingStatus } from '../../requests/request/forwarding-status.js';
import type { RightsRequestState } from '../../requests/request/rights-request.entity.js';
import type { CasePlan } from '../../retention/erasures.service.js';
import { rightNames } from '../../words/rights.js';
import type { DueView } from '../case/due-date.js';
import { nextErasureWords } from '../case/next-erasure.js';
import { nextStepWords } from '../case/next-step-views.js';
import { Link } from '../shell/components/link.js';
import { Badge } from '../shell/components/parts.js';
import { day, daysLeft, moment, type Urgency } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface WorklistItem {
  readonly id: string;
  readonly version: number;
  readonly reference: string;
  readonly state: RightsRequestState;
  readonly rights: readonly Right[];
  readonly channel: string;
  readonly receivedAt: Date;
  readonly receivedOn: string;
  readonly dueOn: string;
  readonly nextOn: string;
  readonly clock: DueView['clock'];
  readonly forwarding: ForwardingStatus;
  readonly next: NextStep | undefined;
  /** What of an ended case is erased next; undefined where the list has no such column. */
  readonly erasure: CasePlan | undefined;
}

interface RowProps {
  readonly context: PageContext;
  readonly item: WorklistItem;
  readonly today: CivilDate;
  readonly selectable: boolean;
  readonly withMacros: boolean;
  readonly withState: boolean;
  readonly withErasure: boolean;
}

/** What can be taken over; and what a macro may do something with. */
export function isSelectable(state: RightsRequestState, withMacros: boolean): boolean {
  return state === 'recorded' || (withMacros && (state === 'acknowledged' || state === 'answered'));
}

export function WorklistRow({ context, item, today, selectable, withState, withErasure, withMacros }: RowProps) {
  const { worklist: texts, states, forwardingState, casework } = context.texts;
  const alarm = isAlarm(item.forwarding);
  return (
    <tr class={`kern-table__row worklist__row worklist__row--${urgencyOf(context, item, today)}`}>
      {selectable ? (
        <td class="kern-table__cell no-print worklist__select" data-label={casework.selection}>
          {isSelectable(item.state, withMacros) ? (
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
      <th class="kern-table__cell" scope="row" data-label={casework.tabs.subject}>
        <a class="kern-link reference" href={`/vorgaenge/${item.id}`} data-row>
          {item.reference}
        </a>{' '}
        <span class="worklist__subject">{subjectOf(context, item)}</span>
      </th>
      <td class="kern-table__cell" data-label={casework.nextStep}>
        {item.next === undefined ? null : (
          <span class="worklist__next" title={nextStepWords(context, item.next)}>
            {nextStepWords(context, item.next)}
          </span>
        )}
        {alarm ? (
          <>
            {' '}
            <Badge tone="danger">{`${texts.forwarding}: ${forwardingState.short[item.forwarding]}`}</Badge>
          </>
        ) : null}
      </td>
      <td class="kern-table__cell" data-label={texts.deadline}>
        <Due context={context} item={item} today={today} />
      </td>
      <td class="kern-table__cell" data-label={texts.received}>
        <time dateTime={item.receivedAt.toISOString()} title={moment(context, item.receivedAt)}>
          {day(context, item.receivedOn)}
        </time>
      </td>
      {withState ? (
        <td class="kern-table__cell" data-label={texts.state}>
          {states[item.state]}
        </td>
      ) : null}
      {withErasure ? (
        <td class="kern-table__cell" data-label={context.texts.retention.next.column}>
          {item.erasure === undefined ? null : (
            <Link href={`/vorgaenge/${item.id}/loeschung`}>{nextErasureWords(context, item.erasure)}</Link>
          )}
        </td>
      ) : null}
    </tr>
  );
}

/** What tells rows apart: the right, as it is called for short, and the channel. */
function subjectOf({ texts, language }: PageContext, { rights, channel }: WorklistItem): string {
  const [first, ...others] = rights;
  const name = first === undefined ? texts.worklist.noRight : rightNames(language)[first];
  return `${name}${others.length === 0 ? '' : ` +${others.length}`} · ${channel}`;
}

/** The day and what it means today, in one line; bold once it presses, for colour alone says nothing. */
function Due({ context, item, today }: { context: PageContext; item: WorklistItem; today: CivilDate }) {
  const texts = context.texts.deadline;
  const { words, urgency } =
    item.clock === 'running'
      ? daysLeft(context, today, item.dueOn as CivilDate)
      : ({
          words: item.clock === 'paused' ? texts.followUp(day(context, item.nextOn)) : texts.ended,
          urgency: 'calm',
        } as const);
  return (
    <span class="worklist__due">
      {item.clock === 'paused' ? null : <time dateTime={item.dueOn}>{day(context, item.dueOn)} </time>}
      <span>{words}</span>
      {urgency === 'overdue' ? (
        <span class="kern-icon kern-icon--danger kern-icon--small" aria-hidden="true"></span>
      ) : null}
    </span>
  );
}

function urgencyOf(context: PageContext, { clock, dueOn }: WorklistItem, today: CivilDate): Urgency {
  return clock === 'running' ? daysLeft(context, today, dueOn as CivilDate).urgency : 'calm';
}
