import type { AddressForm } from '../domain/correspondence/kinds.js';
import { statement, type Executor } from '../platform/database/statement.js';
import type { OrganisationSettings, ProfileDesignation, ProfileInstruction } from './profile.js';

const SAVE_ORGANISATION = statement(
  'save-organisation',
  `INSERT INTO organisation (id, slug, name, short_name, postal_address, email, land, municipality, time_zone,
     reference_prefix, mail_content, retention_days, authority, created_at, reminder_days, reminder_hour,
     ask_within_days, address_form, body_kind, intake_addresses, deciding, imprint_url, privacy_url, accessibility_url,
     own_target_days, joint_days, breach_contacts, confirms_mails)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
     $25, $26, $27, $28)
   ON CONFLICT ON CONSTRAINT organisation_pkey DO UPDATE SET
     name = excluded.name, short_name = excluded.short_name, postal_address = excluded.postal_address,
     email = excluded.email, land = excluded.land, municipality = excluded.municipality,
     time_zone = excluded.time_zone, reference_prefix = excluded.reference_prefix,
     mail_content = excluded.mail_content, retention_days = excluded.retention_days, authority = excluded.authority,
     reminder_days = excluded.reminder_days, reminder_hour = excluded.reminder_hour,
     ask_within_days = excluded.ask_within_days, address_form = excluded.address_form,
     body_kind = excluded.body_kind, intake_addresses = excluded.intake_addresses, deciding = excluded.deciding,
     imprint_url = excluded.imprint_url, privacy_url = excluded.privacy_url,
     accessibility_url = excluded.accessibility_url, confirms_mails = excluded.confirms_mails,
     own_target_days = excluded.own_target_days, joint_days = excluded.joint_days,
     breach_contacts = excluded.breach_contacts`,
);

export async function saveOrganisation(
  executor: Executor,
  id: string,
  profile: OrganisationSettings,
  now: Date,
): Promise<void> {
  await executor.run(SAVE_ORGANISATION, [
    id,
    profile.slug,
    profile.name,
    profile.shortName,
    profile.postalAddress,
    profile.email,
    profile.land,
    profile.municipality,
    profile.timeZone,
    profile.referencePrefix,
    profile.mailContent,
    profile.retentionDays,
    JSON.stringify(profile.authority),
    now,
    profile.reminderDays,
    profile.reminderHour,
    profile.askWithinDays,
    profile.addressForm,
    profile.bodyKind,
    profile.intakeAddresses,
    profile.deciding === null ? null : JSON.stringify(profile.deciding),
    profile.imprintUrl,
    profile.privacyUrl,
    profile.accessibilityUrl,
    profile.ownTargetDays,
    profile.jointDays,
    profile.breachContacts,
    profile.confirmsMails,
  ]);
}

const SAVE_CHANNEL = statement(
  'save-channel',
  `INSERT INTO channel (id, organisation_id, slug, kind, label_de, label_en, position, active, address_form)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   ON CONFLICT ON CONSTRAINT channel_slug_key DO UPDATE SET kind = excluded.kind, label_de = excluded.label_de,
     label_en = excluded.label_en, position = excluded.position, active = excluded.active,
     address_form = coalesce(excluded.address_form, channel.address_form)`,
);

export interface ChannelRow {
  readonly id: string;
  readonly organisationId: string;
  readonly slug: string;
  readonly kind: string;
  readonly labelDe: string;
  readonly labelEn: string;
  readonly position: number;
  readonly active: boolean;
  /** Not given: it stays as it was. */
  readonly addressForm?: AddressForm | null;
}

export async function saveChannel(executor: Executor, channel: ChannelRow): Promise<void> {
  await executor.run(SAVE_CHANNEL, [
    channel.id,
    channel.organisationId,
    channel.slug,
    channel.kind,
    channel.labelDe,
    channel.labelEn,
    channel.position,
    channel.active,
    channel.addressForm ?? null,
  ]);
}

const END_DESIGNATION = statement(
  'end-designation',
  `UPDATE dpo_designation SET valid_until = $3 WHERE organisation_id = $1 AND deputy = $2 AND valid_until IS NULL`,
);

export async function endDesignation(
  executor: Executor,
  organisationId: string,
  deputy: boolean,
  at: Date,
): Promise<void> {
  await executor.run(END_DESIGNATION, [organisationId, deputy, at]);
}

const INSERT_DESIGNATION = statement(
  'insert-designation',
  `INSERT INTO dpo_designation
     (id, organisation_id, title_de, title_en, email, telephone, postal_address, deputy, valid_from, certificate)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

export async function insertDesignation(
  executor: Executor,
  place: { readonly id: string; readonly organisationId: string; readonly deputy: boolean; readonly validFrom: Date },
  designation: ProfileDesignation,
): Promise<void> {
  await executor.run(INSERT_DESIGNATION, [
    place.id,
    place.organisationId,
    designation.titleDe,
    designation.titleEn,
    designation.email,
    designation.telephone,
    designation.postalAddress,
    place.deputy,
    place.validFrom,
    designation.certificate ?? null,
  ]);
}

const INSERT_INSTRUCTION = statement(
  'insert-instruction',
  `INSERT INTO instruction (id, organisation_id, version, holds_from, text_de, text_en, handover_limit_minutes,
     forwarding_limit_seconds, takeover_limit_hours)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

export async function insertInstruction(
  executor: Executor,
  id: string,
  organisationId: string,
  instruction: ProfileInstruction,
): Promise<void> {
  await executor.run(INSERT_INSTRUCTION, [
    id,
    organisationId,
    instruction.version,
    instruction.holdsFrom,
    instruction.textDe,
    instruction.textEn,
    instruction.handoverLimitMinutes,
    instruction.forwardingLimitSeconds,
    instruction.takeoverLimitHours ?? null,
  ]);
}

const CONFIRM_INSTRUCTION = statement(
  'confirm-instruction',
  `INSERT INTO instruction_confirmation (instruction_id, organisation_id, user_id, confirmed_at)
   VALUES ($1, $2, $3, $4) ON CONFLICT ON CONSTRAINT instruction_confirmation_pkey DO NOTHING`,
);

/** False when this user had confirmed this version before. */
export async function confirmInstruction(
  executor: Executor,
  confirmation: { instructionId: string; organisationId: string; userId: string; at: Date },
): Promise<boolean> {
  const { count } = await executor.run(CONFIRM_INSTRUCTION, [
    confirmation.instructionId,
    confirmation.organisationId,
    confirmation.userId,
    confirmation.at,
  ]);
  return count === 1;
}
