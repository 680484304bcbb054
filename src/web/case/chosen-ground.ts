import { CATALOGUE } from '../../domain/rights/catalogue.js';
import { isNormId, type NormId } from '../../domain/rights/norms/norms.js';
import { GROUNDS, type Ground, type Outcome } from '../../domain/rights/outcome.js';
import type { Right } from '../../domain/rights/right.js';
import type { OutcomeForm } from './outcome-fields.js';

/**
 * Ground and provision, where the outcome takes any. What was chosen for another outcome before is still in the form, out
 * of sight: it belongs to nothing that was decided.
 */
export function groundFor(
  right: Right,
  outcome: Outcome,
  { ground, norm }: OutcomeForm,
): { readonly ground: Ground | null; readonly norm: NormId | null } {
  const takesOne = (CATALOGUE[right].outcomes[outcome]?.grounds ?? GROUNDS).length > 0;
  return {
    ground: takesOne ? (GROUNDS.find((one) => one === ground) ?? null) : null,
    norm: takesOne && isNormId(norm) ? norm : null,
  };
}
