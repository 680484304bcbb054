import { statement, type Executor } from '../../platform/database/statement.js';

const SINCE = statement(
  'inbound-confirmations-since',
  `SELECT count(*) FILTER (WHERE confirmed_to = $2)::int AS "ofAddress",
     count(*) FILTER (WHERE recorded_at > $4)::int AS "ofAll"
   FROM inbound_mail WHERE organisation_id = $1 AND confirmed_to IS NOT NULL AND recorded_at > $3`,
);

/** How many went to one address since a day ago, and to all since an hour ago. */
export async function confirmationsSince(
  executor: Executor,
  organisationId: string,
  index: Buffer,
  { day, hour }: { readonly day: Date; readonly hour: Date },
): Promise<{ readonly ofAddress: number; readonly ofAll: number }> {
  const { rows } = await executor.run<{ ofAddress: number; ofAll: number }>(SINCE, [organisationId, index, day, hour]);
  return rows[0] ?? { ofAddress: 0, ofAll: 0 };
}

export interface ConfirmationRow {
  readonly id: string;
  readonly rightsRequestId: string;
  readonly reference: string;
  readonly organisationName: string;
  readonly arrivedAt: Date;
  readonly timeZone: string;
}

const FIND = statement(
  'inbound-confirmation',
  `SELECT m.id, m.rights_request_id AS "rightsRequestId", r.reference, o.name AS "organisationName",
     m.arrived_at AS "arrivedAt", o.time_zone AS "timeZone"
   FROM inbound_mail m JOIN rights_request r ON r.id = m.rights_request_id JOIN organisation o ON o.id = m.organisation_id
   WHERE m.organisation_id = $1 AND m.id = $2 AND m.confirmed_to IS NOT NULL`,
);

export async function confirmationOf(
  executor: Executor,
  organisationId: string,
  id: string,
): Promise<ConfirmationRow | undefined> {
  return (await executor.run<ConfirmationRow>(FIND, [organisationId, id])).rows[0];
}
