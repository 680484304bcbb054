import { type Preview, previewDeadline } from '../../domain/deadlines/preview.js';
import { isLand, type Land } from '../../domain/deadlines/land.js';
import type { DeadlineEvent } from '../../domain/deadlines/facts.js';
import type { FieldProblem } from '../../domain/problem.js';
import type { Form } from '../../platform/http/sent-form.js';
import { cut, named, readForm } from '../shell/form-body.js';

/** What may be entered in the calculator: the engine's events, in the order in which they usually happen. */
export const CALCULATOR_EVENTS = [
  'identity-requested',
  'identity-confirmed',
  'clarification-requested',
  'clarified',
  'extended',
  'answered',
  'refused',
  'withdrawn',
  'reopened',
] as const satisfies readonly DeadlineEvent['type'][];

export interface EventLine {
  readonly type: string;
  readonly on: string;
}

export interface CalculatorForm {
  readonly receivedOn: string;
  readonly land: Land;
  readonly lines: readonly EventLine[];
}

const MOST_LINES = 12;
const EMPTY: EventLine = { type: '', on: '' };

/** The form in the address (a calculation can be bookmarked), always with two empty lines to go on with. */
export function calculatorFormOf(query: Form, today: string): CalculatorForm {
  const { receivedOn } = readForm(query, { receivedOn: cut(40) }).values;
  const filled = Array.from({ length: MOST_LINES }, (_, at) => {
    const names = { type: named(`e${at + 1}`, cut(40)), on: named(`d${at + 1}`, cut(40)) };
    return readForm(query, names).values;
  }).filter(({ type, on }) => type !== '' || on !== '');
  const land = query?.['land'];
  return {
    receivedOn: query?.['receivedOn'] === undefined ? today : receivedOn,
    land: isLand(land) ? land : 'BW',
    lines: [...filled, EMPTY, EMPTY].slice(0, MOST_LINES),
  };
}

/** Undefined as long as nothing was asked for. */
export function calculate(form: CalculatorForm, query: Form): Preview | undefined {
  if (query?.['receivedOn'] === undefined) {
    return undefined;
  }
  const events = form.lines.filter(({ type, on }) => type !== '' || on !== '').map(eventOf);
  const preview = previewDeadline({ receivedOn: form.receivedOn, land: form.land, events });
  return preview.ok ? preview : { ok: false, problems: preview.problems.map(besideItsField) };
}

/** An extension as it should be: decided, and sent with its reasons, on one day. */
function eventOf({ type, on }: EventLine): unknown {
  return type === 'extended' ? { type, decidedOn: on, sentOn: on, reason: 'given' } : { type, on };
}

/** `events[1].on` is the second line's day. */
function besideItsField(problem: FieldProblem): FieldProblem {
  const [, at, member] = /^events\[(\d+)\]\.(\w+)$/.exec(problem.field) ?? [];
  return at === undefined ? problem : { ...problem, field: `${member === 'type' ? 'e' : 'd'}${Number(at) + 1}` };
}
