import type { DeadlineEvent } from '../../domain/deadlines/facts.js';
import type { CheckAnswers } from '../../domain/rights/check.js';
import type { NormId } from '../../domain/rights/norms/norms.js';
import type { Ground, Outcome } from '../../domain/rights/outcome.js';
import type { Right } from '../../domain/rights/right.js';
import { statement, type Executor } from '../../platform/database/statement.js';

export interface ClaimRow {
  readonly right: Right;
  readonly checks: CheckAnswers;
  readonly outcome: Outcome | null;
  readonly ground: Ground | null;
  readonly norm: NormId | null;
  readonly reasonsField: string | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
}

const FIND = statement(
  'find-claims',
  `SELECT "right", checks, outcome, ground, norm, reasons_field AS "reasonsField", decided_at AS "decidedAt",
     decided_by AS "decidedBy" FROM right_claim WHERE rights_request_id = $1`,
);

/** Of the claims about which something was done. */
export async function findClaims(executor: Executor, rightsRequestId: string): Promise<readonly ClaimRow[]> {
  const { rows } = await executor.run<ClaimRow>(FIND, [rightsRequestId]);
  return rows;
}

const FIND_OF_MANY = statement(
  'find-claims-of-many',
  `SELECT rights_request_id AS "rightsRequestId", "right", checks, outcome, ground, norm, reasons_field AS "reasonsField",
     decided_at AS "decidedAt", decided_by AS "decidedBy" FROM right_claim WHERE rights_request_id = ANY ($1)`,
);

/** As `findClaims`, of many requests at once. */
export async function findClaimsOfMany(
  executor: Executor,
  ids: readonly string[],
): Promise<readonly (ClaimRow & { readonly rightsRequestId: string })[]> {
  return (await executor.run<ClaimRow & { rightsRequestId: string }>(FIND_OF_MANY, [ids])).rows;
}

export interface ClaimPlace {
  readonly rightsRequestId: string;
  readonly organisationId: string;
  readonly right: Right;
}

const SAVE_CHECKS = statement(
  'save-checks',
  `INSERT INTO right_claim (rights_request_id, organisation_id, "right", checks)
   VALUES ($1, $2, $3, $4::jsonb)
   ON CONFLICT (rights_request_id, "right") DO UPDATE SET checks = right_claim.checks || EXCLUDED.checks`,
);

/** Those named; the others stay as they were answered. */
export async function saveChecks(
  executor: Executor,
  { rightsRequestId, organisationId, right }: ClaimPlace,
  answers: CheckAnswers,
): Promise<void> {
  await executor.run(SAVE_CHECKS, [rightsRequestId, organisationId, right, JSON.stringify(answers)]);
}

const SAVE_DECISION = statement(
  'save-decision',
  `INSERT INTO right_claim (rights_request_id, organisation_id, "right", outcome, ground, reasons_field, decided_at, decided_by,
     norm)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   ON CONFLICT (rights_request_id, "right") DO UPDATE SET outcome = EXCLUDED.outcome, ground = EXCLUDED.ground,
     reasons_field = EXCLUDED.reasons_field, decided_at = EXCLUDED.decided_at, decided_by = EXCLUDED.decided_by,
     norm = EXCLUDED.norm`,
);

export interface SavedDecision {
  readonly outcome: Outcome;
  readonly ground: Ground | null;
  readonly norm: NormId | null;
  readonly reasonsField: string | null;
  readonly at: Date;
  readonly by: string;
}

export async function saveDecision(
  executor: Executor,
  { rightsRequestId, organisationId, right }: ClaimPlace,
  { outcome, ground, norm, reasonsField, at, by }: SavedDecision,
): Promise<void> {
  await executor.run(SAVE_DECISION, [
    ...[rightsRequestId, organisationId, right],
    ...[outcome, ground, reasonsField, at, by, norm],
  ]);
}

const DROP = statement('drop-claim', 'DELETE FROM right_claim WHERE rights_request_id = $1 AND "right" = $2');

/** What was checked and decided about a claim that was understood as another right. */
export async function dropClaim(executor: Executor, { rightsRequestId, right }: ClaimPlace): Promise<void> {
  await executor.run(DROP, [rightsRequestId, right]);
}

const NAME_RIGHTS = statement(
  'name-rights',
  `UPDATE rights_request SET version = version + 1, rights = $3, deadline_events = $4::jsonb
   WHERE id = $1 AND version = $2`,
);

/** False: someone else changed the request since `version` was read. */
export async function nameRights(
  executor: Executor,
  request: { readonly id: string; readonly version: number },
  rights: readonly Right[],
  deadlineEvents: readonly DeadlineEvent[],
): Promise<boolean> {
  const { count } = await executor.run(NAME_RIGHTS, [
    ...[request.id, request.version, rights],
    JSON.stringify(deadlineEvents),
  ]);
  return count === 1;
}
