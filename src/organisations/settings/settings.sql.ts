import { statement, type Executor } from '../../platform/database/statement.js';

const KEEPERS = statement(
  'channel-keepers',
  `SELECT id, owner_id AS "ownerId", deputy_id AS "deputyId", looked_at AS "lookedAt"
   FROM channel WHERE organisation_id = $1`,
);

export interface ChannelKeeper {
  readonly id: string;
  readonly ownerId: string | null;
  readonly deputyId: string | null;
  readonly lookedAt: Date | null;
}

export async function channelKeepers(executor: Executor, organisationId: string): Promise<readonly ChannelKeeper[]> {
  return (await executor.run<ChannelKeeper>(KEEPERS, [organisationId])).rows;
}

const KEEP_CHANNEL = statement(
  'keep-channel',
  `UPDATE channel SET owner_id = $3, deputy_id = $4, address_form = $5, by_page = $6
   WHERE id = $1 AND organisation_id = $2`,
);

export async function keepChannel(
  executor: Executor,
  keeper: {
    id: string;
    organisationId: string;
    ownerId: string | null;
    deputyId: string | null;
    addressForm: string | null;
    byPage: boolean;
  },
): Promise<void> {
  await executor.run(KEEP_CHANNEL, [
    keeper.id,
    keeper.organisationId,
    keeper.ownerId,
    keeper.deputyId,
    keeper.addressForm,
    keeper.byPage,
  ]);
}

const LOOKED_AT = statement(
  'channel-looked-at',
  `UPDATE channel SET looked_at = $3 WHERE id = $1 AND organisation_id = $2`,
);

export async function lookedAt(executor: Executor, id: string, organisationId: string, at: Date): Promise<void> {
  await executor.run(LOOKED_AT, [id, organisationId, at]);
}

const CONFIRMATIONS = statement(
  'instruction-confirmations',
  `SELECT u.email, c.version, c.confirmed_at AS "confirmedAt"
   FROM (SELECT DISTINCT user_id FROM membership WHERE organisation_id = $1 AND ends_on IS NULL) m
   JOIN user_account u ON u.id = m.user_id
   LEFT JOIN LATERAL (
     SELECT i.version, k.confirmed_at FROM instruction_confirmation k JOIN instruction i ON i.id = k.instruction_id
     WHERE k.user_id = u.id AND k.organisation_id = $1 ORDER BY i.version DESC LIMIT 1) c ON true
   ORDER BY u.email`,
);

export interface Confirmation {
  readonly email: string;
  /** Null: none. */
  readonly version: number | null;
  readonly confirmedAt: Date | null;
}

export async function confirmationsOf(executor: Executor, organisationId: string): Promise<readonly Confirmation[]> {
  return (await executor.run<Confirmation>(CONFIRMATIONS, [organisationId])).rows;
}

const UNREAD = statement(
  'instruction-unread',
  `SELECT i.version FROM organisation o
   JOIN LATERAL (
     SELECT id, version FROM instruction
     WHERE organisation_id = o.id AND holds_from <= (clock_timestamp() AT TIME ZONE o.time_zone)::date
     ORDER BY holds_from DESC, version DESC LIMIT 1) i ON true
   WHERE o.id = $1 AND NOT EXISTS (
     SELECT 1 FROM instruction_confirmation c WHERE c.instruction_id = i.id AND c.user_id = $2)`,
);

/** Version of the instruction in force that the user has not confirmed; undefined: confirmed, or there is none. */
export async function unreadInstruction(
  executor: Executor,
  organisationId: string,
  userId: string,
): Promise<number | undefined> {
  return (await executor.run<{ version: number }>(UNREAD, [organisationId, userId])).rows[0]?.version;
}
