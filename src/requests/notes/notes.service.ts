import { Inject, Injectable } from '@nestjs/common';
import { NOTE_LIMIT_MINUTES } from '../../domain/lifecycle/undoing.js';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { uuidv7 } from '../../platform/ids.js';
import { refuseFaults } from '../request/case-work.js';
import { insertNote, markRetracted, notesOf, type NoteRow } from './notes.sql.js';
import { mustAllow, mustBeDpo } from '../request/permission.js';
import { findRequestKey, type RequestKeyRow } from '../sealed/request-key.sql.js';
import { RequestsService } from '../request/requests.service.js';
import { noteField, type NoteWords } from './note-words.js';
import { textProblems } from '../request/typed-text.js';
import { RequestVault } from '../sealed/request-vault.js';

export const NOTE_LIMIT = 10_000;

export interface Note {
  readonly id: string;
  readonly addedAt: Date;
  readonly retractedAt: Date | null;
  /** Undefined once the request is erased. */
  readonly content: NoteWords | undefined;
  /** Whether whoever reads it may take it back now. */
  readonly retractable: boolean;
}

/** What the DPO writes down for the office: under seal, never for the person, never given out unasked. */
@Injectable()
export class NotesService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Newest first; that they were opened is an entry. @throws Refusal not-allowed, not-found */
  async list(actor: Actor, id: string): Promise<readonly Note[]> {
    const userId = mustBeDpo(actor);
    await this.requests.get(actor, id);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const key = await findRequestKey(transaction, id);
      const rows = await notesOf(transaction, id);
      if (key !== undefined && rows.some(({ ciphertext }) => ciphertext !== null)) {
        transaction.record('content.read', { user: userId, purpose: 'casework' }, { rightsRequestId: id });
      }
      return rows.map((row) => this.opened(actor, id, key, row, transaction.now));
    });
    return result;
  }

  /** @throws Refusal not-allowed, not-found, command-not-allowed, content-erased, invalid-input (text) */
  async add(
    actor: Actor,
    id: string,
    text: string,
    author: string,
    telephone = false,
    known?: string,
  ): Promise<string> {
    const userId = mustBeDpo(actor);
    mustBeNote(text);
    const row = await this.requests.get(actor, id);
    const note = known ?? actor.once?.id ?? uuidv7(this.clock.now().getTime());
    await this.auditLog.transact(actor, async (transaction) => {
      mustAllow('add-note', row, transaction.now, undefined);
      const { organisationId } = actor;
      const request = await this.vault.open(transaction, { organisationId, rightsRequestId: id });
      await insertNote(transaction, organisationId, id, { id: note, authorId: userId, at: transaction.now });
      const commit = request.seal(transaction, noteField(note), {
        ...{ text: text.trim(), author },
        ...(telephone ? { telephone } : {}),
      } satisfies NoteWords);
      transaction.record('note.added', { noteId: note }, { rightsRequestId: id, commit });
    });
    return note;
  }

  /** One's own, within minutes; it stays to be read as taken back. @throws Refusal not-allowed, undo-too-late */
  async retract(actor: Actor, id: string, note: string): Promise<void> {
    const userId = mustBeDpo(actor);
    await this.requests.get(actor, id);
    await this.auditLog.transact(actor, async (transaction) => {
      const since = new Date(transaction.now.getTime() - NOTE_LIMIT_MINUTES * 60_000);
      if (!(await markRetracted(transaction, id, { id: note, authorId: userId }, transaction.now, since))) {
        refuse('undo-too-late', {});
      }
      transaction.record('note.retracted', { noteId: note }, { rightsRequestId: id });
    });
  }

  private opened(actor: Actor, id: string, key: RequestKeyRow | undefined, row: NoteRow, now: Date): Note {
    const { ciphertext, addedAt, retractedAt } = row;
    const place = { organisationId: actor.organisationId, rightsRequestId: id };
    const content =
      key === undefined || ciphertext === null
        ? undefined
        : this.vault.with(place, key).opened<NoteWords>(noteField(row.id), ciphertext);
    const young = now.getTime() - addedAt.getTime() <= NOTE_LIMIT_MINUTES * 60_000;
    return {
      id: row.id,
      addedAt,
      retractedAt,
      content,
      retractable: young && retractedAt === null && row.authorId === actor.userId,
    };
  }
}

/** @throws Refusal invalid-input (text) */
function mustBeNote(text: string): void {
  refuseFaults(textProblems('text', text, NOTE_LIMIT, true));
}
