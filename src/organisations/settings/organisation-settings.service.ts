import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson } from '../../domain/log/canonical-json.js';
import { SETTINGS, type SettingName } from '../../domain/log/events/organisation.js';
import { USER_ROLES } from '../../domain/user-role.js';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import { actsAs, type Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { uuidv7 } from '../../platform/ids.js';
import { accentProblem, logoProblem } from './appearance.js';
import { OrganisationsRepository } from '../organisations.repository.js';
import { hashOf, seatOf, settingsOf } from '../organisations.service.js';
import { saveOrganisation } from '../organisations.sql.js';
import type { Organisation } from '../organisation.entity.js';
import { parseSettings, type OrganisationSettings } from '../profile.js';
import {
  insertChange,
  listChanges,
  lockedSettings,
  saveAppearance,
  type SettingChange,
} from './setting-changes.sql.js';

export type { SettingChange } from './setting-changes.sql.js';

/** Roles for which a second factor can be demanded. */
export const FACTOR_ROLES = USER_ROLES;

/** The short name in addresses and the log stays: proofs rest on it. The others are set by the profile alone. */
type FixedSettings = 'slug' | 'referencePrefix' | 'retentionDays' | 'ownTargetDays' | 'jointDays' | 'breachContacts';

/** What can be set by page and API. */
export type ChangeableSettings = Omit<OrganisationSettings, FixedSettings> & {
  readonly accent: string | null;
  readonly logo: string | null;
  readonly factorRoles: readonly string[];
};

/** Fields that are to change, as a form or a program brought them. */
export type WantedSettings = { readonly [K in keyof ChangeableSettings]?: unknown };

/** The organisation's own settings, field by field: each change is an entry and stands in a list with what was there before. */
@Injectable()
export class OrganisationSettingsService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async of(actor: Actor): Promise<ChangeableSettings> {
    const organisation = await this.database.read(actor, ({ manager }) =>
      this.organisations.get(manager, actor.organisationId),
    );
    return changeable(organisation);
  }

  /**
   * Nothing is written unless all of it can be. What is as it was is no change.
   * @returns the names of what changed
   * @throws Refusal not-allowed, invalid-input
   */
  async change(actor: Actor, wanted: WantedSettings): Promise<readonly SettingName[]> {
    mustAdminister(actor);
    const { result } = await this.auditLog.transact({ ...actor, roles: ['system'] }, async (transaction) => {
      const before = await lockedSettings(transaction, actor.organisationId);
      const [from, to] = [changeable(before), { ...changeable(before), ...wanted }];
      const { accent, logo, factorRoles, ...own } = to;
      const { settings, problems } = parseSettings({ ...before, ...own });
      const all = [...problems, ...accentProblem(accent), ...logoProblem(logo), ...rolesProblem(factorRoles)];
      if (all.length > 0) {
        return refuse('invalid-input', { fields: all });
      }
      const looks = { accent, logo, factorRoles } as Pick<ChangeableSettings, 'accent' | 'logo' | 'factorRoles'>;
      const after: ChangeableSettings = { ...settings, ...looks };
      const changed = SETTING_NAMES.filter((name) => canonicalJson(from[name]) !== canonicalJson(after[name]));
      if (changed.length > 0) {
        await saveOrganisation(transaction, before.id, settings, transaction.now);
        await saveAppearance(transaction, before.id, looks);
        await this.note(transaction, actor, changed, from, after);
        transaction.record('organisation.changed', { profile: hashOf(settingsOf(settings)), ...seatOf(settings) });
      }
      return changed;
    });
    return result;
  }

  /** Newest first. @throws Refusal not-allowed */
  async changes(actor: Actor): Promise<readonly SettingChange[]> {
    if (!actsAs(actor, 'admin', 'dpo', 'auditor', 'system')) {
      return refuse('not-allowed', {});
    }
    return this.database.read(actor, (transaction) => listChanges(transaction, actor.organisationId));
  }

  private async note(
    transaction: AuditTransaction,
    actor: Actor,
    changed: readonly (keyof ChangeableSettings)[],
    from: ChangeableSettings,
    after: ChangeableSettings,
  ): Promise<void> {
    for (const setting of changed) {
      const [old, fresh] = [canonicalJson(shown(from[setting])), canonicalJson(shown(after[setting]))];
      await insertChange(transaction, {
        id: uuidv7(this.clock.now().getTime()),
        organisationId: actor.organisationId,
        at: transaction.now,
        userId: actor.userId,
        ...{ setting, before: old, after: fresh },
      });
      const hashes = { before: hashOf(from[setting] ?? null), after: hashOf(after[setting] ?? null) };
      transaction.record('setting.changed', { setting, ...hashes });
    }
  }
}

/** Mail servers and time stamps are set for the installation, not for an organisation. */
const OF_THE_INSTALLATION: readonly SettingName[] = ['outgoingMail', 'incomingMail', 'timeStamps'];

export const SETTING_NAMES = SETTINGS.filter((name) => !OF_THE_INSTALLATION.includes(name)) as readonly (SettingName &
  keyof ChangeableSettings)[];

function changeable(organisation: Omit<Organisation, 'createdAt'>): ChangeableSettings {
  const entries = SETTING_NAMES.map((name) => [name, organisation[name]] as const);
  return Object.fromEntries(entries) as unknown as ChangeableSettings;
}

/** A picture would fill the list of changes: its size tells enough beside its hash in the log. */
function shown(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith('data:') ? `PNG, ${value.length} B` : (value ?? null);
}

function rolesProblem(roles: unknown): readonly FieldProblem[] {
  const known = Array.isArray(roles) && roles.every((role) => (FACTOR_ROLES as readonly unknown[]).includes(role));
  return known ? [] : [{ field: 'factorRoles', code: 'unknown-value' }];
}

/** @throws Refusal not-allowed */
function mustAdminister(actor: Actor): void {
  if (!actsAs(actor, 'admin', 'system')) {
    refuse('not-allowed', {});
  }
}
