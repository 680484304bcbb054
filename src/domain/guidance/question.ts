import type { FieldProblem } from '../problem.js';
import { isLand } from '../deadlines/land.js';
import { CONTROLLER_KINDS, isCountry, type ControllerKind } from './authority.js';
import { CONTEXTS, guidanceFor, type Guidance, type GuidanceContext, type Place } from './competence.js';

export interface Question {
  readonly place: Place;
  readonly context: GuidanceContext;
  readonly kind: ControllerKind | undefined;
}

export type Answered =
  | { readonly ok: true; readonly question: Question; readonly guidance: Guidance }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

export const QUESTION_FIELDS = ['country', 'land', 'context', 'kind'] as const;

/** Country, Land and what ties the person there, as a query has them; Germany and residence unless said otherwise. */
export function answerQuestion(query: Readonly<Record<string, unknown>>): Answered {
  const value = (name: string): string => (typeof query[name] === 'string' ? query[name].trim() : '');
  const country = value('country').toUpperCase() || 'DE';
  const land = value('land').toUpperCase();
  const context = value('context').toLowerCase() || 'residence';
  const kind = value('kind').toLowerCase();
  const known = {
    country: isCountry(country),
    land: land === '' || isLand(land),
    context: isContext(context),
    kind: kind === '' || isKind(kind),
  };
  // The same name twice is no answer to "which one".
  const repeated = (field: string): boolean => query[field] !== undefined && typeof query[field] !== 'string';
  const wrong = QUESTION_FIELDS.filter((field) => !known[field] || repeated(field));
  if (wrong.length > 0 || !isContext(context)) {
    return { ok: false, problems: wrong.map((field) => ({ field, code: 'unknown-value' })) };
  }
  const question: Question = {
    place: { country, land: country === 'DE' && isLand(land) ? land : undefined },
    context,
    kind: isKind(kind) ? kind : undefined,
  };
  return { ok: true, question, guidance: guidanceFor(question.place, question.context, question.kind) };
}

function isContext(text: string): text is GuidanceContext {
  return (CONTEXTS as readonly string[]).includes(text);
}

function isKind(text: string): text is ControllerKind {
  return (CONTROLLER_KINDS as readonly string[]).includes(text);
}
