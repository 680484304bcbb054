// Art. 12(3) GDPR as a calculator: `POST /api/v1/deadlines/preview` and the page that needs no sign-in. Takes what came
// over the wire, says what is wrong with it field by field, and otherwise answers with the deadline. Keeps no state.

import { civilDateIn, isTimeZone, parseCivilDate, parseInstant, type CivilDate } from '../civil-date.js';
import type { FieldProblem } from '../problem.js';
import { deadline, type Deadline } from './deadline.js';
import type { DeadlineFacts } from './facts.js';
import { isLand } from './land.js';
import { readEvents } from './preview-events.js';
import { dateProblem, isRecord, unknownFields } from './preview-fields.js';

export type Preview =
  | { readonly ok: true; readonly deadline: Deadline }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

const DEFAULT_TIME_ZONE = 'Europe/Berlin';
const FIELDS = ['receivedOn', 'receivedAt', 'timeZone', 'land', 'municipality', 'events', 'asOf', 'askWithinDays'];
const MAX_MUNICIPALITY = 100;
const MAX_ASK_WITHIN_DAYS = 31;

type Receipt = Pick<DeadlineFacts, 'receivedOn' | 'receivedAt'>;

/** The deadline for an unchecked body, or every problem with it at once. Never throws on bad input. */
export function previewDeadline(input: unknown): Preview {
  if (!isRecord(input)) {
    return { ok: false, problems: [{ field: '', code: 'wrong-type' }] };
  }
  const problems = unknownFields(input, FIELDS, '');
  const receipt = readReceipt(input, problems);
  const events = readEvents(input['events'], receipt?.receivedOn, problems);
  const rest = readSettings(input, problems);
  const land = input['land'];
  if (!isLand(land)) {
    problems.push({ field: 'land', code: land === undefined || land === null ? 'required' : 'unknown-value' });
    return { ok: false, problems };
  }
  if (problems.length > 0 || receipt === undefined) {
    return { ok: false, problems };
  }
  return { ok: true, deadline: deadline({ ...receipt, ...rest, land, events }) };
}

// `receivedOn` or `receivedAt`; both only if they agree.
function readReceipt(input: Record<string, unknown>, problems: FieldProblem[]): Receipt | undefined {
  const timeZone = input['timeZone'] ?? DEFAULT_TIME_ZONE;
  if (!isTimeZone(timeZone)) {
    problems.push({ field: 'timeZone', code: 'unknown-value' });
    return undefined;
  }
  if (input['receivedAt'] === undefined || input['receivedAt'] === null) {
    const receivedOn = readDate(input['receivedOn'], 'receivedOn', problems);
    return receivedOn && { receivedOn };
  }
  const instant = input['receivedAt'];
  if (typeof instant !== 'string' || parseInstant(instant) === undefined) {
    problems.push({ field: 'receivedAt', code: 'not-a-moment' });
    return undefined;
  }
  const day = civilDateIn(instant, timeZone);
  const wrong = dateProblem(day, 'receivedAt');
  if (wrong) {
    problems.push(wrong);
  }
  const stated = input['receivedOn'];
  if (stated !== undefined && stated !== null && stated !== day) {
    problems.push({ field: 'receivedOn', code: 'unknown-value', limit: day });
  }
  return { receivedOn: day, receivedAt: { instant, timeZone } };
}

function readSettings(
  input: Record<string, unknown>,
  problems: FieldProblem[],
): Pick<DeadlineFacts, 'municipality' | 'asOf' | 'askWithinDays'> {
  const { municipality, askWithinDays } = input;
  const asOf = given(input['asOf']) ? readDate(input['asOf'], 'asOf', problems) : undefined;
  if (given(municipality) && typeof municipality !== 'string') {
    problems.push({ field: 'municipality', code: 'not-text' });
  }
  if (typeof municipality === 'string' && municipality.length > MAX_MUNICIPALITY) {
    problems.push({ field: 'municipality', code: 'too-long', limit: MAX_MUNICIPALITY });
  }
  if (given(askWithinDays) && !isDayCount(askWithinDays)) {
    problems.push({ field: 'askWithinDays', code: 'unknown-value', limit: MAX_ASK_WITHIN_DAYS });
  }
  return {
    ...(typeof municipality === 'string' && municipality.trim() !== '' && { municipality }),
    ...(asOf !== undefined && { asOf }),
    ...(isDayCount(askWithinDays) && { askWithinDays }),
  };
}

function readDate(value: unknown, field: string, problems: FieldProblem[]): CivilDate | undefined {
  const problem = dateProblem(value, field);
  if (problem) {
    problems.push(problem);
  }
  return parseCivilDate(value);
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isDayCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_ASK_WITHIN_DAYS;
}
