import { statement, type Executor } from '../../platform/database/statement.js';

const ACCOUNT = statement(
  'own-account-data',
  `SELECT u.id, u.email, u.locale, u.created_at AS "createdAt", u.password_hash IS NOT NULL AS "hasPassword",
          EXISTS (SELECT 1 FROM second_factor f WHERE f.user_id = u.id) AS "hasSecondFactor",
          coalesce((SELECT json_agg(json_build_object('issuer', e.issuer, 'subject', e.subject))
                    FROM external_identity e WHERE e.user_id = u.id), '[]') AS "externalIdentities",
          coalesce((SELECT json_agg(json_build_object('role', m.role, 'since', m.granted_at, 'until', m.ends_on))
                    FROM membership m WHERE m.user_id = u.id AND m.organisation_id = $2), '[]') AS roles,
          coalesce((SELECT json_agg(json_build_object('version', i.version, 'confirmedAt', c.confirmed_at))
                    FROM instruction_confirmation c JOIN instruction i ON i.id = c.instruction_id
                    WHERE c.user_id = u.id AND c.organisation_id = $2), '[]') AS "instructionConfirmations",
          coalesce((SELECT json_agg(c.label_de) FROM channel c
                    WHERE c.organisation_id = $2 AND (c.owner_id = u.id OR c.deputy_id = u.id)), '[]') AS "channelsInCharge"
   FROM user_account u WHERE u.id = $1`,
);

export async function ownAccountData(
  executor: Executor,
  userId: string,
  organisationId: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  return (await executor.run<Record<string, unknown>>(ACCOUNT, [userId, organisationId])).rows[0];
}

/** Ids stand in entries as 36 characters of ASCII: looked for as bytes, no entry is parsed. */
const ENTRIES = statement(
  'own-log-entries',
  `SELECT index, event, at FROM log_entry
   WHERE organisation_id = $2 AND position(convert_to($1, 'UTF8') IN bytes) > 0 ORDER BY index LIMIT 100000`,
);

export interface OwnEntry {
  readonly index: string;
  readonly event: string;
  readonly at: Date;
}

/** Entries of the log in which the user is named by their id. */
export async function ownEntries(
  executor: Executor,
  userId: string,
  organisationId: string,
): Promise<readonly OwnEntry[]> {
  return (await executor.run<OwnEntry>(ENTRIES, [userId, organisationId])).rows;
}
