import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { retryDelayMs } from '../domain/forwarding/retry.js';
import { commit } from '../domain/log/commitment.js';
import { systemActor } from '../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../audit/audit-log.js';
import { ReceiptProofs } from '../audit/receipt-proofs.js';
import { recipientsHash } from '../organisations/organisations.service.js';
import { Clock } from '../platform/clock.js';
import { uuidv7 } from '../platform/ids.js';
import {
  MAIL_TRANSPORT,
  type Accepted,
  type DeliveryResult,
  type MailTransport,
  type Refused,
} from '../platform/mail/transport.js';
import { completeJob, rescheduleJob, type ClaimedJob } from '../platform/outbox/outbox.sql.js';
import { Vault } from '../platform/vault/vault.js';
import { FORWARD_JOB } from '../requests/forwarding-job.js';
import { ForwardingMail } from './forwarding-mail.js';
import {
  abandonAttempt,
  finishAttempt,
  forwardToDeputy,
  loadTask,
  startAttempt,
  type ForwardingTask,
} from './forwarding.sql.js';

/** The claim was lost: another worker has taken over, and this one writes nothing. Rolled back. */
class LostClaimError extends Error {
  override readonly name = 'LostClaimError';
}

/** The mail waits no longer than this for the proof it carries. */
const PROOF_WAIT_MS = 1_000;
const SEND_DEADLINE_MS = 120_000;

interface Attempt {
  readonly task: ForwardingTask;
  readonly number: number;
}

/**
 * One attempt at one forwarding (DESIGN §6): committed as started before the connection opens; its result is written
 * only under the claim; whatever happens between the two, the next claimant finds an attempt without a result.
 */
@Injectable()
export class ForwardingService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
    @Inject(ForwardingMail) private readonly mail: ForwardingMail,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async forward(job: ClaimedJob, signal: AbortSignal): Promise<void> {
    try {
      const attempt = await this.start(job);
      if (attempt === undefined) {
        return;
      }
      const proof = await this.proofs.waitFor(job.organisationId, attempt.task.rightsRequestId, PROOF_WAIT_MS);
      const message = this.mail.compose(attempt.task, attempt.number, proof);
      const result = await this.transport.send(message, { signal, deadlineMs: SEND_DEADLINE_MS });
      await this.finish(job, attempt, result);
    } catch (error) {
      if (!(error instanceof LostClaimError)) {
        throw error;
      }
    }
  }

  /** Undefined when nothing is left to do. */
  private async start(job: ClaimedJob): Promise<Attempt | undefined> {
    const { result } = await this.auditLog.transact(systemActor(job.organisationId), async (transaction) => {
      const task = await loadTask(transaction, job);
      if (task === undefined) {
        throw new LostClaimError();
      }
      const about = { rightsRequestId: task.rightsRequestId };
      if (task.attempts > 0) {
        const abandoned = await abandonAttempt(transaction, task.forwardingId, transaction.now);
        if (abandoned !== undefined) {
          transaction.record('forwarding.unknown', { forwarding: task.forwardingId, attempt: abandoned }, about);
        }
      }
      const number = await startAttempt(transaction, {
        forwardingId: task.forwardingId,
        organisationId: job.organisationId,
        claimToken: job.claimToken,
        at: transaction.now,
      });
      const started = { forwarding: task.forwardingId, attempt: number, designation: task.designationId };
      transaction.record('forwarding.attempt-started', started, about);
      return { task, number };
    });
    return result;
  }

  private async finish(job: ClaimedJob, attempt: Attempt, result: DeliveryResult): Promise<void> {
    await this.auditLog.transact(systemActor(job.organisationId), async (transaction) => {
      switch (result.outcome) {
        case 'accepted':
          return this.recordAccepted(transaction, job, attempt, result);
        case 'refused':
          return this.recordRefused(transaction, job, attempt, result);
        case 'deferred': {
          const retryAt = await this.again(transaction, job, attempt, 'deferred', result.code ?? null);
          transaction.record(
            'forwarding.deferred',
            {
              forwarding: attempt.task.forwardingId,
              attempt: attempt.number,
              reason: result.reason,
              retryAt: retryAt.toISOString(),
              ...(result.code === undefined ? {} : { smtpCode: result.code }),
            },
            { rightsRequestId: attempt.task.rightsRequestId },
          );
        }
      }
    });
  }

  private async recordAccepted(
    transaction: AuditTransaction,
    job: ClaimedJob,
    { task, number }: Attempt,
    result: Accepted,
  ): Promise<void> {
    await this.underClaim(completeJob(transaction, job));
    await this.underClaim(
      finishAttempt(transaction, {
        ...{ forwardingId: task.forwardingId, claimToken: job.claimToken, outcome: 'accepted' },
        ...{ smtpCode: result.code, at: transaction.now, nextAttemptAt: null },
      }),
    );
    transaction.record(
      'forwarding.accepted',
      {
        forwarding: task.forwardingId,
        attempt: number,
        designation: task.designationId,
        acceptedAt: transaction.now.toISOString(),
        smtpCode: result.code,
        tls: result.tls !== null,
        recipients: recipientsHash([task.designationEmail]),
      },
      { rightsRequestId: task.rightsRequestId, commit: this.sealReply(transaction, task, number, result.reply) },
    );
  }

  /** The alarm is the state itself, shown on every page; the deputy is tried, and the DPO again (DESIGN §6). */
  private async recordRefused(
    transaction: AuditTransaction,
    job: ClaimedJob,
    attempt: Attempt,
    result: Refused,
  ): Promise<void> {
    const { task, number } = attempt;
    const retryAt = await this.again(transaction, job, attempt, 'refused', result.code);
    const deputyForwarding = uuidv7(this.clock.now().getTime());
    const deputy = await forwardToDeputy(transaction, deputyForwarding, task.forwardingId);
    if (deputy) {
      transaction.enqueue({ kind: FORWARD_JOB, subjectId: deputyForwarding });
    }
    transaction.record(
      'forwarding.refused',
      {
        forwarding: task.forwardingId,
        attempt: number,
        deputy,
        retryAt: retryAt.toISOString(),
        ...(result.code === null ? {} : { smtpCode: result.code }),
      },
      { rightsRequestId: task.rightsRequestId, commit: this.sealReply(transaction, task, number, result.reply) },
    );
  }

  private async again(
    transaction: AuditTransaction,
    job: ClaimedJob,
    { task, number }: Attempt,
    outcome: 'deferred' | 'refused',
    smtpCode: number | null,
  ): Promise<Date> {
    const delay = retryDelayMs(number);
    const nextAttemptAt = new Date(transaction.now.getTime() + delay);
    await this.underClaim(rescheduleJob(transaction, job, delay));
    await this.underClaim(
      finishAttempt(transaction, {
        ...{ forwardingId: task.forwardingId, claimToken: job.claimToken, outcome, smtpCode },
        ...{ at: transaction.now, nextAttemptAt },
      }),
    );
    return nextAttemptAt;
  }

  /** The server's words may quote addresses: kept verbatim under seal, their commitment goes into the log. */
  private sealReply(transaction: AuditTransaction, task: ForwardingTask, attempt: number, reply: string): string {
    const salt = randomBytes(32);
    const payload = { reply };
    const field = `reply-${task.forwardingId}-${attempt}`;
    const place = { organisation: task.organisationId, request: task.rightsRequestId, field };
    const dataKey = this.vault.unwrap(task, task.organisationId, task.rightsRequestId);
    const envelope = Buffer.from(JSON.stringify({ salt: salt.toString('base64'), payload }), 'utf8');
    transaction.seal({
      rightsRequestId: task.rightsRequestId,
      organisationId: task.organisationId,
      field,
      ciphertext: this.vault.seal(dataKey, place, envelope),
    });
    return commit(salt, payload);
  }

  private async underClaim(write: Promise<boolean>): Promise<void> {
    if (!(await write)) {
      throw new LostClaimError();
    }
  }
}
