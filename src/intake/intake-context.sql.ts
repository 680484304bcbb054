import type { Land } from '../domain/deadlines/land.js';
import type { ChannelKind } from '../domain/channel-kind.js';
import { statement, type Executor } from '../platform/database/statement.js';

/** What is in force at the organisation at this moment; a missing channel, instruction or designation is null. */
export interface IntakeContext {
  readonly timeZone: string;
  readonly land: Land;
  readonly municipality: string | null;
  readonly referencePrefix: string;
  readonly channelId: string | null;
  readonly channelKind: ChannelKind | null;
  readonly designationId: string | null;
  readonly designationEmail: string | null;
  readonly instructionId: string | null;
  readonly instructionVersion: number | null;
  readonly handoverLimitMinutes: number | null;
  readonly forwardingLimitSeconds: number | null;
}

const READ_INTAKE_CONTEXT = statement(
  'read-intake-context',
  `SELECT o.time_zone AS "timeZone", o.land, o.municipality, o.reference_prefix AS "referencePrefix",
          c.id AS "channelId", c.kind AS "channelKind",
          d.id AS "designationId", d.email AS "designationEmail",
          i.id AS "instructionId", i.version AS "instructionVersion",
          i.handover_limit_minutes AS "handoverLimitMinutes", i.forwarding_limit_seconds AS "forwardingLimitSeconds"
   FROM organisation o
   LEFT JOIN channel c ON c.organisation_id = o.id AND c.slug = $2 AND c.active
   LEFT JOIN dpo_designation d ON d.organisation_id = o.id AND NOT d.deputy AND d.valid_until IS NULL
   LEFT JOIN LATERAL (
     SELECT * FROM instruction
     WHERE organisation_id = o.id AND holds_from <= (clock_timestamp() AT TIME ZONE o.time_zone)::date
     ORDER BY holds_from DESC, version DESC LIMIT 1) i ON true
   WHERE o.id = $1`,
);

/** Read inside the transaction that records the request, so that "in force" means in force at that moment. */
export async function readIntakeContext(
  executor: Executor,
  organisationId: string,
  channelSlug: string,
): Promise<IntakeContext | undefined> {
  const { rows } = await executor.run<IntakeContext>(READ_INTAKE_CONTEXT, [organisationId, channelSlug]);
  return rows[0];
}
