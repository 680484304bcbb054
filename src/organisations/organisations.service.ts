import { Inject, Injectable } from '@nestjs/common';
import { DEFAULT_JOINT_DAYS, DEFAULT_OWN_TARGET_DAYS } from '../domain/deadlines/other-clocks.js';
import { canonicalJson } from '../domain/log/canonical-json.js';
import { sha256 } from '../domain/log/sha256.js';
import { commandLineActor, type Actor } from '../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../audit/audit-log.js';
import { createLog } from '../audit/log.sql.js';
import { Clock } from '../platform/clock.js';
import { violatedConstraint } from '../platform/database/sql-state.js';
import { Database } from '../platform/database/database.js';
import { uuidv7 } from '../platform/ids.js';
import { logTimeZone } from '../domain/log/time-zones.js';
import { civilDateIn } from '../domain/civil-date.js';
import { recipientsHash } from '../domain/forwarding/recipients-hash.js';
import { refuse } from '../domain/problem.js';
import type { Channel } from './channel.entity.js';
import type { DpoDesignation } from './dpo-designation.entity.js';
import { Organisation } from './organisation.entity.js';
import { OrganisationsRepository } from './organisations.repository.js';
import {
  confirmInstruction,
  endDesignation,
  insertDesignation,
  insertInstruction,
  saveChannel,
  saveOrganisation,
  type ChannelRow,
} from './organisations.sql.js';
import type { OrganisationProfile, OrganisationSettings, ProfileDesignation } from './profile.js';

/** What an import did: nothing is written, and nothing logged, for what was already so. */
export interface ImportResult {
  readonly organisationId: string;
  readonly created: boolean;
  readonly changes: number;
}

/** Who sets it up: somebody at the machine, or an operator by page. */
export type ImportedBy = Pick<Actor, 'label' | 'userId'>;

const COMMAND_LINE: ImportedBy = { label: 'cli', userId: null };

export interface PublicFace {
  readonly organisation: Organisation;
  readonly designation: DpoDesignation | null;
}

/** What an organisation has in force when an import begins. */
interface Standing {
  readonly organisation: Organisation | null;
  readonly channels: readonly Channel[];
  readonly designation: DpoDesignation | null;
  readonly deputy: DpoDesignation | null;
  readonly instructionVersion: number;
}

const NOTHING_STANDING: Standing = {
  organisation: null,
  channels: [],
  designation: null,
  deputy: null,
  instructionVersion: 0,
};

@Injectable()
export class OrganisationsService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Creates the organisation of a profile, or brings it to what the profile says; each change is a log entry. */
  async importProfile(profile: OrganisationProfile, by: ImportedBy = COMMAND_LINE): Promise<ImportResult> {
    const standing = await this.standing(profile.slug);
    const organisationId = standing.organisation?.id ?? this.newId();
    const actor = { ...commandLineActor(organisationId), ...by };
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      let changes = await this.importOrganisation(transaction, profile, standing);
      changes += await this.importChannels(transaction, profile, standing);
      changes += await this.importDesignation(transaction, profile.designation, false, standing.designation);
      changes += await this.importDesignation(transaction, profile.deputy, true, standing.deputy);
      changes += await this.importInstruction(transaction, profile, standing);
      return changes;
    });
    return { organisationId, created: standing.organisation === null, changes: result };
  }

  /** One that is new. @throws Refusal invalid-input (slug) where there is one of this short name */
  async create(profile: OrganisationProfile, by: ImportedBy = COMMAND_LINE): Promise<ImportResult> {
    const taken = () => refuse('invalid-input', { fields: [{ field: 'slug', code: 'name-taken' }] });
    if ((await this.standing(profile.slug)).organisation !== null) {
      return taken();
    }
    try {
      return await this.importProfile(profile, by);
    } catch (error) {
      // Two at once: the second one finds the first one's.
      if (violatedConstraint(error) === 'organisation_slug_key') {
        return taken();
      }
      throw error;
    }
  }

  async list(): Promise<readonly Organisation[]> {
    const nobody = { organisationId: null, userId: null, roles: [] };
    return this.database.read(nobody, ({ manager }) => this.organisations.list(manager));
  }

  /** Where there is one organisation only, nobody needs to name it. */
  async onlyOne(): Promise<Organisation | undefined> {
    const [first, ...others] = await this.list();
    return others.length === 0 ? first : undefined;
  }

  /** @throws Refusal not-found */
  async bySlug(slug: string): Promise<Organisation> {
    const nobody = { organisationId: null, userId: null, roles: [] };
    const found = await this.database.read(nobody, ({ manager }) => this.organisations.findBySlug(manager, slug));
    return found ?? refuse('not-found', {});
  }

  /** What anybody may know: whom it is, and how its data protection officer is reached (Art. 37(7) GDPR). @throws Refusal not-found */
  async publicFace(slug: string): Promise<PublicFace> {
    const organisation = await this.bySlug(slug);
    const anybody = { organisationId: organisation.id, userId: null, roles: [] };
    const designation = await this.database.read(anybody, ({ manager }) =>
      this.organisations.designationInForce(manager, organisation.id, false),
    );
    return { organisation, designation };
  }

  /**
   * A member of staff has read the version of the instruction that is in force. False: it is another one by now, which
   * nobody confirms unread.
   * @throws Refusal not-found
   */
  async confirmInstruction(actor: Actor, instructionId: string): Promise<boolean> {
    const userId = actor.userId ?? refuse('not-allowed', {});
    const { all, known } = await this.database.read(actor, async ({ manager, now }) => {
      const organisation = await this.organisations.get(manager, actor.organisationId);
      const today = civilDateIn(await now, organisation.timeZone);
      return {
        all: await this.organisations.instructions(manager, organisation.id),
        known: await this.organisations.instructionInForce(manager, organisation.id, today),
      };
    });
    if (known === null || !all.some(({ id }) => id === instructionId)) {
      return refuse('not-found', {});
    }
    if (known.id !== instructionId) {
      return false;
    }
    await this.auditLog.transact(actor, async (transaction) => {
      const confirmation = { instructionId, organisationId: actor.organisationId, userId, at: transaction.now };
      if (await confirmInstruction(transaction, confirmation)) {
        transaction.record('instruction.confirmed', {
          instruction: instructionId,
          version: known.version,
          user: userId,
        });
      }
    });
    return true;
  }

  /** Replaces the designation in force, of the DPO or the deputy, in one moment; null ends it. The same again is nothing. */
  async designate(actor: Actor, wanted: ProfileDesignation | null, deputy: boolean): Promise<void> {
    const before = await this.database.read(actor, ({ manager }) =>
      this.organisations.designationInForce(manager, actor.organisationId, deputy),
    );
    await this.auditLog.transact(actor, (transaction) => this.importDesignation(transaction, wanted, deputy, before));
  }

  private async standing(slug: string): Promise<Standing> {
    const nobody = { organisationId: null, userId: null, roles: [] };
    const organisation = await this.database.read(nobody, ({ manager }) =>
      this.organisations.findBySlug(manager, slug),
    );
    if (organisation === null) {
      return NOTHING_STANDING;
    }
    return this.database.read(commandLineActor(organisation.id), async ({ manager }) => ({
      organisation,
      channels: await this.organisations.channels(manager, organisation.id),
      designation: await this.organisations.designationInForce(manager, organisation.id, false),
      deputy: await this.organisations.designationInForce(manager, organisation.id, true),
      instructionVersion: (await this.organisations.latestInstruction(manager, organisation.id))?.version ?? 0,
    }));
  }

  private async importOrganisation(
    transaction: AuditTransaction,
    profile: OrganisationProfile,
    { organisation }: Standing,
  ): Promise<number> {
    const fingerprint = hashOf(settingsOf(profile));
    if (organisation !== null && hashOf(settingsOf(organisation)) === fingerprint) {
      return 0;
    }
    await saveOrganisation(transaction, transaction.actor.organisationId, profile, transaction.now);
    if (organisation === null) {
      await createLog(transaction, transaction.actor.organisationId);
      transaction.record('organisation.created', { slug: profile.slug, profile: fingerprint, ...seatOf(profile) });
    } else {
      transaction.record('organisation.changed', { profile: fingerprint, ...seatOf(profile) });
    }
    return 1;
  }

  private async importChannels(
    transaction: AuditTransaction,
    profile: OrganisationProfile,
    standing: Standing,
  ): Promise<number> {
    const { organisationId } = transaction.actor;
    const wanted = profile.channels.map((channel, position) => ({
      ...channel,
      organisationId,
      position,
      active: true,
    }));
    const gone = standing.channels
      .filter(({ active, byPage, slug }) => active && !byPage && !wanted.some((channel) => channel.slug === slug))
      .map((channel) => ({ ...channel, active: false }));
    let changes = 0;
    for (const channel of [...wanted, ...gone]) {
      const before = standing.channels.find(({ slug }) => slug === channel.slug);
      const row = { ...channel, id: before?.id ?? this.newId() };
      if (before !== undefined && sameChannel(before, row)) {
        continue;
      }
      await saveChannel(transaction, row);
      transaction.record(before === undefined ? 'channel.added' : 'channel.changed', {
        channel: row.id,
        kind: row.kind,
        active: row.active,
      });
      changes += 1;
    }
    return changes;
  }

  private async importDesignation(
    transaction: AuditTransaction,
    wanted: ProfileDesignation | null,
    deputy: boolean,
    before: DpoDesignation | null,
  ): Promise<number> {
    if (before !== null && wanted !== null && hashOf(designationOf(before)) === hashOf(designationOf(wanted))) {
      return 0;
    }
    const { organisationId } = transaction.actor;
    if (before !== null) {
      await endDesignation(transaction, organisationId, deputy, transaction.now);
      if (wanted === null) {
        transaction.record('designation.ended', { designation: before.id, deputy });
        return 1;
      }
    }
    if (wanted === null) {
      return 0;
    }
    const id = this.newId();
    await insertDesignation(transaction, { id, organisationId, deputy, validFrom: transaction.now }, wanted);
    transaction.record('designation.set', {
      designation: id,
      validFrom: transaction.now.toISOString(),
      recipients: recipientsHash([wanted.email]),
      deputy,
      ...(before === null ? {} : { replaces: before.id }),
    });
    return 1;
  }

  private async importInstruction(
    transaction: AuditTransaction,
    { instruction }: OrganisationProfile,
    { instructionVersion }: Standing,
  ): Promise<number> {
    if (instruction.version <= instructionVersion) {
      return 0;
    }
    const id = this.newId();
    await insertInstruction(transaction, id, transaction.actor.organisationId, instruction);
    transaction.record('instruction.issued', {
      instruction: id,
      version: instruction.version,
      holdsFrom: instruction.holdsFrom,
      text: textHash(instruction.textDe, instruction.textEn),
      handoverLimitMinutes: instruction.handoverLimitMinutes,
      forwardingLimitSeconds: instruction.forwardingLimitSeconds,
      ...(instruction.takeoverLimitHours === undefined ? {} : { takeoverLimitHours: instruction.takeoverLimitHours }),
    });
    return 1;
  }

  private newId(): string {
    return uuidv7(this.clock.now().getTime());
  }
}

/** Hash by which the log names the text of an instruction. */
export function textHash(textDe: string, textEn: string): string {
  return hashOf({ de: textDe, en: textEn });
}

export function hashOf(value: unknown): string {
  return Buffer.from(sha256(Buffer.from(canonicalJson(value)))).toString('base64');
}

export function settingsOf(from: OrganisationSettings | Organisation): unknown {
  const { slug, name, shortName, postalAddress, email, land, municipality, timeZone } = from;
  const { referencePrefix, mailContent, retentionDays, authority } = from;
  const { reminderDays, reminderHour, askWithinDays, addressForm, bodyKind, intakeAddresses, deciding } = from;
  const { confirmsMails } = from;
  const { imprintUrl, privacyUrl, accessibilityUrl, ownTargetDays, jointDays, breachContacts } = from;
  const pages = Object.entries({ imprintUrl, privacyUrl, accessibilityUrl }).filter(([, url]) => url !== null);
  return {
    ...{ slug, name, shortName, postalAddress, email, land, municipality, timeZone },
    ...{ referencePrefix, mailContent, retentionDays, authority, reminderDays, reminderHour, askWithinDays },
    // The usual form leaves the fingerprint of earlier imports as it was.
    ...(addressForm === 'sie' ? {} : { addressForm }),
    ...(bodyKind === 'public-land' ? {} : { bodyKind }),
    ...(intakeAddresses.length === 0 ? {} : { intakeAddresses }),
    ...(confirmsMails ? { confirmsMails } : {}),
    ...(ownTargetDays === DEFAULT_OWN_TARGET_DAYS ? {} : { ownTargetDays }),
    ...(jointDays === DEFAULT_JOINT_DAYS ? {} : { jointDays }),
    ...(breachContacts.length === 0 ? {} : { breachContacts }),
    ...(deciding === null ? {} : { deciding }),
    ...Object.fromEntries(pages),
  };
}

type Named = Omit<ProfileDesignation, 'certificate'> & { readonly certificate?: string | null };

function designationOf({ titleDe, titleEn, email, telephone, postalAddress, certificate }: Named): unknown {
  return { titleDe, titleEn, email, telephone, postalAddress, ...(certificate ? { certificate } : {}) };
}

function sameChannel(a: Omit<ChannelRow, 'id'>, b: Omit<ChannelRow, 'id'>): boolean {
  return (
    a.kind === b.kind &&
    a.labelDe === b.labelDe &&
    a.labelEn === b.labelEn &&
    a.position === b.position &&
    a.active === b.active &&
    (b.addressForm === undefined || a.addressForm === b.addressForm)
  );
}

/** By which verifiers count days and deadlines again. */
export function seatOf({ timeZone, land }: OrganisationSettings) {
  const told = logTimeZone(timeZone);
  return { land, ...(told === undefined ? {} : { timeZone: told }) };
}
