import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Database } from '../../platform/database/database.js';
import { MailReader } from '../../platform/mail/mail-reader.js';
import { BudgetExceeded } from '../../platform/untrusted/budget.js';
import { Vault, type DataKey } from '../../platform/vault/vault.js';
import { MessageIntake } from '../../requests/correspondence/message-intake.js';
import { contentField, originalField } from '../../requests/correspondence/message-content.js';
import { mustBeDpo } from '../../requests/request/permission.js';
import { RightsRequestsRepository } from '../../requests/request/rights-requests.repository.js';
import { openCommitted } from '../../requests/sealed/sealed-payload.js';
import { MailRecorder } from './mail-recorder.js';
import { ORIGINAL_FIELD, SUMMARY_FIELD, type MailSummary } from './tray.js';
import {
  countOpen,
  dropMessage,
  findInbound,
  inboundMails,
  originalOf,
  reopenInbound,
  settleInbound,
  type InboundRow,
} from './tray.sql.js';

const SHOWN = 100;

/** A mail of the tray as its list shows it. */
export interface TrayMail extends Omit<InboundRow, 'epoch' | 'wrapped' | 'summary'>, MailSummary {}

export interface OpenedMail extends TrayMail {
  /** Undefined: cannot be read within its budget, or there is but its head; the original has it. */
  readonly mail: Awaited<ReturnType<MailReader['read']>> | undefined;
}

/** What the DPO does with mails that nobody could put where they belong. Each reading is an entry. */
@Injectable()
export class TrayDesk {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(MailReader) private readonly mails: MailReader,
    @Inject(MessageIntake) private readonly messages: MessageIntake,
    @Inject(MailRecorder) private readonly recorder: MailRecorder,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
  ) {}

  /** Newest first, at most 100: those that wait, or those dealt with lately. @throws Refusal not-allowed */
  async list(actor: Actor, open: boolean): Promise<readonly TrayMail[]> {
    const user = mustBeDpo(actor);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const rows = await inboundMails(transaction, actor.organisationId, open, SHOWN);
      if (rows.length > 0) {
        transaction.record('mail.read', { user, mails: rows.length });
      }
      return rows;
    });
    return result.map((row) => this.opened(actor, row));
  }

  /** How many wait. @throws Refusal not-allowed */
  async count(actor: Actor): Promise<number> {
    mustBeDpo(actor);
    return this.database.ask(actor, (executor) => countOpen(executor, actor.organisationId));
  }

  /** @throws Refusal not-allowed, not-found */
  async read(actor: Actor, id: string): Promise<OpenedMail> {
    const { row, raw } = await this.readBytes(actor, id);
    const mail = row.why === 'too-large' || row.why === 'over-budget' ? undefined : await this.readable(raw);
    return { ...this.opened(actor, row), mail };
  }

  /** As it came. @throws Refusal not-allowed, not-found */
  async original(actor: Actor, id: string): Promise<Buffer> {
    return (await this.readBytes(actor, id)).raw;
  }

  /** @param reference of the case. @throws Refusal not-allowed, not-found, invalid-input (reference), content-erased */
  async putToCase(actor: Actor, id: string, reference: string): Promise<string> {
    const user = mustBeDpo(actor);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const { row, raw } = await this.openMail(transaction, id);
      const rightsRequestId = await this.requests.findId(transaction, actor.organisationId, reference);
      if (rightsRequestId === undefined) {
        return refuse('invalid-input', { fields: [{ field: 'reference', code: 'unknown-value' }] });
      }
      const message = await this.messages.put(transaction, rightsRequestId, { raw, at: row.arrivedAt });
      await this.settle(transaction, id, { state: 'in-case', rightsRequestId, messageId: message, user });
      transaction.record('mail.put-to-case', { mail: id, message, user }, { rightsRequestId });
      return rightsRequestId;
    });
    return result;
  }

  /** Forwarded at once like any other; received when the mail server got it. @throws Refusal not-allowed, not-found, invalid-input, no-designation */
  async makeRequest(actor: Actor, id: string): Promise<string> {
    const user = mustBeDpo(actor);
    const { row, raw } = await this.readBytes(actor, id);
    const { row: made } = await this.recorder.record(
      actor,
      { raw, at: row.arrivedAt },
      async (transaction, rightsRequestId) => {
        await this.settle(transaction, id, { state: 'new-case', rightsRequestId, messageId: null, user });
        transaction.record('mail.made-request', { mail: id, user }, { rightsRequestId });
      },
    );
    return made.id;
  }

  /** None of ours. @throws Refusal not-allowed, not-found */
  async setAside(actor: Actor, id: string): Promise<void> {
    const user = mustBeDpo(actor);
    await this.auditLog.transact(actor, async (transaction) => {
      await this.settle(transaction, id, { state: 'set-aside', rightsRequestId: null, messageId: null, user });
      transaction.record('mail.set-aside', { mail: id, user });
    });
  }

  /** It waits again, and is gone from the case it had been put to. @throws Refusal not-allowed, not-found, undo-too-late */
  async takeBack(actor: Actor, id: string): Promise<void> {
    const user = mustBeDpo(actor);
    await this.auditLog.transact(actor, async (transaction) => {
      const row = (await findInbound(transaction, actor.organisationId, id)) ?? refuse('not-found', {});
      const { state, rightsRequestId, caseMessageId: messageId } = row;
      if (state !== 'in-case' && state !== 'set-aside') {
        return refuse('undo-too-late', {});
      }
      if (!(await reopenInbound(transaction, actor.organisationId, id, state))) {
        return refuse('undo-too-late', {});
      }
      const facts = { mail: id, from: state, user };
      if (state === 'in-case' && rightsRequestId !== null && messageId !== null) {
        await dropMessage(transaction, rightsRequestId, messageId, [contentField(messageId), originalField(messageId)]);
        transaction.record('mail.taken-back', { ...facts, message: messageId }, { rightsRequestId });
      } else {
        transaction.record('mail.taken-back', facts);
      }
    });
  }

  private async settle(
    transaction: AuditTransaction,
    id: string,
    {
      user,
      ...put
    }: {
      state: 'in-case' | 'new-case' | 'set-aside';
      rightsRequestId: string | null;
      messageId: string | null;
      user: string;
    },
  ): Promise<void> {
    const place = { organisationId: transaction.actor.organisationId, id };
    if (!(await settleInbound(transaction, place, { ...put, at: transaction.now, by: user }))) {
      refuse('not-found', {});
    }
  }

  private async readBytes(actor: Actor, id: string): Promise<{ readonly row: InboundRow; readonly raw: Buffer }> {
    const user = mustBeDpo(actor);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const opened = await this.openMail(transaction, id);
      transaction.record('mail.read', { user, mails: 1, mail: id });
      return opened;
    });
    return result;
  }

  private async openMail(transaction: AuditTransaction, id: string) {
    const { organisationId } = transaction.actor;
    const row = (await findInbound(transaction, organisationId, id)) ?? refuse('not-found', {});
    const sealed = (await originalOf(transaction, organisationId, id)) ?? refuse('not-found', {});
    const place = { organisation: organisationId, request: id, field: ORIGINAL_FIELD };
    return { row, raw: this.vault.open(this.keyOf(transaction.actor, row), place, sealed) };
  }

  private opened(actor: Actor, { epoch, wrapped, summary, ...row }: InboundRow): TrayMail {
    const place = { organisation: actor.organisationId, request: row.id, field: SUMMARY_FIELD };
    const key = this.keyOf(actor, { ...row, epoch, wrapped, summary });
    const { payload } = openCommitted(this.vault, key, place, summary ?? refuse('not-found', {}));
    return { ...row, ...(payload as MailSummary) };
  }

  private keyOf({ organisationId }: Actor, { id, epoch, wrapped }: InboundRow): DataKey {
    return epoch === null || wrapped === null
      ? refuse('not-found', {})
      : this.vault.unwrap({ epoch, wrapped }, organisationId, id);
  }

  private async readable(raw: Buffer): Promise<OpenedMail['mail']> {
    try {
      return await this.mails.read(raw);
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) {
        throw error;
      }
      return undefined;
    }
  }
}
