import { statement, type Executor } from '../../platform/database/statement.js';
import type { Organisation } from '../organisation.entity.js';

export interface SettingChange {
  readonly id: string;
  readonly at: Date;
  /** Null: at the machine. */
  readonly userId: string | null;
  readonly setting: string;
  /** Canonical JSON. */
  readonly before: string;
  readonly after: string;
}

const INSERT = statement(
  'insert-setting-change',
  `INSERT INTO setting_change (id, organisation_id, at, user_id, setting, before, after)
   VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);

export async function insertChange(
  executor: Executor,
  change: SettingChange & { readonly organisationId: string },
): Promise<void> {
  const { id, organisationId, at, userId, setting, before, after } = change;
  await executor.run(INSERT, [id, organisationId, at, userId, setting, before, after]);
}

const LIST = statement(
  'list-setting-changes',
  `SELECT id, at, user_id AS "userId", setting, before, after FROM setting_change
   WHERE organisation_id = $1 ORDER BY at DESC, id DESC LIMIT 200`,
);

/** Newest first, 200 at most. */
export async function listChanges(executor: Executor, organisationId: string): Promise<readonly SettingChange[]> {
  return (await executor.run<SettingChange>(LIST, [organisationId])).rows;
}

const SAVE_APPEARANCE = statement(
  'save-appearance',
  `UPDATE organisation SET accent = $2, logo = $3, factor_roles = $4 WHERE id = $1`,
);

export async function saveAppearance(
  executor: Executor,
  id: string,
  looks: { readonly accent: string | null; readonly logo: string | null; readonly factorRoles: readonly string[] },
): Promise<void> {
  await executor.run(SAVE_APPEARANCE, [id, looks.accent, looks.logo, looks.factorRoles]);
}

const LOCK = statement(
  'lock-settings',
  `SELECT pg_advisory_xact_lock(hashtextextended('settings of ' || $1::text, 0))`,
);

const READ = statement(
  'read-settings',
  `SELECT id, slug, name, short_name AS "shortName", intake_addresses AS "intakeAddresses",
          postal_address AS "postalAddress", email, land, municipality, time_zone AS "timeZone",
          reference_prefix AS "referencePrefix", mail_content AS "mailContent", retention_days AS "retentionDays",
          authority, reminder_days AS "reminderDays", reminder_hour AS "reminderHour",
          ask_within_days AS "askWithinDays", address_form AS "addressForm", body_kind AS "bodyKind", deciding,
          imprint_url AS "imprintUrl", privacy_url AS "privacyUrl", accessibility_url AS "accessibilityUrl",
          confirms_mails AS "confirmsMails", own_target_days AS "ownTargetDays", joint_days AS "jointDays",
          breach_contacts AS "breachContacts", accent, logo, factor_roles AS "factorRoles"
   FROM organisation WHERE id = $1`,
);

/**
 * As they stand, and nobody else changes them until the transaction ends: two who change different fields at once both
 * get what they wanted. Not the lock of the row, which would count as a change where there is none.
 */
export async function lockedSettings(executor: Executor, id: string): Promise<Omit<Organisation, 'createdAt'>> {
  await executor.run(LOCK, [id]);
  const [row] = (await executor.run<Omit<Organisation, 'createdAt'>>(READ, [id])).rows;
  if (row === undefined) {
    throw new Error('no such organisation');
  }
  return row;
}
