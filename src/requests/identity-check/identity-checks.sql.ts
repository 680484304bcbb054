import type { Doubt, IdentityOutcome, Method } from '../../domain/rights/identity-check.js';
import { designationAt } from '../../organisations/designation-at.sql.js';
import { statement, type Executor } from '../../platform/database/statement.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';

export interface IdentityCheckRow {
  readonly id: string;
  readonly organisationId: string;
  readonly rightsRequestId: string;
  readonly doubt: Doubt;
  readonly method: Method;
  readonly state: 'open' | IdentityOutcome | 'withdrawn';
  readonly version: number;
  readonly startedAt: Date;
  readonly codeSalt: Buffer | null;
  readonly codeEndsAt: Date | null;
  readonly attempts: number;
  readonly mailedAt: Date | null;
  readonly endedOn: string | null;
  readonly endedByPerson: boolean;
  readonly organisationName: string;
  readonly timeZone: string;
}

const COLUMNS = `c.id, c.organisation_id AS "organisationId", c.rights_request_id AS "rightsRequestId", c.doubt, c.method,
  c.state, c.version, c.started_at AS "startedAt", c.code_salt AS "codeSalt", c.code_ends_at AS "codeEndsAt", c.attempts,
  c.mailed_at AS "mailedAt", c.ended_on::text AS "endedOn", c.ended_by_person AS "endedByPerson",
  o.name AS "organisationName", o.time_zone AS "timeZone"`;
const FROM = `FROM identity_check c JOIN organisation o ON o.id = c.organisation_id`;

const CHECKS_OF_REQUEST = statement(
  'identity-checks-of-request',
  `SELECT ${COLUMNS} ${FROM} WHERE c.rights_request_id = $1 ORDER BY c.started_at DESC`,
);

export async function checksOfRequest(
  executor: Executor,
  rightsRequestId: string,
): Promise<readonly IdentityCheckRow[]> {
  const { rows } = await executor.run<IdentityCheckRow>(CHECKS_OF_REQUEST, [rightsRequestId]);
  return rows;
}

const FIND_CHECK = statement('find-identity-check', `SELECT ${COLUMNS} ${FROM} WHERE c.id = $1`);

export async function findCheck(executor: Executor, id: string): Promise<IdentityCheckRow | undefined> {
  const { rows } = await executor.run<IdentityCheckRow>(FIND_CHECK, [id]);
  return rows[0];
}

const CHECK_OF_LINK = statement(
  'identity-check-of-link',
  `SELECT id, organisation_id AS "organisationId" FROM identity_check WHERE link_hash = $1`,
);

/** Needs no organisation: the link says which check it is. */
export async function checkOfLink(
  executor: Executor,
  linkHash: Buffer,
): Promise<{ readonly id: string; readonly organisationId: string } | undefined> {
  const { rows } = await executor.run<{ id: string; organisationId: string }>(CHECK_OF_LINK, [linkHash]);
  return rows[0];
}

const INSERT_CHECK = statement(
  'insert-identity-check',
  `INSERT INTO identity_check (id, organisation_id, rights_request_id, doubt, method, started_by, started_at, code_salt,
     code_ends_at, link_hash, message_id)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
);

export interface NewIdentityCheck {
  readonly id: string;
  readonly organisationId: string;
  readonly rightsRequestId: string;
  readonly doubt: Doubt;
  readonly method: Method;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly code:
    { readonly salt: Buffer; readonly endsAt: Date; readonly linkHash: Buffer; readonly messageId: string } | undefined;
}

/** False: this one is known, or another is open. */
export async function insertCheck(executor: Executor, check: NewIdentityCheck): Promise<boolean> {
  const { code } = check;
  const { count } = await executor.run(INSERT_CHECK, [
    ...[check.id, check.organisationId, check.rightsRequestId, check.doubt, check.method],
    ...[check.startedBy, check.startedAt, code?.salt ?? null, code?.endsAt ?? null, code?.linkHash ?? null],
    code?.messageId ?? null,
  ]);
  return count === 1;
}

const TAKE_ATTEMPT = statement(
  'take-code-attempt',
  `UPDATE identity_check SET attempts = attempts + 1, version = version + 1
   WHERE id = $1 AND state = 'open' AND attempts < $2 AND code_ends_at > $3 RETURNING attempts`,
);

/**
 * How many attempts there were with this one, counted before the code is looked at: a hundred at once are a hundred one
 * after the other. Undefined: none is left.
 */
export async function takeAttempt(
  executor: Executor,
  id: string,
  limit: number,
  now: Date,
): Promise<number | undefined> {
  const { rows } = await executor.run<{ attempts: number }>(TAKE_ATTEMPT, [id, limit, now]);
  return rows[0]?.attempts;
}

const END_CHECK = statement(
  'end-identity-check',
  `UPDATE identity_check SET state = $2, ended_on = $3, ended_by_person = $4, code_salt = NULL, link_hash = NULL,
     version = version + 1
   WHERE id = $1 AND state = 'open'`,
);

/** With it go code and link. False: it had ended. */
export async function endCheck(
  executor: Executor,
  id: string,
  end: { readonly outcome: IdentityOutcome; readonly on: string; readonly byPerson: boolean },
): Promise<boolean> {
  const { count } = await executor.run(END_CHECK, [id, end.outcome, end.on, end.byPerson]);
  return count === 1;
}

const WITHDRAW_CHECKS = statement(
  'withdraw-identity-checks',
  `UPDATE identity_check SET state = 'withdrawn', ended_on = $2, code_salt = NULL, link_hash = NULL, version = version + 1
   WHERE rights_request_id = $1 AND state = 'open' RETURNING id`,
);

/** Ends those of a request that run, without a result; which they were. */
export async function withdrawChecks(
  executor: Executor,
  rightsRequestId: string,
  on: string,
): Promise<readonly string[]> {
  const { rows } = await executor.run<{ id: string }>(WITHDRAW_CHECKS, [rightsRequestId, on]);
  return rows.map(({ id }) => id);
}

const ERASE_EVIDENCE = statement('erase-evidence', `DELETE FROM sealed WHERE rights_request_id = $1 AND field = $2`);

/** False: there was none. */
export async function eraseEvidence(executor: Executor, rightsRequestId: string, field: string): Promise<boolean> {
  const { count } = await executor.run(ERASE_EVIDENCE, [rightsRequestId, field]);
  return count > 0;
}

/** A check with what its mails are made of; what is sealed still is. */
export interface IdentityMailRow extends IdentityCheckRow {
  readonly messageId: string;
  readonly reference: string;
  readonly wrapped: Buffer | null;
  readonly epoch: number | null;
  readonly evidence: Buffer | null;
  readonly dpoEmail: string | null;
  readonly dpoTitle: string | null;
  readonly dpoTelephone: string | null;
}

const LOAD_IDENTITY_MAIL = statement(
  'load-identity-mail',
  `SELECT ${COLUMNS}, c.message_id AS "messageId", r.reference, k.wrapped, k.epoch,
          s.ciphertext AS evidence, d.email AS "dpoEmail", d.title_de AS "dpoTitle", d.telephone AS "dpoTelephone"
   ${FROM}
   JOIN outbox_job j ON j.subject_id = c.id AND j.id = $1 AND j.claim_token = $2
   JOIN rights_request r ON r.id = c.rights_request_id
   LEFT JOIN request_key k ON k.rights_request_id = r.id
   LEFT JOIN sealed s ON s.rights_request_id = r.id AND s.field = 'attachment-identity-' || c.id
   LEFT JOIN ${designationAt('$3')}`,
);

/** Undefined: the lease is lost. */
export async function loadIdentityMail(
  executor: Executor,
  job: LeasedJob,
  now: Date,
): Promise<IdentityMailRow | undefined> {
  const { rows } = await executor.run<IdentityMailRow>(LOAD_IDENTITY_MAIL, [job.id, job.leaseToken, now]);
  return rows[0];
}

const NOTE_MAILED = statement(
  'note-identity-mailed',
  `UPDATE identity_check SET mailed_at = coalesce(mailed_at, now()) WHERE id = $1`,
);

export async function noteMailed(executor: Executor, id: string): Promise<boolean> {
  const { count } = await executor.run(NOTE_MAILED, [id]);
  return count === 1;
}

const UNCONFIRMED = statement(
  'identity-unconfirmed',
  `SELECT state FROM identity_check WHERE rights_request_id = $1 AND state NOT IN ('open', 'withdrawn')
   ORDER BY started_at DESC, id DESC LIMIT 1`,
);

/** The last check of this person that came to a result did not confirm who they are. */
export async function isUnconfirmed(executor: Executor, rightsRequestId: string): Promise<boolean> {
  return (await executor.run<{ state: string }>(UNCONFIRMED, [rightsRequestId])).rows[0]?.state === 'not-confirmed';
}
