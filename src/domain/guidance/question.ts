import type { FieldProblem } from '../problem.js';
import { LANDS, type Land } from '../deadlines/land.js';
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

/** Country, Land and what ties the person there, as a query has them; Germany and residence unless said otherwise. */
export function answerQuestion(query: Readonly<Record<string, unknown>>): Answered {
  const value = (name: string): string => (typeof query[name] === 'string' ? query[name].trim() : '');
  const country = value('country').toUpperCase() || 'DE';
  const land = value('land').toUpperCase();
  const context = value('context') || 'residence';
  const kind = value('kind');
  const unknown = (field: string): FieldProblem => ({ field, code: 'unknown-value' });
  const problems = [
    ...(isCountry(country) ? [] : [unknown('country')]),
    ...(land === '' || isLand(land) ? [] : [unknown('land')]),
    ...(isContext(context) ? [] : [unknown('context')]),
    ...(kind === '' || isKind(kind) ? [] : [unknown('kind')]),
  ];
  if (problems.length > 0) {
    return { ok: false, problems };
  }
  const question: Question = {
    place: { country, land: country === 'DE' && isLand(land) ? land : undefined },
    context: context as GuidanceContext,
    kind: isKind(kind) ? kind : undefined,
  };
  return { ok: true, question, guidance: guidanceFor(question.place, question.context, question.kind) };
}

function isLand(text: string): text is Land {
  return (LANDS as readonly string[]).includes(text);
}

function isContext(text: string): text is GuidanceContext {
  return (CONTEXTS as readonly string[]).includes(text);
}

function isKind(text: string): text is ControllerKind {
  return (CONTROLLER_KINDS as readonly string[]).includes(text);
}
