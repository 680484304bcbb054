import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn, parseCivilDate } from '../../domain/civil-date.js';
import type { MessageWay } from '../../domain/correspondence/kinds.js';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import { actsAs, type Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Executor } from '../../platform/database/statement.js';
import type { Attachment } from '../../platform/documents/attachments.js';
import { mergeInForce } from '../joins/joins.sql.js';
import { MESSAGE_NOTICE_JOB } from '../request/case-mail-jobs.js';
import { refuseFaults } from '../request/case-work.js';
import { touchRequest } from '../request/case-work.sql.js';
import { RightsRequestsRepository } from '../request/rights-requests.repository.js';
import { textProblems } from '../request/typed-text.js';
import { RequestVault } from '../sealed/request-vault.js';
import { contentField, filesPrefix, type IncomingContent } from './message-content.js';
import { findMessage, insertIncoming } from './messages.sql.js';
import { SUBJECT_LIMIT } from './templates.service.js';

/** Ways on which something comes in that no program of ours sees. */
export const ENTERED_WAYS = ['channel', 'oral', 'letter'] as const satisfies readonly MessageWay[];

/** As much as a hand-over may have. */
export const ENTERED_LIMIT = 100_000;

export interface EnteredMessage {
  /** Chosen when the form was made: sending it twice is entering it once. */
  readonly id: string;
  readonly way: string;
  /** `2026-11-30`, as whoever enters it says. */
  readonly on: string;
  readonly from: string;
  readonly text: string;
  /** Cleaned already. */
  readonly files: readonly Attachment[];
}

/**
 * Direct messages, calls and letters, entered into the thread by hand: what somebody states came in, and so no proof that
 * the person has written. The DPO enters for every case, whoever handed one over adds to it and sees nothing more of it.
 */
@Injectable()
export class EnteredMessages {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Refusal not-allowed, not-found, invalid-input, content-erased */
  async enter(actor: Actor, id: string, entered: EnteredMessage): Promise<void> {
    // Looked up as whoever asks: row-level security shows staff nothing but what they handed over.
    const row =
      (await this.database.ask(actor, (executor) => this.requests.find(executor, id))) ?? refuse('not-found', {});
    const isDpo = actsAs(actor, 'dpo');
    if (!isDpo && (actor.userId === null || row.handedOverBy !== actor.userId)) {
      refuse('not-allowed', {});
    }
    const today = civilDateIn(this.clock.now(), row.timeZone);
    refuseFaults(problemsOf(entered, today));
    // Staff have no right to a case's messages: the program writes this one for them, and the entry names them.
    const writer: Actor = isDpo ? actor : { ...actor, roles: ['system'] };
    const place = await this.database.ask(writer, (executor) => followed(executor, id));
    if ((await this.database.ask(writer, (executor) => findMessage(executor, place, entered.id))) !== undefined) {
      return;
    }
    await this.auditLog.transact(writer, (transaction) => this.write(transaction, place, entered, isDpo));
  }

  private async write(
    transaction: AuditTransaction,
    rightsRequestId: string,
    entered: EnteredMessage,
    isDpo: boolean,
  ): Promise<void> {
    const { organisationId } = transaction.actor;
    const request = await this.vault.open(transaction, { organisationId, rightsRequestId });
    await insertIncoming(transaction, {
      ...{ id: entered.id, organisationId, rightsRequestId, way: factsOf(entered).by, fingerprint: null },
      ...{ verified: false, automatic: false, origin: 'person', at: transaction.now },
      // Who enters it for their own case has read it.
      readAt: isDpo ? transaction.now : null,
    });
    const content: IncomingContent = {
      ...{ from: entered.from.trim(), messageId: '', sha256: '', size: 0 },
      entered: { text: entered.text, on: entered.on },
      files: request.sealFiles(transaction, filesPrefix(entered.id), entered.files),
    };
    const commit = request.seal(transaction, contentField(entered.id), content);
    await touchRequest(transaction, { id: rightsRequestId, version: null });
    transaction.record('message.entered', factsOf(entered), { rightsRequestId, commit });
    if (!isDpo) {
      transaction.enqueue({ kind: MESSAGE_NOTICE_JOB, subjectId: entered.id });
    }
  }
}

function factsOf({ id, way, on }: EnteredMessage) {
  return { message: id, by: ENTERED_WAYS.find((one) => one === way) ?? 'channel', on };
}

/** What belongs to a merged case belongs where the work goes on; a case is never merged into itself, so this ends. */
async function followed(executor: Executor, id: string): Promise<string> {
  const merge = await mergeInForce(executor, id);
  return merge === undefined ? id : followed(executor, merge.intoId);
}

function problemsOf({ way, on, from, text, files }: EnteredMessage, today: string): readonly FieldProblem[] {
  return [
    ...(ENTERED_WAYS.some((one) => one === way) ? [] : [{ field: 'way', code: 'required' } as const]),
    ...(parseCivilDate(on) === undefined
      ? [{ field: 'on', code: on === '' ? 'required' : 'not-a-date' } as const]
      : on > today
        ? [{ field: 'on', code: 'in-the-future' } as const]
        : []),
    ...textProblems('from', from, SUBJECT_LIMIT, false),
    // A picture of the message is the message, too.
    ...textProblems('text', text, ENTERED_LIMIT, files.length === 0),
  ];
}
