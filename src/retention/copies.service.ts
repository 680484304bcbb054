import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../domain/problem.js';
import { actsAs, systemActor, type Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { uuidv7 } from '../platform/ids.js';
import { mustBeDpo } from '../requests/request/permission.js';
import { RightsRequestsRepository } from '../requests/request/rights-requests.repository.js';
import { copiesOf, markCopyDeleted, noteCopies, openCopies, type CopyRow, type OpenCopy } from './copies.sql.js';

const LISTED = 200;

/** Both null: it is there, as far as is known, and may still be needed. */
export type ChannelCopy = Pick<CopyRow, 'dueAt' | 'deletedAt'>;

/** Where content of a request lies outside this program, and who says that it is gone. */
@Injectable()
export class CopiesService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Every place it went to. @throws Refusal not-allowed */
  async ofRequest(actor: Actor, id: string): Promise<readonly CopyRow[]> {
    if (!actsAs(actor, 'dpo', 'auditor', 'system')) {
      refuse('not-allowed', {});
    }
    return this.database.ask(systemActor(actor.organisationId), (executor) => copiesOf(executor, id));
  }

  /**
   * The message on the channel: since when it should be gone, and when somebody said that they deleted it. Undefined: the
   * channel keeps none (telephone, conversation, letter), or whoever asks does not see the request.
   */
  async onChannel(actor: Actor, id: string): Promise<ChannelCopy | undefined> {
    const seen = await this.database.ask(actor, (executor) => this.requests.find(executor, id));
    if (seen === undefined) {
      return undefined;
    }
    const inside = systemActor(actor.organisationId);
    const copies = await this.database.ask(inside, (executor) => copiesOf(executor, id));
    return copies.find(({ place }) => place === 'platform');
  }

  /** Those that nobody has confirmed as deleted; staff get those on the platforms of their own hand-overs. */
  async open(actor: Actor): Promise<readonly OpenCopy[]> {
    return this.database.ask(actor, (executor) => openCopies(executor, actor.organisationId, LISTED));
  }

  /** Messages on the channels that staff handed over themselves, and that have to be deleted there now. */
  async toDeleteOnChannels(actor: Actor): Promise<readonly OpenCopy[]> {
    return actsAs(actor, 'staff') ? this.open({ ...actor, roles: ['staff'] }) : [];
  }

  /** Somebody says that they deleted it. Once said, it is said. @throws Refusal not-allowed, not-found */
  async confirm(actor: Actor, copy: string): Promise<void> {
    const user = mustBeDpo(actor);
    await this.auditLog.transact(actor, async (transaction) => {
      const marked = await markCopyDeleted(transaction, copy, transaction.now, 'person');
      if (marked === undefined) {
        return refuse('not-found', {});
      }
      const { rightsRequestId, place } = marked;
      if (place === 'platform') {
        return transaction.record('channel.copy-deleted', { user }, { rightsRequestId });
      }
      return transaction.record('copy.deleted', { copy, place, by: 'person' }, { rightsRequestId });
    });
  }

  /**
   * Whoever handed a message over, or the DPO, says that it is deleted on the platform. Twice is once.
   * @throws Refusal not-allowed, not-found
   */
  async confirmPlatform(actor: Actor, id: string): Promise<void> {
    const user = actor.userId;
    if (!actsAs(actor, 'dpo', 'staff') || user === null) {
      return refuse('not-allowed', {});
    }
    // Of others' hand-overs staff see nothing.
    const seen = await this.database.ask(actor, (executor) => this.requests.find(executor, id));
    if (seen === undefined) {
      return refuse('not-found', {});
    }
    await this.auditLog.transact({ ...actor, roles: ['system'] }, async (transaction) => {
      const place = { organisationId: actor.organisationId, id };
      await noteCopies(transaction, place, ['platform'], () => uuidv7(this.clock.now().getTime()));
      const copies = await copiesOf(transaction, id);
      const platform = copies.find(({ place }) => place === 'platform');
      if (platform?.id == null || platform.deletedAt !== null) {
        return;
      }
      await markCopyDeleted(transaction, platform.id, transaction.now, 'person');
      transaction.record('channel.copy-deleted', { user }, { rightsRequestId: id });
    });
  }
}
