import { Inject, Injectable } from '@nestjs/common';
import { forwardingDelayMs } from '../domain/forwarding/retry.js';
import { systemActor, WORKER_SCOPE } from '../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../audit/audit-log.js';
import { Anchors } from '../audit/anchors.js';
import { ReceiptProofs } from '../audit/receipt-proofs.js';
import { SentMails } from '../audit/sent-mails.js';
import { recipientsHash } from '../domain/forwarding/recipients-hash.js';
import { Database } from '../platform/database/database.js';
import { violatedConstraint } from '../platform/database/sql-state.js';
import type { DeliveryResult, Refused } from '../platform/mail/transport.js';
import { LostLeaseError } from '../platform/outbox/lost-lease.js';
import { completeJob, rescheduleJob, type LeasedJob } from '../platform/outbox/outbox.sql.js';
import { DeputyForwardings } from './deputy-forwardings.js';
import { ForwardingMail, type MailEvidence } from './forwarding-mail.js';
import {
  ATTEMPT_TAKEN,
  abandonAttempt,
  finishAttempt,
  hastenDeferred,
  loadTask,
  startAttempt,
  type ForwardingTask,
  noteCarried,
} from './forwarding.sql.js';
import { RequestVault } from '../requests/sealed/request-vault.js';

/** The mail waits no longer than this for the proof it carries. */
const PROOF_WAIT_MS = 1_000;
const SEND_DEADLINE_MS = 120_000;

interface Attempt {
  readonly task: ForwardingTask;
  readonly number: number;
  /** How many files the mail went without. */
  readonly filesLeftOut: number;
  readonly encrypted: boolean;
}

/**
 * One attempt at one forwarding (P2): committed as started before the connection opens; its result is written
 * only under the lease; whatever happens between the two, the next holder finds an attempt without a result.
 */
@Injectable()
export class ForwardingService {
  /** Perhaps some wait for their next attempt; after a start nobody knows. */
  private waiting = true;

  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Anchors) private readonly anchors: Anchors,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
    @Inject(ForwardingMail) private readonly mail: ForwardingMail,
    @Inject(SentMails) private readonly sentMails: SentMails,
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(Database) private readonly database: Database,
    @Inject(DeputyForwardings) private readonly deputies: DeputyForwardings,
  ) {}

  /** Milliseconds from the recording of the request until a server has accepted the mail; undefined: none has yet. */
  async forward(job: LeasedJob, signal: AbortSignal): Promise<number | undefined> {
    const attempt = await this.start(job);
    const { organisationId, organisationSlug, rightsRequestId } = attempt.task;
    const [proof, trusted] = await Promise.all([
      this.proofs.waitFor(organisationId, rightsRequestId, PROOF_WAIT_MS),
      this.anchors.trusted(organisationId, organisationSlug),
    ]);
    const { result, ...sent } = await this.offer({ ...attempt, evidence: { proof, trusted } }, signal);
    const milliseconds = await this.finish(job, { ...attempt, ...sent }, result);
    if (milliseconds === undefined) {
      this.waiting = true;
    } else if (this.waiting) {
      // This one got through: whatever waits for the same server need not wait any longer.
      this.waiting = false;
      await this.database.writeVolatile(WORKER_SCOPE, (executor) => hastenDeferred(executor));
    }
    return milliseconds;
  }

  /**
   * With everything first; without the files at once where that is too large for the server, and from the start after it
   * came back: what the DPO must learn fits into every mailbox, and the files can be read by the link.
   */
  private async offer(
    { task, number, evidence }: Pick<Attempt, 'task' | 'number'> & { readonly evidence: MailEvidence },
    signal: AbortSignal,
  ): Promise<Pick<Attempt, 'filesLeftOut' | 'encrypted'> & { readonly result: DeliveryResult }> {
    const options = { signal, deadlineMs: SEND_DEADLINE_MS };
    const files = this.mail.filesOf(task);
    const whole = task.bounces === 0 || files === 0;
    if (whole) {
      const message = this.mail.compose(task, number, evidence, undefined);
      const result = await this.sentMails.offer(message, sentMail(task), options);
      if (result.outcome !== 'refused' || result.tooLarge !== true || files === 0) {
        return { result, filesLeftOut: 0, encrypted: message.encryption !== undefined };
      }
    }
    const message = this.mail.compose(task, number, evidence, whole ? 'too-large' : 'came-back');
    const result = await this.sentMails.offer(message, sentMail(task), options);
    return { result, filesLeftOut: files, encrypted: message.encryption !== undefined };
  }

  private async start(job: LeasedJob): Promise<Attempt> {
    try {
      const { result } = await this.auditLog.transactOn(
        systemActor(job.organisationId),
        (executor) => loadTask(executor, job),
        (transaction, task) => this.recordStart(transaction, job, task ?? lostLease()),
      );
      return result;
    } catch (error) {
      if (violatedConstraint(error) === ATTEMPT_TAKEN) {
        throw new LostLeaseError();
      }
      throw error;
    }
  }

  private async recordStart(transaction: AuditTransaction, job: LeasedJob, task: ForwardingTask): Promise<Attempt> {
    const { forwardingId, organisationId, rightsRequestId } = task;
    const number = task.attempts + 1;
    if (task.attempts > 0) {
      const abandoned = await abandonAttempt(transaction, forwardingId, transaction.now);
      if (abandoned !== undefined) {
        const unknown = { forwarding: forwardingId, attempt: abandoned };
        transaction.record('forwarding.unknown', unknown, { rightsRequestId });
      }
    }
    transaction.pipeline(
      startAttempt(transaction, { forwardingId, organisationId, number, leaseToken: job.leaseToken }),
    );
    transaction.pipeline(this.sentMails.note(transaction, sentMail(task)));
    const started = { forwarding: forwardingId, attempt: number, designation: task.designationId };
    transaction.record('forwarding.attempt-started', started, { rightsRequestId });
    if (task.dpoAway && (await this.deputies.add(transaction, forwardingId))) {
      transaction.record('forwarding.deputised', { forwarding: forwardingId, reason: 'absent' }, { rightsRequestId });
    }
    return { task, number, filesLeftOut: 0, encrypted: false };
  }

  private async finish(job: LeasedJob, attempt: Attempt, result: DeliveryResult): Promise<number | undefined> {
    const againIn = result.outcome === 'accepted' ? null : forwardingDelayMs(attempt.number, isSlow(result));
    const { result: at } = await this.auditLog.transactOn(
      systemActor(job.organisationId),
      (executor) =>
        Promise.all([
          againIn === null ? completeJob(executor, job) : rescheduleJob(executor, job, againIn),
          finishAttempt(executor, {
            ...{ forwardingId: attempt.task.forwardingId, leaseToken: job.leaseToken, outcome: result.outcome },
            ...{ smtpCode: result.code ?? null, againIn },
          }),
        ]),
      async (transaction, held) => {
        if (!held.every(Boolean)) {
          throw new LostLeaseError();
        }
        const retryAt = new Date(transaction.now.getTime() + (againIn ?? 0)).toISOString();
        await this.recordResult(transaction, attempt, result, retryAt);
        return transaction.now;
      },
    );
    return result.outcome === 'accepted' ? at.getTime() - attempt.task.recordedAt.getTime() : undefined;
  }

  private async recordResult(
    transaction: AuditTransaction,
    attempt: Attempt,
    result: DeliveryResult,
    retryAt: string,
  ): Promise<void> {
    const { task, number, filesLeftOut, encrypted } = attempt;
    const { forwardingId: forwarding, rightsRequestId } = task;
    switch (result.outcome) {
      case 'accepted': {
        const facts = {
          ...{ forwarding, attempt: number, designation: task.designationId },
          ...{ acceptedAt: transaction.now.toISOString(), smtpCode: result.code, tls: result.tls !== null },
          recipients: recipientsHash([task.designationEmail]),
          ...(filesLeftOut === 0 ? {} : { filesLeftOut }),
          ...(encrypted ? { encrypted } : {}),
        };
        const commitment = this.sealReply(transaction, task, number, result.reply);
        transaction.pipeline(noteCarried(transaction, forwarding, task.mailContent));
        return transaction.record('forwarding.accepted', facts, { rightsRequestId, commit: commitment });
      }
      case 'deferred': {
        const facts = { forwarding, attempt: number, reason: result.reason, retryAt, ...codeOf(result) };
        return transaction.record('forwarding.deferred', facts, { rightsRequestId });
      }
      case 'refused':
        return this.tryDeputy(transaction, attempt, result, retryAt);
    }
  }

  /** The alarm is the state itself, shown on every page; the deputy is tried, and the DPO again. */
  private async tryDeputy(
    transaction: AuditTransaction,
    { task, number }: Attempt,
    result: Refused,
    retryAt: string,
  ): Promise<void> {
    const { forwardingId: forwarding, rightsRequestId } = task;
    const deputy = await this.deputies.add(transaction, forwarding);
    const facts = { forwarding, attempt: number, deputy, retryAt, ...codeOf(result) };
    const commitment = this.sealReply(transaction, task, number, result.reply);
    transaction.record('forwarding.refused', facts, { rightsRequestId, commit: commitment });
  }

  /** The server's words may quote addresses: kept verbatim under seal, their commitment goes into the log. */
  private sealReply(transaction: AuditTransaction, task: ForwardingTask, attempt: number, reply: string): string {
    const field = `reply-${task.forwardingId}-${attempt}`;
    return this.vault.with(task, task).seal(transaction, field, { reply });
  }
}

/** Asked more rarely: who has refused the mail, and who would lock our account after a few wrong passwords. */
function isSlow(result: DeliveryResult): boolean {
  return result.outcome === 'refused' || (result.outcome === 'deferred' && result.reason === 'authentication');
}

function sentMail(task: ForwardingTask) {
  const { forwardingId: about, organisationId, rightsRequestId, messageId } = task;
  return { messageId, organisationId, rightsRequestId, kind: 'forward', about, toDpo: true } as const;
}

function lostLease(): never {
  throw new LostLeaseError();
}

function codeOf({ code }: { readonly code?: number | null | undefined }): { smtpCode?: number } {
  return code === undefined || code === null ? {} : { smtpCode: code };
}
