import type { Claim } from '../../domain/rights/decision.js';
import type { Right } from '../../domain/rights/right.js';
import type { ClaimRow } from './claims.sql.js';

export interface ClaimState extends Claim {
  readonly reasonsField: string | null;
  readonly decidedAt: Date | null;
}

/** Every right that is claimed, in the order in which they were named, with what was done about it so far. */
export function claimsOf(rights: readonly Right[], rows: readonly ClaimRow[]): readonly ClaimState[] {
  return rights.map((right) => {
    const row = rows.find((one) => one.right === right);
    return {
      right,
      checks: row?.checks ?? {},
      outcome: row?.outcome ?? null,
      ground: row?.ground ?? null,
      norm: row?.norm ?? null,
      reasonsField: row?.reasonsField ?? null,
      decidedAt: row?.decidedAt ?? null,
    };
  });
}
