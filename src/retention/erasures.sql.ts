import type { CivilDate } from '../domain/civil-date.js';
import type { RetentionClass } from '../domain/retention/classes.js';
import { statement, type Executor } from '../platform/database/statement.js';

export interface ErasureView {
  readonly id: string;
  readonly rightsRequestId: string;
  readonly reference: string;
  readonly erasedAt: Date;
  readonly classes: readonly RetentionClass[];
  readonly rulesVersion: number;
  readonly whole: boolean;
  readonly sweptAt: Date | null;
  /** What became of the mail to the person; null: there was none to send. */
  readonly certified: 'underway' | 'sent' | 'failed' | null;
}

const COLUMNS = `e.id, e.rights_request_id AS "rightsRequestId", r.reference, e.erased_at AS "erasedAt", e.classes,
  e.rules_version AS "rulesVersion", e.whole, e.swept_at AS "sweptAt", e.certified`;

const OF_REQUEST = statement(
  'erasures-of-request',
  `SELECT ${COLUMNS} FROM erasure e JOIN rights_request r ON r.id = e.rights_request_id
   WHERE e.rights_request_id = $1 ORDER BY e.erased_at, e.id`,
);
const LATEST = statement(
  'latest-erasures',
  `SELECT ${COLUMNS} FROM erasure e JOIN rights_request r ON r.id = e.rights_request_id
   WHERE e.organisation_id = $1 ORDER BY e.erased_at DESC, e.id DESC LIMIT $2`,
);

export async function erasuresOf(executor: Executor, id: string): Promise<readonly ErasureView[]> {
  return (await executor.run<ErasureView>(OF_REQUEST, [id])).rows;
}

export async function latestErasures(
  executor: Executor,
  organisationId: string,
  limit: number,
): Promise<readonly ErasureView[]> {
  return (await executor.run<ErasureView>(LATEST, [organisationId, limit])).rows;
}

export interface FailureView {
  readonly rightsRequestId: string;
  readonly reference: string;
  readonly code: string;
  readonly attempts: number;
  readonly failedAt: Date;
}

const FAILURES = statement(
  'erasure-failures',
  `SELECT f.rights_request_id AS "rightsRequestId", r.reference, f.code, f.attempts, f.failed_at AS "failedAt"
   FROM erasure_failure f JOIN rights_request r ON r.id = f.rights_request_id
   WHERE f.organisation_id = $1 ORDER BY f.failed_at DESC LIMIT $2`,
);

export async function erasureFailures(
  executor: Executor,
  organisationId: string,
  limit: number,
): Promise<readonly FailureView[]> {
  return (await executor.run<FailureView>(FAILURES, [organisationId, limit])).rows;
}

export interface SweepRow {
  readonly id: string;
  readonly rightsRequestId: string;
  readonly classes: readonly RetentionClass[];
  readonly mailIds: readonly string[];
}

const LOAD_SWEEP = statement(
  'load-erasure-sweep',
  `SELECT id, rights_request_id AS "rightsRequestId", classes, mail_ids AS "mailIds" FROM erasure
   WHERE id = $1 AND swept_at IS NULL`,
);
const MARK_SWEPT = statement('mark-erasure-swept', `UPDATE erasure SET swept_at = $2, mail_ids = '{}' WHERE id = $1`);

/** Undefined: it is done. */
export async function loadSweep(executor: Executor, id: string): Promise<SweepRow | undefined> {
  return (await executor.run<SweepRow>(LOAD_SWEEP, [id])).rows[0];
}

export async function markSwept(executor: Executor, id: string, at: Date): Promise<void> {
  await executor.run(MARK_SWEPT, [id, at]);
}

const KNOWN = statement('known-erasures', 'SELECT id FROM erasure WHERE id = ANY ($1)');
const EXISTING = statement('existing-requests', 'SELECT id FROM rights_request WHERE id = ANY ($1)');

export async function knownErasures(executor: Executor, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await executor.run<{ id: string }>(KNOWN, [ids])).rows.map(({ id }) => id));
}

export async function existingRequests(executor: Executor, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await executor.run<{ id: string }>(EXISTING, [ids])).rows.map(({ id }) => id));
}

const PLANS = statement(
  'retention-plans',
  `SELECT o.id AS "organisationId", o.time_zone AS "timeZone" FROM organisation o ORDER BY o.id`,
);

export interface RetentionPlace {
  readonly organisationId: string;
  readonly timeZone: string;
}

export async function retentionPlaces(executor: Executor): Promise<readonly RetentionPlace[]> {
  return (await executor.run<RetentionPlace>(PLANS)).rows;
}

export interface HoldRow {
  readonly id: string;
  readonly rightsRequestId: string;
  readonly reference: string;
  readonly reason: string;
  readonly setBy: string;
  readonly setAt: Date;
  readonly reviewOn: CivilDate;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly releasedAt: Date | null;
}

const HOLD_COLUMNS = `h.id, h.rights_request_id AS "rightsRequestId", r.reference, h.reason, h.set_by AS "setBy",
  h.set_at AS "setAt", h.review_on::text AS "reviewOn", h.confirmed_by AS "confirmedBy",
  h.confirmed_at AS "confirmedAt", h.released_at AS "releasedAt"`;
const HOLDS_OF = statement(
  'holds-of-request',
  `SELECT ${HOLD_COLUMNS} FROM legal_hold h JOIN rights_request r ON r.id = h.rights_request_id
   WHERE h.rights_request_id = $1 ORDER BY h.set_at, h.id`,
);
const ACTIVE_HOLDS = statement(
  'active-holds',
  `SELECT ${HOLD_COLUMNS} FROM legal_hold h JOIN rights_request r ON r.id = h.rights_request_id
   WHERE h.organisation_id = $1 AND h.released_at IS NULL ORDER BY h.review_on, h.id LIMIT $2`,
);

export async function holdsOf(executor: Executor, id: string): Promise<readonly HoldRow[]> {
  return (await executor.run<HoldRow>(HOLDS_OF, [id])).rows;
}

export async function activeHolds(
  executor: Executor,
  organisationId: string,
  limit: number,
): Promise<readonly HoldRow[]> {
  return (await executor.run<HoldRow>(ACTIVE_HOLDS, [organisationId, limit])).rows;
}

const INSERT_HOLD = statement(
  'insert-hold',
  `INSERT INTO legal_hold (id, organisation_id, rights_request_id, reason, set_by, set_at, review_on)
   VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);
const CONFIRM_HOLD = statement(
  'confirm-hold',
  `UPDATE legal_hold SET confirmed_by = $2, confirmed_at = $3
   WHERE id = $1 AND confirmed_by IS NULL AND released_at IS NULL`,
);
const REVIEW_HOLD = statement(
  'review-hold',
  'UPDATE legal_hold SET review_on = $2 WHERE id = $1 AND released_at IS NULL',
);
const RELEASE_HOLD = statement(
  'release-hold',
  'UPDATE legal_hold SET released_by = $2, released_at = $3 WHERE id = $1 AND released_at IS NULL',
);

export async function insertHold(
  executor: Executor,
  hold: {
    readonly id: string;
    readonly organisationId: string;
    readonly rightsRequestId: string;
    readonly reason: string;
    readonly by: string;
    readonly at: Date;
    readonly reviewOn: CivilDate;
  },
): Promise<void> {
  const { id, organisationId, rightsRequestId, reason, by, at, reviewOn } = hold;
  await executor.run(INSERT_HOLD, [id, organisationId, rightsRequestId, reason, by, at, reviewOn]);
}

/** False: somebody was faster. */
export async function confirmHold(executor: Executor, id: string, by: string, at: Date): Promise<boolean> {
  return (await executor.run(CONFIRM_HOLD, [id, by, at])).count === 1;
}

export async function reviewHold(executor: Executor, id: string, reviewOn: CivilDate): Promise<boolean> {
  return (await executor.run(REVIEW_HOLD, [id, reviewOn])).count === 1;
}

export async function releaseHold(executor: Executor, id: string, by: string, at: Date): Promise<boolean> {
  return (await executor.run(RELEASE_HOLD, [id, by, at])).count === 1;
}
