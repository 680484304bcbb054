import { Inject, Injectable } from '@nestjs/common';
import { CHANNEL_KINDS, type ChannelKind } from '../../domain/channel-kind.js';
import type { AddressForm } from '../../domain/correspondence/kinds.js';
import { addDays, civilDateIn, parseCivilDate } from '../../domain/civil-date.js';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import { actsAs, type Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { uuidv7 } from '../../platform/ids.js';
import { isMailAddress } from '../../platform/mail/compose.js';
import { OrganisationsRepository } from '../organisations.repository.js';
import { OrganisationsService, textHash } from '../organisations.service.js';
import { insertInstruction, saveChannel } from '../organisations.sql.js';
import type { ProfileDesignation } from '../profile.js';
import {
  channelKeepers,
  confirmationsOf,
  keepChannel,
  lookedAt,
  unreadInstruction,
  type ChannelKeeper,
  type Confirmation,
} from './settings.sql.js';

export type { ChannelKeeper, Confirmation } from './settings.sql.js';

export interface ChannelSettings {
  /** Null: a new one. */
  readonly id: string | null;
  readonly kind: ChannelKind;
  readonly labelDe: string;
  readonly labelEn: string;
  readonly active: boolean;
  /** Users who look after it; null: nobody named. */
  readonly ownerId: string | null;
  readonly deputyId: string | null;
  /** How people who write there are addressed in German; null: as everywhere. */
  readonly addressForm?: AddressForm | null;
}

export interface NewInstruction {
  readonly textDe: string;
  readonly textEn: string;
  /** The day from which it holds, not before today (YYYY-MM-DD). */
  readonly holdsFrom: string;
  readonly handoverLimitMinutes: number;
  readonly forwardingLimitSeconds: number;
  /** Until the DPO takes over; undefined: no limit. */
  readonly takeoverLimitHours?: number | undefined;
}

const LABEL_LIMIT = 60;
const TEXT_LIMIT = 20_000;

/** What administrators set up without a file: each change is an entry, and takes effect with the next request. */
@Injectable()
export class SettingsService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(OrganisationsService) private readonly service: OrganisationsService,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Version of the instruction in force that the acting user has not confirmed; undefined: nothing to read. */
  async unread(actor: Actor): Promise<number | undefined> {
    const { organisationId, userId } = actor;
    return userId === null
      ? undefined
      : this.database.ask(actor, (executor) => unreadInstruction(executor, organisationId, userId));
  }

  /** Who looks after which channel, and when they last said so. */
  async keepers(actor: Actor): Promise<ReadonlyMap<string, ChannelKeeper>> {
    const rows = await this.database.read(actor, (transaction) => channelKeepers(transaction, actor.organisationId));
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** @throws Refusal not-allowed, not-found, invalid-input */
  async saveChannel(actor: Actor, wanted: ChannelSettings): Promise<void> {
    mustAdminister(actor);
    const problems: FieldProblem[] = [
      ...labelProblems('labelDe', wanted.labelDe),
      ...labelProblems('labelEn', wanted.labelEn),
      ...(CHANNEL_KINDS.includes(wanted.kind) ? [] : [{ field: 'kind', code: 'unknown-value' } as const]),
      ...(wanted.ownerId !== null && wanted.ownerId === wanted.deputyId
        ? [{ field: 'deputyId', code: 'only-one-of-these' } as const]
        : []),
    ];
    if (problems.length > 0) {
      refuse('invalid-input', { fields: problems });
    }
    const { organisationId } = actor;
    const known = await this.database.read(actor, ({ manager }) =>
      this.organisations.channels(manager, organisationId),
    );
    const before = wanted.id === null ? undefined : known.find(({ id }) => id === wanted.id);
    if (wanted.id !== null && before === undefined) {
      refuse('not-found', {});
    }
    const id = before?.id ?? uuidv7(this.clock.now().getTime());
    const slug = before?.slug ?? `${wanted.kind}-${id.slice(-8)}`;
    const position = before?.position ?? known.length;
    const { kind, labelDe, labelEn, active, ownerId, deputyId, addressForm = before?.addressForm ?? null } = wanted;
    const byPage = before?.byPage ?? true;
    await this.auditLog.transact(actor, async (transaction) => {
      await saveChannel(transaction, { id, organisationId, slug, kind, labelDe, labelEn, position, active });
      await keepChannel(transaction, { id, organisationId, ownerId, deputyId, addressForm, byPage });
      transaction.record(before === undefined ? 'channel.added' : 'channel.changed', {
        ...{ channel: id, kind, active },
        ...(ownerId === null ? {} : { owner: ownerId }),
        ...(deputyId === null ? {} : { deputy: deputyId }),
      });
    });
  }

  /** The owner or deputy states that whatever came in there has been handed over. @throws Refusal not-found */
  async looked(actor: Actor, channelId: string): Promise<void> {
    const keeper = (await this.keepers(actor)).get(channelId);
    const userId = actor.userId;
    if (keeper === undefined || userId === null || (keeper.ownerId !== userId && keeper.deputyId !== userId)) {
      return refuse('not-found', {});
    }
    await this.auditLog.transact(actor, async (transaction) => {
      await lookedAt(transaction, channelId, actor.organisationId, transaction.now);
      transaction.record('channel.stated-clear', { channel: channelId, user: userId });
    });
  }

  /** A deputy may be left without a successor, the DPO not. @throws Refusal not-allowed, invalid-input */
  async designate(actor: Actor, designation: ProfileDesignation | null, deputy: boolean): Promise<void> {
    mustAdminister(actor);
    if (designation === null && !deputy) {
      return refuse('last-of-role', { role: 'dpo' });
    }
    if (designation !== null) {
      const empty = (['titleDe', 'titleEn', 'telephone', 'postalAddress'] as const)
        .filter((field) => designation[field].trim() === '')
        .map((field) => ({ field, code: 'required' as const }));
      const email = isMailAddress(designation.email) ? [] : [{ field: 'email', code: 'not-an-address' as const }];
      if (empty.length + email.length > 0) {
        refuse('invalid-input', { fields: [...empty, ...email] });
      }
    }
    await this.service.designate(actor, designation, deputy);
  }

  /** A new version; who confirmed an older one is asked again once it holds. @throws Refusal not-allowed, invalid-input */
  async issueInstruction(actor: Actor, wanted: NewInstruction): Promise<void> {
    mustAdminister(actor);
    const { organisationId } = actor;
    const [organisation, latest] = await this.database.read(actor, async ({ manager }) => [
      await this.organisations.get(manager, organisationId),
      await this.organisations.latestInstruction(manager, organisationId),
    ]);
    const today = civilDateIn(this.clock.now(), organisation.timeZone);
    const holdsFrom = parseCivilDate(wanted.holdsFrom);
    const problems: FieldProblem[] = [
      ...bodyProblems('textDe', wanted.textDe),
      ...bodyProblems('textEn', wanted.textEn),
      ...range('handoverLimitMinutes', wanted.handoverLimitMinutes, 43_200),
      ...range('forwardingLimitSeconds', wanted.forwardingLimitSeconds, 86_400),
      ...(wanted.takeoverLimitHours === undefined ? [] : range('takeoverLimitHours', wanted.takeoverLimitHours, 720)),
      ...(holdsFrom === undefined ? [{ field: 'holdsFrom', code: 'not-a-date' } as const] : []),
      ...(holdsFrom !== undefined && holdsFrom < today
        ? [{ field: 'holdsFrom', code: 'before-start', limit: today } as const]
        : []),
      ...(holdsFrom !== undefined && holdsFrom > addDays(today, 3_650)
        ? [{ field: 'holdsFrom', code: 'too-far-ahead', limit: addDays(today, 3_650) } as const]
        : []),
    ];
    if (problems.length > 0 || holdsFrom === undefined) {
      return refuse('invalid-input', { fields: problems });
    }
    const id = uuidv7(this.clock.now().getTime());
    const { textDe, textEn, handoverLimitMinutes, forwardingLimitSeconds, takeoverLimitHours } = wanted;
    const version = (latest?.version ?? 0) + 1;
    const limits = {
      handoverLimitMinutes,
      forwardingLimitSeconds,
      ...(takeoverLimitHours === undefined ? {} : { takeoverLimitHours }),
    };
    await this.auditLog.transact(actor, async (transaction) => {
      await insertInstruction(transaction, id, organisationId, { version, holdsFrom, textDe, textEn, ...limits });
      const text = textHash(textDe, textEn);
      transaction.record('instruction.issued', { instruction: id, version, holdsFrom, text, ...limits });
    });
  }

  /** Every user with a role, and which version they confirmed last. By address, not by time: nobody is ranked. */
  async confirmations(actor: Actor): Promise<readonly Confirmation[]> {
    if (!actsAs(actor, 'admin', 'dpo', 'auditor', 'system')) {
      return refuse('not-allowed', {});
    }
    return this.database.read({ ...actor, roles: ['system'] }, (transaction) =>
      confirmationsOf(transaction, actor.organisationId),
    );
  }
}

/** @throws Refusal not-allowed */
function mustAdminister(actor: Actor): void {
  if (!actsAs(actor, 'admin', 'system')) {
    refuse('not-allowed', {});
  }
}

function labelProblems(field: string, label: string): readonly FieldProblem[] {
  return label.trim() === ''
    ? [{ field, code: 'required' }]
    : label.length > LABEL_LIMIT
      ? [{ field, code: 'too-long', limit: LABEL_LIMIT }]
      : [];
}

function bodyProblems(field: string, text: string): readonly FieldProblem[] {
  return text.trim() === ''
    ? [{ field, code: 'required' }]
    : text.length > TEXT_LIMIT
      ? [{ field, code: 'too-long', limit: TEXT_LIMIT }]
      : [];
}

function range(field: string, value: number, most: number): readonly FieldProblem[] {
  return Number.isInteger(value) && value >= 1 && value <= most ? [] : [{ field, code: 'not-a-number', limit: most }];
}
