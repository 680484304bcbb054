import { Inject, Injectable } from '@nestjs/common';
import type { MessageKind, MessageLanguage, MessageWay } from '../../domain/correspondence/kinds.js';
import { missingContents, type MissingContent } from '../../domain/correspondence/mandatory.js';
import { gapsIn, signsIn } from '../../domain/correspondence/template.js';
import { civilDateIn, parseCivilDate } from '../../domain/civil-date.js';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Attachment } from '../../platform/documents/attachments.js';
import { isMailAddress } from '../../platform/mail/compose.js';
import { Vault } from '../../platform/vault/vault.js';
import { mustAllow, mustBeDpo } from '../request/permission.js';
import { textProblems } from '../request/typed-text.js';
import { RightsRequestsRepository, type RightsRequestRow } from '../request/rights-requests.repository.js';
import { AFTER_SENDING_JOB, orderAfterSending, type AfterSending } from './after-sending.sql.js';
import { deleteDraft } from './message-drafts.sql.js';
import {
  contentField,
  filesPrefix,
  letterField,
  replyToken,
  sha256Of,
  type IncomingContent,
  type OutgoingContent,
} from './message-content.js';
import { addressCase, findMessage, insertOutgoing, markPosted, sealedMessages, threadOf } from './messages.sql.js';
import { SEND_MESSAGE_JOB } from '../request/case-mail-jobs.js';
import { knownDates } from './case-values.js';
import { Letters } from './letter.js';
import { PersonReceipts } from './person-receipt.js';
import { SenderReader } from './sender-reader.js';
import { BODY_LIMIT, SUBJECT_LIMIT } from './templates.service.js';
import { RequestVault, type OpenRequest } from '../sealed/request-vault.js';
import { refuseFaults } from '../request/case-work.js';
import { touchRequest } from '../request/case-work.sql.js';

const ADDRESS_LINES = 6;
export const ADDRESS_LIMIT = 400;
/** Set as small as is still read with ease, so many lines of so many characters fill the window. */
const WINDOW = { lines: 8, characters: 50 };

/** What the DPO has written and wants to send. */
export interface MessageDraft {
  /** Chosen when the form was made: sending it twice is sending it once. */
  readonly id: string;
  readonly kind: MessageKind;
  readonly language: MessageLanguage;
  readonly way: MessageWay;
  readonly to: string;
  readonly address: string;
  readonly subject: string;
  readonly body: string;
  /** Cleaned already; they go with the mail, or are printed and laid beside the letter. */
  readonly files: readonly Attachment[];
  /** The DPO has seen what is missing and says that it is right so. */
  readonly confirmed: boolean;
}

/** A draft looked over: what keeps it from being sent, and the mandatory contents that were not found in it. */
export interface JudgedDraft {
  readonly row: RightsRequestRow;
  readonly problems: readonly FieldProblem[];
  readonly missing: readonly MissingContent[];
}

/** Writing to the person: by mail through the outbox, or as a letter to be posted. */
@Injectable()
export class CorrespondenceService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(RequestVault) private readonly requestVault: RequestVault,
    @Inject(Letters) private readonly letters: Letters,
    @Inject(SenderReader) private readonly senders: SenderReader,
    @Inject(PersonReceipts) private readonly receipts: PersonReceipts,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What `send` would say to it, nothing written. @throws Refusal not-allowed, not-found, command-not-allowed */
  async judge(actor: Actor, id: string, draft: MessageDraft): Promise<JudgedDraft> {
    mustBeDpo(actor);
    const row = await this.find(actor, id);
    mustAllow('send', row, this.clock.now(), undefined);
    const dates = knownDates(row, draft.language, this.clock.now());
    const problems = problemsOfDraft({ ...draft, confirmed: true }, dates);
    return { row, problems, missing: missingContents(draft.kind, draft.body, dates) };
  }

  /** What keeps it from being sent, missing contents that nobody has confirmed among it. @throws as `judge` */
  async faults(actor: Actor, id: string, draft: MessageDraft): Promise<readonly FieldProblem[]> {
    mustBeDpo(actor);
    const row = await this.find(actor, id);
    mustAllow('send', row, this.clock.now(), undefined);
    return problemsOfDraft(draft, knownDates(row, draft.language, this.clock.now()));
  }

  /** Whether a message of this id was released before. */
  async isWritten(actor: Actor, id: string, messageId: string): Promise<boolean> {
    mustBeDpo(actor);
    return (await this.database.ask(actor, (executor) => findMessage(executor, id, messageId))) !== undefined;
  }

  /** The letter as it would be, nothing kept. @throws Refusal not-allowed, not-found, invalid-input */
  async previewLetter(actor: Actor, id: string, draft: MessageDraft): Promise<Buffer> {
    mustBeDpo(actor);
    const row = await this.find(actor, id);
    const letter = { ...draft, reference: row.reference, enclosures: draft.files.map(({ filename }) => filename) };
    const sender = await this.senders.of(actor);
    const receipt = draft.kind === 'receipt' ? await this.receipts.of(actor, sender, id) : undefined;
    return this.letters.render(sender, { ...letter, receipt }, this.clock.now());
  }

  /**
   * Releases the message: a mail goes out by itself from here, a letter is made and waits to be posted. `after`: what is
   * to be entered then.
   * @throws Refusal not-allowed, not-found, command-not-allowed, version-conflict, invalid-input, content-erased
   */
  async send(
    actor: Actor,
    id: string,
    draft: MessageDraft,
    expectedVersion?: number,
    after?: AfterSending,
  ): Promise<void> {
    const userId = mustBeDpo(actor);
    const row = await this.find(actor, id);
    if ((await this.database.ask(actor, (executor) => findMessage(executor, id, draft.id))) !== undefined) {
      return;
    }
    mustAllow('send', row, this.clock.now(), expectedVersion);
    const problems = problemsOfDraft(draft, knownDates(row, draft.language, this.clock.now()));
    if (problems.length > 0) {
      refuse('invalid-input', { fields: problems });
    }
    const letter = draft.way === 'letter' ? await this.previewLetter(actor, id, draft) : undefined;
    await this.auditLog.transact(actor, async (transaction) => {
      mustAllow('send', row, transaction.now, expectedVersion);
      if (!(await touchRequest(transaction, row))) {
        refuse('version-conflict', { current: row.version + 1 });
      }
      await this.write(transaction, row, draft, userId, letter);
      if (after !== undefined) {
        await orderAfterSending(transaction, draft.id, after);
      }
      await deleteDraft(transaction, id, userId);
    });
  }

  /**
   * The day on which a letter was posted; or on which somebody says that they pasted the text, or said it, and who that
   * is. Twice is once. @throws Refusal not-allowed, not-found, invalid-input, content-erased
   */
  async recordPosted(actor: Actor, id: string, messageId: string, on: string, confirmedBy = ''): Promise<void> {
    mustBeDpo(actor);
    const row = await this.find(actor, id);
    const message = await this.database.ask(actor, (executor) => findMessage(executor, id, messageId));
    if (message?.direction !== 'out' || message.way === 'mail') {
      return refuse('not-found', {});
    }
    const { way } = message;
    const today = civilDateIn(this.clock.now(), row.timeZone);
    const made = civilDateIn(message.createdAt, row.timeZone);
    refuseFaults([
      ...problemOfDay(on, made, today),
      ...textProblems('confirmedBy', confirmedBy, SUBJECT_LIMIT, way !== 'letter'),
    ]);
    await this.auditLog.transact(actor, async (transaction) => {
      if (await markPosted(transaction, messageId, on, transaction.now)) {
        transaction.enqueue({ kind: AFTER_SENDING_JOB, subjectId: messageId });
        await touchRequest(transaction, { id, version: null });
        const facts = { message: messageId, by: way, on };
        const commit =
          confirmedBy === '' ? {} : { commit: await this.sealConfirmation(transaction, row, messageId, confirmedBy) };
        transaction.record('message.sent', facts, { rightsRequestId: id, ...commit });
      }
    });
  }

  private async sealConfirmation(
    transaction: AuditTransaction,
    row: RightsRequestRow,
    messageId: string,
    confirmedBy: string,
  ): Promise<string> {
    const { organisationId } = transaction.actor;
    const request = await this.requestVault.open(transaction, { organisationId, rightsRequestId: row.id });
    return request.seal(transaction, `told-${messageId}`, { confirmedBy: confirmedBy.trim() });
  }

  private async write(
    transaction: AuditTransaction,
    row: RightsRequestRow,
    draft: MessageDraft,
    userId: string,
    letter: Buffer | undefined,
  ): Promise<void> {
    const { organisationId } = transaction.actor;
    const request = await this.requestVault.open(transaction, { organisationId, rightsRequestId: row.id });
    const messageId = draft.way === 'mail' ? `<${draft.id}.message@${this.config.mailDomain}>` : null;
    const { kind, language, way } = draft;
    // Before the message itself is one of the thread.
    const references = way === 'mail' ? await this.references(transaction, row.id, kind, request) : [];
    await insertOutgoing(transaction, {
      id: draft.id,
      organisationId,
      rightsRequestId: row.id,
      way,
      kind,
      language,
      messageId,
      at: transaction.now,
      by: userId,
    });
    const content: OutgoingContent = {
      to: way === 'mail' ? draft.to.trim() : '',
      address: way === 'letter' ? draft.address.trim() : '',
      subject: draft.subject.trim(),
      body: draft.body,
      references,
      files: request.sealFiles(transaction, filesPrefix(draft.id), draft.files),
      letter: letter === undefined ? '' : sha256Of(letter).toString('base64'),
    };
    const commit = request.seal(transaction, contentField(draft.id), content);
    if (letter !== undefined) {
      request.sealBytes(transaction, letterField(draft.id), letter);
    } else if (way === 'mail') {
      const token = replyToken(this.vault, organisationId, row.id);
      await addressCase(transaction, row.id, organisationId, sha256Of(token));
      transaction.enqueue({ kind: SEND_MESSAGE_JOB, subjectId: draft.id });
    }
    transaction.record(
      'message.written',
      { message: draft.id, kind, by: way, language },
      { rightsRequestId: row.id, commit },
    );
  }

  /**
   * RFC 5322 s3.6.4: what the mail follows, oldest first, so that mail programs show one thread. A recipient (Art. 19)
   * is no part of the person's: a Message-ID tells who their mail provider is, and the other way round.
   */
  private async references(
    transaction: AuditTransaction,
    id: string,
    kind: MessageKind,
    request: OpenRequest,
  ): Promise<readonly string[]> {
    if (kind === 'recipients') {
      return [];
    }
    const [rows, sealed] = [await threadOf(transaction, id), await sealedMessages(transaction, id, 0)];
    return rows
      .flatMap((message) => {
        if (message.direction === 'out') {
          return message.kind === 'recipients' ? [] : (message.messageId ?? []);
        }
        if (message.origin !== 'person') {
          return [];
        }
        const field = sealed.find((one) => one.field === contentField(message.id));
        const theirs =
          field === undefined ? '' : request.opened<IncomingContent>(field.field, field.ciphertext).messageId;
        return theirs === '' ? [] : theirs;
      })
      .slice(-20);
  }

  private async find(actor: Actor, id: string): Promise<RightsRequestRow> {
    return (await this.database.ask(actor, (executor) => this.requests.find(executor, id))) ?? refuse('not-found', {});
  }
}

/** Everything that keeps a draft from being sent, field by field. `dates`: what the case knows, `knownDates`. */
export function problemsOfDraft(draft: MessageDraft, dates: readonly string[]): FieldProblem[] {
  return [
    ...placeProblems(draft),
    ...problemsOfText('subject', draft.subject, SUBJECT_LIMIT),
    ...problemsOfText('body', draft.body, BODY_LIMIT),
    ...(draft.confirmed ? [] : problemsOfContents(draft, dates)),
  ];
}

/** A text that is pasted or said goes to no address of ours. */
function placeProblems({ way, to, address }: MessageDraft): FieldProblem[] {
  switch (way) {
    case 'mail':
      return problemsOfTo(to.trim());
    case 'letter':
      return problemsOfAddress(address.trim());
    case 'channel':
    case 'oral':
      return [];
  }
}

function problemsOfContents({ kind, body }: MessageDraft, dates: readonly string[]): FieldProblem[] {
  const missing = missingContents(kind, body, dates).map(({ content }) => content);
  return missing.length === 0 ? [] : [{ field: 'confirmed', code: 'missing-contents', limit: missing.join(', ') }];
}

function problemsOfTo(to: string): FieldProblem[] {
  if (to === '') {
    return [{ field: 'to', code: 'required' }];
  }
  return isMailAddress(to) ? [] : [{ field: 'to', code: 'not-an-address' }];
}

function problemsOfAddress(address: string): FieldProblem[] {
  const lines = address.split('\n').map((line) => line.trim());
  const [problem] = textProblems('address', address, ADDRESS_LIMIT, true);
  if (problem !== undefined) {
    return [problem];
  }
  if (lines.filter((line) => line !== '').length < 2) {
    return [{ field: 'address', code: 'no-postal-address' }];
  }
  const filled = lines.reduce((sum, line) => sum + Math.ceil(line.length / WINDOW.characters), 0);
  const fits = lines.length <= ADDRESS_LINES && filled <= WINDOW.lines;
  return fits ? [] : [{ field: 'address', code: 'beyond-window', limit: ADDRESS_LINES }];
}

function problemsOfText(field: string, text: string, limit: number): FieldProblem[] {
  const [gap] = [...gapsIn(text), ...signsIn(text)];
  const [problem] = textProblems(field, text, limit, true);
  if (problem !== undefined) {
    return [problem];
  }
  return gap === undefined ? [] : [{ field, code: 'unfilled-gap', limit: gap }];
}

function problemOfDay(on: string, made: string, today: string): FieldProblem[] {
  if (parseCivilDate(on) === undefined) {
    return [{ field: 'on', code: on === '' ? 'required' : 'not-a-date' }];
  }
  if (on < made) {
    return [{ field: 'on', code: 'before-start', limit: made }];
  }
  return on > today ? [{ field: 'on', code: 'in-the-future' }] : [];
}
