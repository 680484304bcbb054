import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Database } from '../../platform/database/database.js';
import { markAcknowledged, noteMistake } from './commands.sql.js';
import { CONTENT_FIELD, type AttachmentRecord, type RequestContent } from '../sealed/content.js';
import { isUuid } from '../../platform/ids.js';
import { findAllSealed, findSealed, findWithLateReason, refuseUnsealed } from '../sealed/sealed-fields.sql.js';
import type { Opening } from '../sealed/sealed-payload.js';
import { mustAllow, mustBeDpo } from './permission.js';
import {
  RightsRequestsRepository,
  type HandoverCursor,
  type RightsRequestRow,
  type WorklistCursor,
  type WorklistFilter,
  type WorklistSort,
} from './rights-requests.repository.js';
import { RequestVault } from '../sealed/request-vault.js';

export interface OpenedAttachment {
  readonly record: AttachmentRecord;
  readonly bytes: Buffer;
}

/** Reading requests and moving them on. What an actor may not see does not exist for them. */
@Injectable()
export class RequestsService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
    @Inject(RequestVault) private readonly vault: RequestVault,
  ) {}

  /** @throws Refusal not-found */
  async get(actor: Actor, id: string): Promise<RightsRequestRow> {
    const found = await this.database.ask(actor, (executor) => this.requests.find(executor, id));
    return found ?? refuse('not-found', {});
  }

  /** By its reference or its id. @throws Refusal not-found */
  async byName(actor: Actor, name: string): Promise<RightsRequestRow> {
    const id = isUuid(name)
      ? name
      : await this.database.ask(actor, (executor) => this.requests.findId(executor, actor.organisationId, name));
    return this.get(actor, id ?? refuse('not-found', {}));
  }

  async worklist(
    actor: Actor,
    filter: WorklistFilter,
    cursor: WorklistCursor | undefined,
    limit: number,
    sort?: WorklistSort,
  ): Promise<readonly RightsRequestRow[]> {
    return this.database.read(actor, ({ manager }) =>
      this.requests.worklist(manager, actor.organisationId, filter, cursor, limit, sort),
    );
  }

  async ownHandovers(
    actor: Actor,
    cursor: HandoverCursor | undefined,
    limit: number,
  ): Promise<readonly RightsRequestRow[]> {
    const userId = actor.userId ?? refuse('not-allowed', {});
    return this.database.read(actor, ({ manager }) =>
      this.requests.handedOverBy(manager, actor.organisationId, userId, cursor, limit),
    );
  }

  /** How many forwardings raise the alarm now. */
  async countLate(actor: Actor): Promise<number> {
    return this.database.read(actor, async ({ manager, now }) => this.requests.countLate(manager, await now));
  }

  /** Opens the content for the DPO; the reading itself is an entry. @throws Refusal not-allowed, not-found, content-erased */
  async readContent(actor: Actor, id: string): Promise<RequestContent> {
    const { result } = await this.auditLog.transact(actor, (transaction) => this.openRecorded(transaction, id));
    return result;
  }

  /**
   * The reasons that staff gave for handing these over late, opened; each opening is an entry. Without those handed over
   * in time, and those whose content is erased. @throws Refusal not-allowed
   */
  async readLateReasons(actor: Actor, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    mustBeDpo(actor);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const reasons = new Map<string, string>();
      for (const { id } of await findWithLateReason(transaction, ids, CONTENT_FIELD)) {
        reasons.set(id, (await this.openRecorded(transaction, id)).lateReason);
      }
      return reasons;
    });
    return result;
  }

  /** One original file. @throws Refusal not-allowed, not-found, content-erased */
  async readAttachment(actor: Actor, id: string, field: string): Promise<OpenedAttachment> {
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const content = await this.openRecorded(transaction, id);
      const record = content.attachments.find((attachment) => attachment.field === field) ?? refuse('not-found', {});
      const request = await this.vault.open(transaction, { organisationId: actor.organisationId, rightsRequestId: id });
      return { record, bytes: await request.readBytes(transaction, field) };
    });
    return result;
  }

  /**
   * Opens what the log has committed to, so that others can be shown it; the reading is an entry. Internal notes stay
   * inside unless they are asked for.
   * @throws Refusal not-allowed, not-found
   */
  async disclose(actor: Actor, id: string, notes = false): Promise<readonly Opening[]> {
    const userId = mustBeDpo(actor);
    await this.get(actor, id);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const sealed = await findAllSealed(transaction, id, notes);
      if (sealed.length > 0) {
        transaction.record('content.read', { user: userId, purpose: 'disclosure' }, { rightsRequestId: id });
      }
      const place = { organisationId: actor.organisationId, rightsRequestId: id };
      return sealed.map(({ field, ciphertext, ...key }) => this.vault.with(place, key).opening(field, ciphertext));
    });
    return result;
  }

  /** The DPO takes the request over (Übernahme). Doing it twice changes nothing. */
  async acknowledge(actor: Actor, id: string, expectedVersion?: number): Promise<RightsRequestRow> {
    const userId = mustBeDpo(actor);
    const request = await this.get(actor, id);
    if (request.state === 'acknowledged') {
      return request;
    }
    await this.auditLog.transact(actor, async (transaction) => {
      mustAllow('acknowledge', request, transaction.now, expectedVersion);
      if (!(await markAcknowledged(transaction, request, transaction.now, userId))) {
        refuse('version-conflict', { current: request.version + 1 });
      }
      transaction.record('request.acknowledged', { user: userId }, { rightsRequestId: id });
    });
    return this.get(actor, id);
  }

  /**
   * Whoever handed it over says that it was a mistake: a remark. Nobody but the DPO examines whether it is a request, so
   * it stays open, and is forwarded, until they have looked.
   */
  async withdraw(actor: Actor, id: string, expectedVersion?: number): Promise<RightsRequestRow> {
    const request = await this.get(actor, id);
    if (actor.userId === null || request.handedOverBy !== actor.userId) {
      refuse('not-allowed', {});
    }
    await this.auditLog.transact(actor, async (transaction) => {
      mustAllow('note-mistake', request, transaction.now, expectedVersion);
      if (!(await noteMistake(transaction, request, transaction.now))) {
        refuse('version-conflict', { current: request.version + 1 });
      }
      const within = Math.round((transaction.now.getTime() - request.recordedAt.getTime()) / 1_000);
      transaction.record('request.mistake-noted', { within }, { rightsRequestId: id });
    });
    return this.get(actor, id);
  }

  private async openRecorded(transaction: AuditTransaction, id: string): Promise<RequestContent> {
    const { actor } = transaction;
    const userId = mustBeDpo(actor);
    const sealed = (await findSealed(transaction, id, CONTENT_FIELD)) ?? (await refuseUnsealed(transaction, id));
    transaction.record('content.read', { user: userId, purpose: 'casework' }, { rightsRequestId: id });
    const place = { organisationId: actor.organisationId, rightsRequestId: id };
    return this.vault.with(place, sealed).opened<RequestContent>(CONTENT_FIELD, sealed.ciphertext);
  }
}
