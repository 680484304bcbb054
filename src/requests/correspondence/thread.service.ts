import { Inject, Injectable } from '@nestjs/common';
import type { Authentication } from '../../domain/correspondence/authentication.js';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Database } from '../../platform/database/database.js';
import { MailReader } from '../../platform/mail/mail-reader.js';
import type { ReadableMail } from '../../platform/mail/readable-mail.js';
import { BudgetExceeded } from '../../platform/untrusted/budget.js';
import { CONTENT_FIELD, type RequestContent } from '../sealed/content.js';
import { noteField, type NoteWords } from '../notes/note-words.js';
import { notesOf, type NoteRow } from '../notes/notes.sql.js';
import { findSealed, refuseUnsealed } from '../sealed/sealed-fields.sql.js';
import { mustBeDpo } from '../request/permission.js';
import { deleteDraft, findDraft, replaceDraft, saveDraft } from './message-drafts.sql.js';
import type { MessageDraft } from './correspondence.service.js';
import { draftBytes, draftFrom } from './message-files.js';
import {
  contentField,
  letterField,
  originalField,
  type IncomingContent,
  type OutgoingContent,
} from './message-content.js';
import { findMessage, markRead, sealedMessages, threadOf, type MessageRow } from './messages.sql.js';
import { RequestVault, type OpenRequest } from '../sealed/request-vault.js';

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
  readonly untold: ReadableMail['untold'] | 'over-budget' | 'large';
  readonly attachments: readonly ShownAttachment[];
  /** What our mail server found out about its sender. */
  readonly authentication: Authentication | undefined;
  /** Somebody says that it came in on this day; undefined: it did. */
  readonly enteredFor: string | undefined;
}

export interface Thread {
  /** What came in first. */
  readonly original: RequestContent;
  readonly messages: readonly ShownMessage[];
  readonly draft: { readonly draft: MessageDraft; readonly savedAt: Date } | undefined;
  /** Oldest first; opened with the same reading, if they were asked for. */
  readonly notes: readonly ThreadNote[];
}

export interface ThreadNote {
  readonly id: string;
  readonly at: Date;
  readonly retractedAt: Date | null;
  readonly text: string;
  readonly author: string;
  readonly telephone: boolean;
}

/** Mails larger than this are left closed where a whole case is shown: to read them through would keep everybody waiting. */
export const QUICK_BYTES = 1024 * 1024;
/** The largest integer of PostgreSQL: no mail is larger. */
const ALL_BYTES = 2 ** 31 - 1;

type SealedRow = Awaited<ReturnType<typeof sealedMessages>>[number];

/** Reading a case's correspondence; each reading is an entry. */
@Injectable()
export class ThreadService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(MailReader) private readonly mails: MailReader,
  ) {}

  /**
   * `quick`: with the notes, and without reading through mails that are larger than `QUICK_BYTES`.
   * @throws Refusal not-allowed, not-found, content-erased
   */
  async read(actor: Actor, id: string, { quick = false } = {}): Promise<Thread> {
    const userId = mustBeDpo(actor);
    const place = { organisationId: actor.organisationId, rightsRequestId: id };
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const content = (await findSealed(transaction, id, CONTENT_FIELD)) ?? (await refuseUnsealed(transaction, id));
      const request = this.vault.with(place, content);
      const rows = await threadOf(transaction, id);
      const sealed = rows.length === 0 ? [] : await sealedMessages(transaction, id, quick ? QUICK_BYTES : ALL_BYTES);
      const notes = quick ? await notesOf(transaction, id) : [];
      const draft = await findDraft(transaction, id, userId);
      transaction.record('content.read', { user: userId, purpose: 'casework' }, { rightsRequestId: id });
      return { content, request, rows, sealed, draft, notes };
    });
    const { request, draft } = result;
    return {
      original: request.opened<RequestContent>(CONTENT_FIELD, result.content.ciphertext),
      messages: await Promise.all(result.rows.map((row) => this.shown(row, result.sealed, request, quick))),
      notes: result.notes.flatMap((note) => openNote(request, note)).reverse(),
      draft:
        draft === undefined
          ? undefined
          : { draft: openDraft(request, draft.ciphertext, userId), savedAt: draft.savedAt },
    };
  }

  /**
   * Says that these messages were read; those of another case, and those read before, are left alone. Nothing else about
   * the case changes: whether its clock goes on is for whoever has read them to decide. @throws Refusal not-allowed
   */
  async confirmRead(actor: Actor, id: string, messages: readonly string[]): Promise<void> {
    const user = mustBeDpo(actor);
    await this.auditLog.transact(actor, async (transaction) => {
      const read = await markRead(transaction, id, messages, { at: transaction.now, by: user });
      read.forEach((message) => transaction.record('message.read', { message, user }, { rightsRequestId: id }));
    });
  }

  /** Keeps what was typed, sealed; for whoever typed it. @throws Refusal not-allowed, content-erased */
  async keepDraft(actor: Actor, id: string, draft: MessageDraft): Promise<void> {
    const userId = mustBeDpo(actor);
    const { organisationId } = actor;
    // No fact of the case, so no entry: nobody but its writer sees it.
    await this.database.writeTechnical(actor, async (transaction) => {
      const request = await this.vault.open(transaction, { organisationId, rightsRequestId: id });
      const ciphertext = request.encrypt(draftField(userId), draftBytes(draft));
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
    return this.database.writeTechnical(actor, async (transaction) => {
      const request = await this.vault.open(transaction, { organisationId, rightsRequestId: id });
      const row = await findDraft(transaction, id, userId);
      const draft = next(row === undefined ? undefined : openDraft(request, row.ciphertext, userId));
      if (draft === undefined) {
        return undefined;
      }
      const ciphertext = request.encrypt(draftField(userId), draftBytes(draft));
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
      const sealed = (await findSealed(transaction, id, field)) ?? (await refuseUnsealed(transaction, id));
      transaction.record('content.read', { user: userId, purpose: 'casework' }, { rightsRequestId: id });
      const place = { organisationId: actor.organisationId, rightsRequestId: id };
      return this.vault.with(place, sealed).decrypt(field, sealed.ciphertext);
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
    const request = this.vault.with({ organisationId: actor.organisationId, rightsRequestId: id }, draft);
    return openDraft(request, draft.ciphertext, userId);
  }

  /** One file that came or went with a message, counted from 0. @throws Refusal not-allowed, not-found */
  async attachment(actor: Actor, id: string, messageId: string, at: number): Promise<MessageFile> {
    mustBeDpo(actor);
    const message = await this.database.ask(actor, (executor) => findMessage(executor, id, messageId));
    if (message?.direction === 'out' || (message !== undefined && message.way !== 'mail')) {
      return this.sentFile(actor, id, messageId, at);
    }
    const raw = await this.bytes(actor, id, messageId, 'original');
    return (await this.mails.file(raw, at)) ?? refuse('not-found', {});
  }

  private async sentFile(actor: Actor, id: string, messageId: string, at: number): Promise<MessageFile> {
    const user = mustBeDpo(actor);
    const place = { organisationId: actor.organisationId, rightsRequestId: id };
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const field = contentField(messageId);
      const sealed = (await findSealed(transaction, id, field)) ?? (await refuseUnsealed(transaction, id));
      const request = this.vault.with(place, sealed);
      const { files } = request.opened<OutgoingContent>(field, sealed.ciphertext);
      const record = files?.[at] ?? refuse('not-found', {});
      const content = await request.readBytes(transaction, record.field);
      transaction.record('content.read', { user, purpose: 'casework' }, { rightsRequestId: id });
      return { filename: record.filename, content };
    });
    return result;
  }

  private async shown(
    row: MessageRow,
    sealed: readonly SealedRow[],
    request: OpenRequest,
    quick: boolean,
  ): Promise<ShownMessage> {
    const content = sealed.find(({ field }) => field === contentField(row.id));
    if (content === undefined) {
      return { ...row, ...NOTHING_MORE, from: '', to: '', subject: '', body: undefined, attachments: [] };
    }
    if (row.direction === 'out') {
      const { to, address, subject, body, files } = request.opened<OutgoingContent>(content.field, content.ciphertext);
      const attachments = (files ?? []).map(({ filename, size }) => ({ filename, size }));
      const recipient = row.way === 'mail' ? to : address;
      return { ...row, ...NOTHING_MORE, from: '', to: recipient, subject, body, attachments };
    }
    const { from, entered, files } = request.opened<IncomingContent>(content.field, content.ciphertext);
    if (entered !== undefined) {
      const attachments = (files ?? []).map(({ filename, size }) => ({ filename, size }));
      const { text: body, on: enteredFor } = entered;
      return { ...row, ...NOTHING_MORE, from, to: '', subject: '', body, enteredFor, attachments };
    }
    const original = sealed.find(({ field }) => field === originalField(row.id));
    const mail =
      original === undefined ? undefined : await this.readable(request.decrypt(original.field, original.ciphertext));
    return {
      ...row,
      from,
      to: '',
      subject: mail?.subject ?? '',
      body: mail?.text,
      cut: mail?.cut ?? false,
      untold: mail === undefined ? (original === undefined && quick ? 'large' : 'over-budget') : mail.untold,
      attachments: mail?.files ?? [],
      authentication: mail?.authentication,
      enteredFor: undefined,
    };
  }

  private async readable(raw: Buffer): Promise<Awaited<ReturnType<MailReader['read']>> | undefined> {
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

/** Nothing where it is erased. */
function openNote(request: OpenRequest, { id, addedAt, retractedAt, ciphertext }: NoteRow): ThreadNote[] {
  if (ciphertext === null) {
    return [];
  }
  const { text, author, telephone = false } = request.opened<NoteWords>(noteField(id), ciphertext);
  return [{ id, at: addedAt, retractedAt, text, author, telephone }];
}

function openDraft(request: OpenRequest, ciphertext: Buffer, userId: string): MessageDraft {
  return draftFrom(request.decrypt(draftField(userId), ciphertext));
}

const NOTHING_MORE = { cut: false, untold: undefined, authentication: undefined, enteredFor: undefined } as const;

function draftField(userId: string): string {
  return `draft-${userId}`;
}
