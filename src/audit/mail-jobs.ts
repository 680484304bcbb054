import { Inject, Injectable } from '@nestjs/common';
import { retryDelayMs } from '../domain/forwarding/retry.js';
import type { MailKind } from '../domain/log/events/mail.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import type { Executor } from '../platform/database/statement.js';
import { uuidv7 } from '../platform/ids.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import type { Accepted, Deferred, OutgoingMail, Refused } from '../platform/mail/transport.js';
import { LostLeaseError } from '../platform/outbox/lost-lease.js';
import { OutboxWorker } from '../platform/outbox/outbox-worker.js';
import { completeJob, rescheduleJob, retryJob, type LeasedJob } from '../platform/outbox/outbox.sql.js';
import { systemActor } from './actor.js';
import { AuditLog, type AuditTransaction } from './audit-log.js';
import { SentMails } from './sent-mails.js';
import { insertRefusedMail, settleRefusedMails, type MailMatter } from './refused-mails.sql.js';

const NOBODY_DELAY_MS = 60_000;
const SEND_DEADLINE_MS = 120_000;

/** A refused mail to the DPO is given up after this many attempts: some three days, mostly ten minutes apart. */
export const DPO_ATTEMPTS = 440;

type Composed = OutgoingMail | 'later' | 'dropped';

/**
 * One kind of mail: what it is about, what it says, and what is recorded. What a server answers is handled in one place
 * for all kinds: accepted; deferred (4xx, network), which is retried for ever with growing pauses; refused for good
 * (5xx), which always ends on the DPO's desk and in the log.
 *
 * The methods with a transaction mark and record an outcome, in the commit that ends the job. They return false when
 * what the mail was about has moved on: nothing is committed then.
 */
export interface MailJob<Task> {
  /** `later`: there is nobody to send it to just now. `done`: sent, erased, or another worker's by now. */
  load(job: LeasedJob): Promise<Task | 'later' | 'done'>;
  matter(task: Task, job: LeasedJob): MailMatter;
  /** `dropped`: it is not needed any more. */
  compose(task: Task, job: LeasedJob): Composed | Promise<Composed>;
  /** Without it no entry is written: nothing depends on the mail. */
  sent?(transaction: AuditTransaction, task: Task, result: Accepted, job: LeasedJob): Promise<boolean>;
  /** Without it the job just ends. */
  dropped?(transaction: AuditTransaction, task: Task, job: LeasedJob): Promise<boolean>;
  /** For mails whose attempts are facts of the case; `retryAt` is when the next one is due. */
  deferred?(
    transaction: AuditTransaction,
    task: Task,
    result: Deferred & { readonly retryAt: Date },
    job: LeasedJob,
  ): Promise<boolean>;
  /**
   * For mails whose refusal is a state of its own that the pages show. Without it the refusal is kept in `refused_mail`
   * and recorded as `mail.refused`, and the DPO is told.
   */
  refused?(transaction: AuditTransaction, task: Task, result: Refused, job: LeasedJob): Promise<boolean>;
}

/** One leased job of a kind. */
interface Attempt<Task> {
  readonly kind: MailKind;
  readonly mail: MailJob<Task>;
  readonly job: LeasedJob;
  readonly task: Task;
}

/** Sends mails: the one way from a job to the mail server, besides the forwarding. */
@Injectable()
export class MailJobs {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(SentMails) private readonly sentMails: SentMails,
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  register<Task>(kind: MailKind, mail: MailJob<Task>): void {
    this.worker.register(kind, (job, signal) => this.run(kind, mail, job, signal));
  }

  private async run<Task>(kind: MailKind, mail: MailJob<Task>, job: LeasedJob, signal: AbortSignal): Promise<void> {
    const task = await mail.load(job);
    if (task === 'done') {
      return this.end(job, complete(job));
    }
    if (task === 'later') {
      return this.end(job, later(job));
    }
    const message = await mail.compose(task, job);
    if (message === 'later') {
      return this.end(job, later(job));
    }
    const attempt = { kind, mail, job, task };
    if (message === 'dropped') {
      return this.drop(attempt);
    }
    const sent = { ...mail.matter(task, job), organisationId: job.organisationId, kind };
    const result = await this.sentMails.send(message, sent, { signal, deadlineMs: SEND_DEADLINE_MS });
    switch (result.outcome) {
      case 'accepted':
        return this.accept(attempt, result);
      case 'deferred':
        return this.defer(attempt, result);
      case 'refused':
        return this.refuse(attempt, result);
    }
  }

  private async drop<Task>({ mail, job, task }: Attempt<Task>): Promise<void> {
    if (mail.dropped === undefined) {
      return this.end(job, complete(job));
    }
    await this.settle(job, complete(job), async (transaction) => mail.dropped?.(transaction, task, job) ?? false);
  }

  private async accept<Task>({ kind, mail, job, task }: Attempt<Task>, result: Accepted): Promise<void> {
    if (mail.sent === undefined && !job.refused) {
      return this.end(job, complete(job));
    }
    await this.settle(job, complete(job), async (transaction) => {
      const matter = mail.matter(task, job);
      transaction.pipeline(settleRefusedMails(transaction, job.organisationId, kind, matter));
      if (mail.sent !== undefined) {
        return mail.sent(transaction, task, result, job);
      }
      const facts = { mail: kind, about: matter.about, attempt: job.attempts + 1, smtpCode: result.code };
      transaction.record('mail.accepted', facts, subjectOf(matter));
      return true;
    });
  }

  private async defer<Task>({ kind, mail, job, task }: Attempt<Task>, result: Deferred): Promise<void> {
    const delay = retryDelayMs(job.attempts + 1);
    this.log.warn({ mail: kind, subject: job.subjectId, reason: result.reason }, 'mail deferred; it is retried');
    if (mail.deferred === undefined) {
      return this.end(job, retry(job, delay));
    }
    await this.settle(job, retry(job, delay), async (transaction) => {
      const retryAt = new Date(transaction.now.getTime() + delay);
      return mail.deferred?.(transaction, task, { ...result, retryAt }, job) ?? false;
    });
  }

  /** The DPO's own server is asked again, as it is for a forwarding: what it refused may be what the DPO waits for. */
  private async refuse<Task>({ kind, mail, job, task }: Attempt<Task>, result: Refused): Promise<void> {
    const matter = mail.matter(task, job);
    const { code: smtpCode } = result;
    const again = mail.refused === undefined && matter.toDpo && job.attempts + 1 < DPO_ATTEMPTS;
    const delay = retryDelayMs(job.attempts + 1);
    this.log.warn({ mail: kind, subject: job.subjectId, smtpCode, again }, 'mail refused by the server');
    if (again && job.refused) {
      // Noted with the first refusal: the log need not hold hundreds of them.
      return this.end(job, retry(job, delay));
    }
    await this.settle(job, again ? retry(job, delay, true) : complete(job), async (transaction) => {
      if (mail.refused !== undefined) {
        return mail.refused(transaction, task, result, job);
      }
      if (!job.refused) {
        await this.note(transaction, kind, matter, smtpCode);
      }
      const facts = { mail: kind, about: matter.about, attempt: job.attempts + 1, again };
      transaction.record('mail.refused', smtpCode === null ? facts : { ...facts, smtpCode }, subjectOf(matter));
      return true;
    });
  }

  /** Shown on the desk. The DPO is told by mail too, unless it was the DPO's mail that was refused. */
  private async note(
    transaction: AuditTransaction,
    kind: MailKind,
    matter: MailMatter,
    smtpCode: number | null,
  ): Promise<void> {
    const { organisationId } = transaction.actor;
    const id = uuidv7(this.clock.now().getTime());
    const refusedAt = transaction.now;
    await insertRefusedMail(transaction, { ...matter, id, organisationId, kind, smtpCode, refusedAt });
    if (!matter.toDpo) {
      transaction.enqueue({ kind: 'message-notice' satisfies MailKind, subjectId: id });
    }
  }

  /** The job ends in the one commit of what `work` marks and records. */
  private async settle(
    job: LeasedJob,
    end: JobEnd,
    work: (transaction: AuditTransaction) => Promise<boolean>,
  ): Promise<void> {
    await this.auditLog.transactOn(systemActor(job.organisationId), end, async (transaction, held) => {
      if (!held || !(await work(transaction))) {
        throw new LostLeaseError();
      }
    });
  }

  /** The job ends, and nothing is recorded. */
  private async end(job: LeasedJob, end: JobEnd): Promise<void> {
    await this.database.writeVolatile(systemActor(job.organisationId), end);
  }
}

/** How this run of a job ends: completed or to be run again. False: the lease is lost. */
type JobEnd = (executor: Executor) => Promise<boolean>;

const complete =
  (job: LeasedJob): JobEnd =>
  (executor) =>
    completeJob(executor, job);

const later =
  (job: LeasedJob): JobEnd =>
  (executor) =>
    rescheduleJob(executor, job, NOBODY_DELAY_MS);

const retry =
  (job: LeasedJob, delayMs: number, refused = false): JobEnd =>
  (executor) =>
    retryJob(executor, job, delayMs, refused);

function subjectOf({ rightsRequestId }: MailMatter): { readonly rightsRequestId?: string } {
  return rightsRequestId === null ? {} : { rightsRequestId };
}
