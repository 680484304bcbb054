import { civilDateIn, type CivilDate } from '../../domain/civil-date.js';
import { dutiesOf, openDuties, type Answer, type Duty } from '../../domain/duties/duties.js';
import { DUTY_RULES, isSettledDuty } from '../../domain/duties/duty.js';
import type { Aftercare, Missing } from '../../domain/rights/aftercare.js';
import type { Claim } from '../../domain/rights/decision.js';
import type { Executor } from '../../platform/database/statement.js';
import type { RightsRequestRow } from '../request/rights-requests.repository.js';
import { dutyRecords, type DutyRecords } from './duties.sql.js';

/** What of a row its duties depend on. */
export type DutyRow = Pick<
  RightsRequestRow,
  'id' | 'state' | 'deadlineEvents' | 'acknowledgedAt' | 'receivedOn' | 'safeOn' | 'timeZone'
>;

/** What follows in a matter, done or not. */
export async function dutiesIn(
  executor: Executor,
  row: DutyRow,
  claims: readonly Claim[],
  aftercare: Aftercare,
): Promise<readonly Duty[]> {
  return dutiesFrom(row, claims, aftercare, await dutyRecords(executor, row.id, answerOf(row)));
}

/** The message by which the person was answered; null: none, or it is stated. */
export function answerOf(row: DutyRow): string | null {
  return toldBy(row)?.message ?? null;
}

/** As `dutiesIn`, of what was looked up. */
export function dutiesFrom(
  row: DutyRow,
  claims: readonly Claim[],
  aftercare: Aftercare,
  { settled, given, cameBack }: DutyRecords,
): readonly Duty[] {
  const told = toldBy(row);
  const answer: Answer | null = told === undefined ? null : { proof: told.proof, cameBack };
  return dutiesOf({
    ...{ claims, answer, settled, given, aftercare, retracted: row.state === 'retracted' },
    atOnceOn:
      row.acknowledgedAt === null ? (row.receivedOn as CivilDate) : civilDateIn(row.acknowledgedAt, row.timeZone),
    until: row.safeOn as CivilDate,
  });
}

/** How the person was answered, as it stands; undefined while they were not. */
function toldBy({ state, deadlineEvents }: DutyRow) {
  if (state !== 'answered' && state !== 'closed') {
    return undefined;
  }
  const last = deadlineEvents.findLast(({ type }) => type === 'answered' || type === 'refused');
  const told = last !== undefined && 'told' in last ? last.told : undefined;
  const proof = told?.proof ?? 'attested';
  return last === undefined ? undefined : { proof, message: proof === 'message' ? told?.evidence : undefined };
}

/** What of the duties keeps a matter open, besides what is missing in its registers. */
export function missingDuties(duties: readonly Duty[], known: readonly Missing[]): readonly Missing[] {
  const open = openDuties(duties).filter(({ duty }) => isSettledDuty(duty) && !isKnown(duty, known));
  return [
    ...(open.length > 0 ? (['duties'] as const) : []),
    ...(duties.some(({ standing }) => standing === 'came-back') ? (['untold'] as const) : []),
  ];
}

/** Its register says already what is missing. */
function isKnown(duty: Duty['duty'], known: readonly Missing[]): boolean {
  return (
    isSettledDuty(duty) &&
    DUTY_RULES[duty].register === true &&
    (['unlisted', 'recipients', 'unnamed'] as const).some((one) => known.includes(one))
  );
}
