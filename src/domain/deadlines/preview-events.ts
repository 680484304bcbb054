// The events of a preview (`preview.ts`), from what came over the wire. A missing reason or sending day of an extension is
// no problem of the field: it is a fact, and the engine says what follows from it (Art. 12(3) s. 3 GDPR).

import { parseCivilDate, type CivilDate } from '../civil-date.js';
import type { FieldProblem } from '../problem.js';
import type { DeadlineEvent } from './facts.js';
import { dateProblem, isRecord, unknownFields } from './preview-fields.js';

type DatedType = Exclude<DeadlineEvent['type'], 'extended'>;

const DATED_TYPES: readonly DatedType[] = [
  'identity-requested',
  'identity-confirmed',
  'clarification-requested',
  'clarified',
  'claim-added',
  'withdrawn',
  'answered',
  'refused',
  'reopened',
];

const MAX_EVENTS = 100;
const MAX_REASON = 4000;

export function readEvents(
  value: unknown,
  receivedOn: CivilDate | undefined,
  problems: FieldProblem[],
): DeadlineEvent[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value)) {
    problems.push({ field: 'events', code: 'wrong-type' });
    return [];
  }
  if (value.length > MAX_EVENTS) {
    problems.push({ field: 'events', code: 'too-many', limit: MAX_EVENTS });
    return [];
  }
  return value.flatMap((event: unknown, index) => readEvent(event, `events[${index}]`, receivedOn, problems) ?? []);
}

function readEvent(
  event: unknown,
  path: string,
  receivedOn: CivilDate | undefined,
  problems: FieldProblem[],
): DeadlineEvent | undefined {
  if (!isRecord(event)) {
    problems.push({ field: path, code: 'wrong-type' });
    return undefined;
  }
  const type = event['type'];
  if (type === 'extended') {
    return readExtended(event, path, receivedOn, problems);
  }
  if (!isDatedType(type)) {
    problems.push({ field: `${path}.type`, code: type === undefined || type === null ? 'required' : 'unknown-value' });
    return undefined;
  }
  problems.push(...unknownFields(event, ['type', 'on'], `${path}.`));
  const on = readDay(event['on'], `${path}.on`, receivedOn, problems);
  return on && { type, on };
}

function readExtended(
  event: Record<string, unknown>,
  path: string,
  receivedOn: CivilDate | undefined,
  problems: FieldProblem[],
): DeadlineEvent | undefined {
  problems.push(...unknownFields(event, ['type', 'decidedOn', 'sentOn', 'reason'], `${path}.`));
  const { reason, sentOn: sent } = event;
  const decidedOn = readDay(event['decidedOn'], `${path}.decidedOn`, receivedOn, problems);
  const notSent = sent === undefined || sent === null || sent === '';
  const sentOn = notSent ? undefined : readDay(sent, `${path}.sentOn`, receivedOn, problems);
  if (reason !== undefined && reason !== null && typeof reason !== 'string') {
    problems.push({ field: `${path}.reason`, code: 'not-text' });
  }
  if (typeof reason === 'string' && reason.length > MAX_REASON) {
    problems.push({ field: `${path}.reason`, code: 'too-long', limit: MAX_REASON });
  }
  return (
    decidedOn && {
      type: 'extended',
      decidedOn,
      ...(sentOn !== undefined && { sentOn }),
      ...(typeof reason === 'string' && { reason }),
    }
  );
}

function readDay(
  value: unknown,
  field: string,
  receivedOn: CivilDate | undefined,
  problems: FieldProblem[],
): CivilDate | undefined {
  const problem = dateProblem(value, field, receivedOn);
  if (problem) {
    problems.push(problem);
  }
  return parseCivilDate(value);
}

function isDatedType(type: unknown): type is DatedType {
  return (DATED_TYPES as readonly unknown[]).includes(type);
}
