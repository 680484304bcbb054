import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Database } from '../../platform/database/database.js';
import { MailReader } from '../../platform/mail/mail-reader.js';
import type { ReadableMail } from '../../platform/mail/readable-mail.js';
import { BudgetExceeded } from '../../platform/untrusted/budget.js';
import { Vault, type DataKey } from '../../platform/vault/vault.js';
import { CONTENT_FIELD, openContent, type RequestContent } from '../sealed/content.js';
import { findSealed } from '../sealed/sealed-fields.sql.js';
import { mustBeDpo } from '../request/permission.js';
import { deleteDraft, findDraft, replaceDraft, saveDraft } from './message-drafts.sql.js';
import type { MessageDraft } from './correspondence.service.js';
import { draftBytes, draftFrom, openMessageFiles } from './message-files.js';
import {
  contentField,
  letterField,
  openMessage,
  originalField,
  type IncomingContent,
  type OutgoingContent,
} from './message-content.js';
import { findMessage, sealedMessages, threadOf, type MessageRow } from './messages.sql.js';

export interface ShownAttachment {
  readonly filename: string;
  readonly size: number;
}

export interface MessageFile {
  readonly filename: string;
  readonly content: Buffer;
}

/** One message of the thread with what it says. */
export interface ShownMessage extends MessageRow {
  readonly from: string;
  /** Mail address, or lines of the address window. */
  readonly to: string;
  readonly subject: string;
  /** Undefined: cannot be read, the original has it. */
  readonly body: string | undefined;
  /** There is more of it than is shown. */
  readonly cut: boolean;
  /** Why there is no text, where there is something else. */
  readonly untold: ReadableMail['untold'] | 'over-budget';
  readonly attachments: readonly ShownAttachment[];
}

export interface Thread {
  /** What came in first. */
  readonly original: RequestContent;
  readonly messages: readonly ShownMessage[];
  readonly draft: { readonly draft: MessageDraft; readonly savedAt: Date } | undefined;
}

type SealedRow = Awaited<ReturnType<typeof sealedMessages>>[number];

/** Reading a case's correspondence; each reading is an entry. */
@Injectable()
export class ThreadService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(MailReader) private readonly mails: MailReader,
  ) {}

  /** @throws Refusal not-allowed, not-found (also once it is erased) */
  async read(actor: Actor, id: string): Promise<Thread> {
    const userId = mustBeDpo(actor);
    const place = { organisation: actor.organisationId, request: id };
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const content = (await findSealed(transaction, id, CONTENT_FIELD)) ?? refuse('not-found', {});
      const dataKey = this.vault.unwrap(content, place.organisation, id);
      const rows = await threadOf(transaction, id);
      const sealed = rows.length === 0 ? [] : await sealedMessages(transaction, id, true);
      const draft = await findDraft(transaction, id, userId);
      transaction.record('content.read', { user: userId, purpose: 'casework' }, { rightsRequestId: id });
      return { content, dataKey, rows, sealed, draft };
    });
    const { dataKey } = result;
    const { draft } = result;
    return {
      original: openContent(this.vault, dataKey, place, result.content.ciphertext),
      messages: await Promise.all(result.rows.map((row) => this.shown(row, result.sealed, dataKey, place))),
      draft:
        draft === undefined
          ? undefined
          : { draft: this.openDraft(draft.ciphertext, dataKey, place, userId), savedAt: draft.savedAt },
    };
  }

  /** Keeps what was typed, sealed; for whoever typed it. @throws Refusal not-allowed, content-erased */
  async keepDraft(actor: Actor, id: string, draft: MessageDraft): Promise<void> {
    const userId = mustBeDpo(actor);
    const { organisationId } = actor;
    // No fact of the case, so no entry: nobody but its writer sees it.
    await this.database.writeTechnical(actor, async (transaction) => {
      const sealed = (await findSealed(transaction, id, CONTENT_FIELD)) ?? refuse('content-erased', {});
      const dataKey = this.vault.unwrap(sealed, organisationId, id);
      const place = { organisation: organisationId, request: id, field: draftField(userId) };
      const ciphertext = this.vault.seal(dataKey, place, draftBytes(draft));
      await saveDraft(transaction, { rightsRequestId: id, organisationId, userId }, ciphertext);
    });
  }

  /**
   * What `next` makes of the draft that is there, kept in its place; held to in the write itself, so of two windows that
   * save in the same instant one is told. Undefined: `next` did not want it, or another window was faster.
   * @throws Refusal not-allowed, content-erased
   */
  async changeDraft(
    actor: Actor,
    id: string,
    next: (before: MessageDraft | undefined) => MessageDraft | undefined,
  ): Promise<MessageDraft | undefined> {
    const userId = mustBeDpo(actor);
    const { organisationId } = actor;
    const place = { organisation: organisationId, request: id };
    return this.database.writeTechnical(actor, async (transaction) => {
      const sealed = (await findSealed(transaction, id, CONTENT_FIELD)) ?? refuse('content-erased', {});
      const dataKey = this.vault.unwrap(sealed, organisationId, id);
      const row = await findDraft(transaction, id, userId);
      const draft = next(row === undefined ? undefined : this.openDraft(row.ciphertext, dataKey, place, userId));
      if (draft === undefined) {
        return undefined;
      }
      const ciphertext = this.vault.seal(dataKey, { ...place, field: draftField(userId) }, draftBytes(draft));
      const own = { rightsRequestId: id, organisationId, userId };
      return (await replaceDraft(transaction, own, row, ciphertext)) ? draft : undefined;
    });
  }

  async dropDraft(actor: Actor, id: string): Promise<void> {
    const userId = mustBeDpo(actor);
    await this.database.writeTechnical(actor, (transaction) => deleteDraft(transaction, id, userId));
  }

  /** Letter as PDF, or mail as it came in. @throws Refusal not-allowed, not-found, content-erased */
  async bytes(actor: Actor, id: string, messageId: string, what: 'letter' | 'original'): Promise<Buffer> {
    const userId = mustBeDpo(actor);
    const field = what === 'letter' ? letterField(messageId) : originalField(messageId);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      if ((await findMessage(transaction, id, messageId)) === undefined) {
        refuse('not-found', {});
      }
      const sealed = (await findSealed(transaction, id, field)) ?? refuse('not-found', {});
      transaction.record('content.read', { user: userId, purpose: 'casework' }, { rightsRequestId: id });
      const dataKey = this.vault.unwrap(sealed, actor.organisationId, id);
      const place = { organisation: actor.organisationId, request: id, field };
      return this.vault.open(dataKey, place, sealed.ciphertext);
    });
    return result;
  }

  /** What one began to write, with its files, to go on with it. @throws Refusal not-allowed */
  async draftOf(actor: Actor, id: string): Promise<MessageDraft | undefined> {
    const userId = mustBeDpo(actor);
    const draft = await this.database.ask(actor, (executor) => findDraft(executor, id, userId));
    if (draft === undefined) {
      return undefined;
    }
    const dataKey = this.vault.unwrap(draft, actor.organisationId, id);
    return this.openDraft(draft.ciphertext, dataKey, { organisation: actor.organisationId, request: id }, userId);
  }

  /** One file that came or went with a message, counted from 0. @throws Refusal not-allowed, not-found */
  async attachment(actor: Actor, id: string, messageId: string, at: number): Promise<MessageFile> {
    mustBeDpo(actor);
    const message = await this.database.ask(actor, (executor) => findMessage(executor, id, messageId));
    if (message?.direction === 'out') {
      return this.sentFile(actor, id, messageId, at);
    }
    const raw = await this.bytes(actor, id, messageId, 'original');
    return (await this.mails.file(raw, at)) ?? refuse('not-found', {});
  }

  private async sentFile(actor: Actor, id: string, messageId: string, at: number): Promise<MessageFile> {
    const user = mustBeDpo(actor);
    const place = { organisation: actor.organisationId, request: id };
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const field = contentField(messageId);
      const sealed = (await findSealed(transaction, id, field)) ?? refuse('not-found', {});
      const dataKey = this.vault.unwrap(sealed, place.organisation, id);
      const { ciphertext } = sealed;
      const { files } = openMessage<OutgoingContent>(this.vault, dataKey, place, { field, ciphertext });
      const record = files?.[at] ?? refuse('not-found', {});
      const bytes = await openMessageFiles(this.vault, transaction, dataKey, place, [record]);
      transaction.record('content.read', { user, purpose: 'casework' }, { rightsRequestId: id });
      return { filename: record.filename, content: bytes?.[0] ?? refuse('not-found', {}) };
    });
    return result;
  }

  private async shown(
    row: MessageRow,
    sealed: readonly SealedRow[],
    dataKey: DataKey,
    place: { readonly organisation: string; readonly request: string },
  ): Promise<ShownMessage> {
    const content = sealed.find(({ field }) => field === contentField(row.id));
    if (content === undefined) {
      return { ...row, ...NOTHING_MORE, from: '', to: '', subject: '', body: undefined, attachments: [] };
    }
    if (row.direction === 'out') {
      const { to, address, subject, body, files } = openMessage<OutgoingContent>(this.vault, dataKey, place, content);
      const attachments = (files ?? []).map(({ filename, size }) => ({ filename, size }));
      const recipient = row.way === 'mail' ? to : address;
      return { ...row, ...NOTHING_MORE, from: '', to: recipient, subject, body, attachments };
    }
    const { from } = openMessage<IncomingContent>(this.vault, dataKey, place, content);
    const original = sealed.find(({ field }) => field === originalField(row.id));
    const mail = original === undefined ? undefined : await this.readable(this.openBytes(original, dataKey, place));
    return {
      ...{ ...row, from, to: '', subject: mail?.subject ?? '', body: mail?.text, cut: mail?.cut ?? false },
      untold: mail === undefined ? 'over-budget' : mail.untold,
      attachments: mail?.files ?? [],
    };
  }

  private async readable(raw: Buffer): Promise<ReadableMail | undefined> {
    try {
      return await this.mails.read(raw);
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) {
        throw error;
      }
      return undefined;
    }
  }

  private openBytes(
    { field, ciphertext }: SealedRow,
    dataKey: DataKey,
    place: { readonly organisation: string; readonly request: string },
  ): Buffer {
    return this.vault.open(dataKey, { ...place, field }, ciphertext);
  }

  private openDraft(
    ciphertext: Buffer,
    dataKey: DataKey,
    place: { readonly organisation: string; readonly request: string },
    userId: string,
  ): MessageDraft {
    const bytes = this.vault.open(dataKey, { ...place, field: draftField(userId) }, ciphertext);
    return draftFrom(bytes);
  }
}

const NOTHING_MORE = { cut: false, untold: undefined } as const;

function draftField(userId: string): string {
  return `draft-${userId}`;
}
