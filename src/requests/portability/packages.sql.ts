import { statement, type Executor } from '../../platform/database/statement.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';

export type PackageState = 'ready' | 'collected' | 'transmitted' | 'ended';

export interface PackageRow {
  readonly id: string;
  readonly organisationId: string;
  readonly rightsRequestId: string;
  readonly state: PackageState;
  readonly preparedAt: Date;
  readonly endsAt: Date;
  readonly offeredAt: Date | null;
  readonly mailedAt: Date | null;
  readonly settledOn: string | null;
  readonly codeSalt: Buffer | null;
  readonly codeEndsAt: Date | null;
  readonly codes: number;
  readonly attempts: number;
  readonly organisationName: string;
  readonly timeZone: string;
}

const COLUMNS = `p.id, p.organisation_id AS "organisationId", p.rights_request_id AS "rightsRequestId", p.state,
  p.prepared_at AS "preparedAt", p.ends_at AS "endsAt", p.offered_at AS "offeredAt", p.mailed_at AS "mailedAt",
  p.settled_on::text AS "settledOn", p.code_salt AS "codeSalt", p.code_ends_at AS "codeEndsAt", p.codes, p.attempts,
  o.name AS "organisationName", o.time_zone AS "timeZone"`;
const FROM = `FROM portability_package p JOIN organisation o ON o.id = p.organisation_id`;

const OF_REQUEST = statement(
  'packages-of-request',
  `SELECT ${COLUMNS} ${FROM} WHERE p.rights_request_id = $1 ORDER BY p.prepared_at DESC`,
);

export async function packagesOf(executor: Executor, rightsRequestId: string): Promise<readonly PackageRow[]> {
  const { rows } = await executor.run<PackageRow>(OF_REQUEST, [rightsRequestId]);
  return rows;
}

const FIND = statement('find-package', `SELECT ${COLUMNS} ${FROM} WHERE p.id = $1`);

export async function findPackage(executor: Executor, id: string): Promise<PackageRow | undefined> {
  const { rows } = await executor.run<PackageRow>(FIND, [id]);
  return rows[0];
}

export interface PackagePlace {
  readonly id: string;
  readonly organisationId: string;
}

const OF_LINK = statement(
  'package-of-link',
  `SELECT id, organisation_id AS "organisationId" FROM portability_package WHERE link_hash = $1`,
);

/** Needs no organisation: the link says which package it is. */
export async function packageOfLink(executor: Executor, linkHash: Buffer): Promise<PackagePlace | undefined> {
  const { rows } = await executor.run<PackagePlace>(OF_LINK, [linkHash]);
  return rows[0];
}

const PAST = statement(
  'packages-past-their-end',
  `SELECT id, organisation_id AS "organisationId" FROM portability_package
   WHERE state = 'ready' AND ends_at <= $1 ORDER BY ends_at LIMIT 100`,
);

/** Of all organisations: those that nobody can collect any more. */
export async function packagesPast(executor: Executor, now: Date): Promise<readonly PackagePlace[]> {
  const { rows } = await executor.run<PackagePlace>(PAST, [now]);
  return rows;
}

const INSERT = statement(
  'insert-package',
  `INSERT INTO portability_package (id, organisation_id, rights_request_id, prepared_at, ends_at)
   VALUES ($1, $2, $3, $4, $5)`,
);

export async function insertPackage(
  executor: Executor,
  one: Pick<PackageRow, 'id' | 'organisationId' | 'rightsRequestId' | 'preparedAt' | 'endsAt'>,
): Promise<void> {
  await executor.run(INSERT, [one.id, one.organisationId, one.rightsRequestId, one.preparedAt, one.endsAt]);
}

const OFFER = statement(
  'offer-package',
  `UPDATE portability_package SET offered_at = $2, ends_at = $3, link_hash = $4
   WHERE id = $1 AND state = 'ready' AND offered_at IS NULL AND ends_at > $2`,
);

/** False: it has been offered, or is gone. */
export async function offerPackage(
  executor: Executor,
  id: string,
  offer: { readonly at: Date; readonly endsAt: Date; readonly linkHash: Buffer },
): Promise<boolean> {
  const { count } = await executor.run(OFFER, [id, offer.at, offer.endsAt, offer.linkHash]);
  return count === 1;
}

const SETTLE = statement(
  'settle-package',
  `UPDATE portability_package SET state = $2, settled_on = $3, code_salt = NULL WHERE id = $1 AND state = 'ready'`,
);

/** With it goes the code. False: it was settled before. */
export async function settlePackage(
  executor: Executor,
  id: string,
  state: Exclude<PackageState, 'ready'>,
  on: string,
): Promise<boolean> {
  const { count } = await executor.run(SETTLE, [id, state, on]);
  return count === 1;
}

const ERASE = statement('erase-package', `DELETE FROM sealed WHERE rights_request_id = $1 AND field = ANY($2::text[])`);

export async function eraseFields(
  executor: Executor,
  rightsRequestId: string,
  fields: readonly string[],
): Promise<void> {
  await executor.run(ERASE, [rightsRequestId, fields]);
}

const NEW_CODE = statement(
  'new-package-code',
  `UPDATE portability_package SET code_salt = $2, code_ends_at = $3, codes = codes + 1
   WHERE id = $1 AND state = 'ready' AND ends_at > $4 AND codes < $5 AND attempts < $6`,
);

/** False: none can be asked for any more. */
export async function newPackageCode(
  executor: Executor,
  id: string,
  code: { readonly salt: Buffer; readonly endsAt: Date },
  limits: { readonly now: Date; readonly codes: number; readonly attempts: number },
): Promise<boolean> {
  const { count } = await executor.run(NEW_CODE, [
    ...[id, code.salt, code.endsAt],
    ...[limits.now, limits.codes, limits.attempts],
  ]);
  return count === 1;
}

const TAKE_ATTEMPT = statement(
  'take-package-attempt',
  `UPDATE portability_package SET attempts = attempts + 1
   WHERE id = $1 AND state = 'ready' AND attempts < $2 AND code_ends_at > $3 AND ends_at > $3 RETURNING attempts`,
);

/** Counted before the code is looked at: many at once are one after the other. Undefined: none is left. */
export async function takePackageAttempt(
  executor: Executor,
  id: string,
  limit: number,
  now: Date,
): Promise<number | undefined> {
  const { rows } = await executor.run<{ attempts: number }>(TAKE_ATTEMPT, [id, limit, now]);
  return rows[0]?.attempts;
}

const USE_CODE = statement(
  'use-package-code',
  `UPDATE portability_package SET code_salt = NULL, code_ends_at = NULL WHERE id = $1 AND state = 'ready'`,
);

/** One code, one download. */
export async function usePackageCode(executor: Executor, id: string): Promise<void> {
  await executor.run(USE_CODE, [id]);
}

/** A package with what its mails are made of; what is sealed still is. */
export interface PackageMailRow extends PackageRow {
  readonly wrapped: Buffer | null;
  readonly epoch: number | null;
  readonly sealedLink: Buffer | null;
  readonly dpoEmail: string | null;
  readonly dpoTitle: string | null;
  readonly dpoTelephone: string | null;
}

const LOAD_MAIL = statement(
  'load-package-mail',
  `SELECT ${COLUMNS}, k.wrapped, k.epoch, s.ciphertext AS "sealedLink",
          d.email AS "dpoEmail", d.title_de AS "dpoTitle", d.telephone AS "dpoTelephone"
   ${FROM}
   JOIN outbox_job j ON j.subject_id = p.id AND j.id = $1 AND j.claim_token = $2
   LEFT JOIN request_key k ON k.rights_request_id = p.rights_request_id
   LEFT JOIN sealed s ON s.rights_request_id = p.rights_request_id AND s.field = 'attachment-package-link-' || p.id
   LEFT JOIN LATERAL (
     SELECT * FROM dpo_designation d
     WHERE d.organisation_id = o.id AND d.valid_until IS NULL AND NOT d.deputy LIMIT 1) d ON true`,
);

/** Undefined: the lease is lost. */
export async function loadPackageMail(executor: Executor, job: LeasedJob): Promise<PackageMailRow | undefined> {
  const { rows } = await executor.run<PackageMailRow>(LOAD_MAIL, [job.id, job.leaseToken]);
  return rows[0];
}

const NOTE_MAILED = statement(
  'note-package-mailed',
  `UPDATE portability_package SET mailed_at = coalesce(mailed_at, $2) WHERE id = $1`,
);

export async function notePackageMailed(executor: Executor, id: string, at: Date): Promise<boolean> {
  const { count } = await executor.run(NOTE_MAILED, [id, at]);
  return count === 1;
}
