import { designationAt } from '../organisations/designation-at.sql.js';
import { statement, type Executor } from '../platform/database/statement.js';
import type { LeasedJob } from '../platform/outbox/outbox.sql.js';
import type { RetentionClass } from '../domain/retention/classes.js';

export interface CertificateRow {
  readonly id: string;
  readonly organisationId: string;
  readonly rightsRequestId: string;
  readonly epoch: number;
  readonly wrapped: Buffer;
  readonly address: Buffer;
  readonly endsAt: Date;
}

const INSERT = statement(
  'insert-erasure-certificate',
  `INSERT INTO erasure_certificate (id, organisation_id, rights_request_id, epoch, wrapped, address, ends_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);

export async function insertCertificate(executor: Executor, row: CertificateRow): Promise<void> {
  await executor.run(INSERT, [
    ...[row.id, row.organisationId, row.rightsRequestId],
    ...[row.epoch, row.wrapped, row.address, row.endsAt],
  ]);
}

/** With what the mail says. */
export interface CertificateMailRow extends CertificateRow {
  readonly reference: string;
  readonly organisationName: string;
  readonly slug: string;
  readonly timeZone: string;
  readonly erasedAt: Date;
  readonly classes: readonly RetentionClass[];
  readonly dpoEmail: string | null;
  readonly dpoTitle: string | null;
  readonly dpoTelephone: string | null;
}

const LOAD = statement(
  'load-erasure-certificate',
  `SELECT c.id, c.organisation_id AS "organisationId", c.rights_request_id AS "rightsRequestId", c.epoch, c.wrapped,
     c.address, c.ends_at AS "endsAt", r.reference, o.name AS "organisationName", o.slug, o.time_zone AS "timeZone",
     e.erased_at AS "erasedAt",
     (SELECT array_agg(DISTINCT one) FROM erasure a, unnest(a.classes) AS one
       WHERE a.rights_request_id = c.rights_request_id AND a.erased_at <= e.erased_at) AS classes,
     d.email AS "dpoEmail", d.title_de AS "dpoTitle", d.telephone AS "dpoTelephone"
   FROM erasure_certificate c
   JOIN outbox_job j ON j.subject_id = c.id AND j.id = $1 AND j.claim_token = $2
   JOIN erasure e ON e.id = c.id
   JOIN rights_request r ON r.id = c.rights_request_id
   JOIN organisation o ON o.id = c.organisation_id
   LEFT JOIN ${designationAt('$3')}`,
);

/** Undefined: it has been dealt with, or the lease is lost. */
export async function loadCertificate(
  executor: Executor,
  job: LeasedJob,
  now: Date,
): Promise<CertificateMailRow | undefined> {
  return (await executor.run<CertificateMailRow>(LOAD, [job.id, job.leaseToken, now])).rows[0];
}

const DELETE = statement('delete-erasure-certificate', 'DELETE FROM erasure_certificate WHERE id = $1');
const MARK = statement('mark-erasure-certified', 'UPDATE erasure SET certified = $2 WHERE id = $1');

/** The address goes; false: somebody else has dealt with it. */
export async function endCertificate(executor: Executor, id: string, how: 'sent' | 'failed'): Promise<boolean> {
  await executor.run(MARK, [id, how]);
  return (await executor.run(DELETE, [id])).count === 1;
}

export async function beginCertificate(executor: Executor, id: string): Promise<void> {
  await executor.run(MARK, [id, 'underway']);
}
