import type { NodemailerError } from 'nodemailer/lib/errors';
import type { SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection';
import { composeMail, isMailAddress, wireAddress } from './compose.js';
import { failureResult, partialResult, refusedUnoffered } from './delivery-failure.js';
import { SMTP_TIMEOUTS, type SmtpSettings } from './smtp-settings.js';
import { SessionFailure, SmtpSession, type Envelope } from './smtp-session.js';
import type { DeliveryResult, MailTransport, OutgoingMail, SendOptions } from './transport.js';

const MAX_CONNECTIONS = 5;
const MAILS_PER_CONNECTION = 100;

/**
 * Mail over SMTP. Connections are kept for the next mail and closed when idle. There is no queue that sends by itself:
 * one call is one attempt, with one exception. If a kept connection turns out dead or closing before any content flowed,
 * the mail goes over a fresh one at once; it cannot have been taken.
 */
export class SmtpTransport implements MailTransport {
  private readonly idle: { readonly session: SmtpSession; readonly timer: NodeJS.Timeout }[] = [];
  private readonly waiting: (() => void)[] = [];
  private readonly inFlight = new Set<Promise<unknown>>();
  private busy = 0;
  private closed = false;

  constructor(private readonly settings: SmtpSettings) {}

  async send(mail: OutgoingMail, options: SendOptions = {}): Promise<DeliveryResult> {
    if (mail.to.length === 0 || ![mail.from, ...mail.to].every(({ address }) => isMailAddress(address))) {
      return refusedUnoffered('the sender or a recipient is no mail address');
    }
    const attempt = this.withDeadline(options, (signal) => this.attempt(mail, signal));
    this.inFlight.add(attempt);
    return attempt.finally(() => this.inFlight.delete(attempt));
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.inFlight);
    for (const { session, timer } of this.idle.splice(0)) {
      clearTimeout(timer);
      session.quit();
    }
  }

  private async attempt(mail: OutgoingMail, signal: AbortSignal): Promise<DeliveryResult> {
    const bytes = await composeMail(mail);
    const envelope = envelopeOf(mail);
    if (!(await this.turn(signal))) {
      return { outcome: 'deferred', reason: 'timeout', uncertain: false };
    }
    try {
      return await this.deliver(envelope, bytes, signal);
    } catch (error) {
      return error instanceof SessionFailure
        ? failureResult(error.reason, error.contentSent)
        : failureResult(error as NodemailerError, false);
    } finally {
      this.busy -= 1;
      this.waiting.shift()?.();
    }
  }

  private async deliver(envelope: Envelope, bytes: Buffer, signal: AbortSignal): Promise<DeliveryResult> {
    const kept = this.takeIdle();
    if (kept !== undefined) {
      try {
        return this.conclude(kept, await kept.deliver(envelope, bytes, signal));
      } catch (error) {
        if (!isStale(error) || signal.aborted) {
          throw error;
        }
      }
    }
    const fresh = await this.opened(signal);
    return this.conclude(fresh, await fresh.deliver(envelope, bytes, signal));
  }

  private async opened(signal: AbortSignal): Promise<SmtpSession> {
    const session = new SmtpSession(this.settings);
    try {
      await session.open(signal);
      return session;
    } catch (error) {
      const { code, responseCode } = error as NodemailerError;
      if (this.settings.token === undefined || code !== 'EAUTH' || responseCode === undefined) {
        throw error;
      }
    }
    const again = new SmtpSession(this.settings);
    await again.open(signal, true);
    return again;
  }

  private conclude(session: SmtpSession, info: SMTPConnectionSendInfo): DeliveryResult {
    const { tls, remote } = session;
    this.keep(session);
    return info.rejected.length > 0
      ? partialResult(info.rejectedErrors ?? [])
      : { outcome: 'accepted', code: Number.parseInt(info.response, 10), reply: info.response, tls, remote };
  }

  private takeIdle(): SmtpSession | undefined {
    for (let entry = this.idle.pop(); entry !== undefined; entry = this.idle.pop()) {
      clearTimeout(entry.timer);
      if (entry.session.alive) {
        return entry.session;
      }
    }
    return undefined;
  }

  private keep(session: SmtpSession): void {
    if (this.closed || session.delivered >= (this.settings.mailsPerConnection ?? MAILS_PER_CONNECTION)) {
      session.quit();
      return;
    }
    const entry = { session, timer: setTimeout(() => this.dismiss(entry), this.timeout('idle')) };
    // An idle connection keeps no process alive.
    entry.timer.unref();
    this.idle.push(entry);
  }

  private dismiss(entry: (typeof this.idle)[number]): void {
    const index = this.idle.indexOf(entry);
    if (index >= 0) {
      this.idle.splice(index, 1);
      entry.session.quit();
    }
  }

  /** Waits for one of the few connections; false if the attempt's time ran out first. */
  private async turn(signal: AbortSignal): Promise<boolean> {
    while (this.busy >= (this.settings.maxConnections ?? MAX_CONNECTIONS) && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const proceed = (): void => {
          signal.removeEventListener('abort', proceed);
          const index = this.waiting.indexOf(proceed);
          if (index >= 0) {
            this.waiting.splice(index, 1);
          }
          resolve();
        };
        this.waiting.push(proceed);
        signal.addEventListener('abort', proceed);
      });
    }
    if (signal.aborted) {
      // Our slot goes to the next waiter.
      this.waiting.shift()?.();
      return false;
    }
    this.busy += 1;
    return true;
  }

  /** Not AbortSignal.any and .timeout: they keep every attempt in memory until its deadline, long after it has ended. */
  private async withDeadline<T>(options: SendOptions, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const own = new AbortController();
    const giveUp = (): void => own.abort();
    const timer = setTimeout(giveUp, options.deadlineMs ?? this.timeout('deadline'));
    options.signal?.addEventListener('abort', giveUp);
    if (options.signal?.aborted === true) {
      giveUp();
    }
    try {
      return await run(own.signal);
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', giveUp);
    }
  }

  private timeout(phase: keyof typeof SMTP_TIMEOUTS): number {
    return this.settings.timeouts?.[phase] ?? SMTP_TIMEOUTS[phase];
  }
}

function envelopeOf({ from, to, envelope }: OutgoingMail): Envelope {
  const recipients = to.map(({ address }) => wireAddress(address));
  return envelope === undefined
    ? { from: wireAddress(from.address), to: recipients }
    : {
        ...{ from: wireAddress(envelope.from), to: recipients },
        report: { id: envelope.id, success: envelope.reportSuccess },
      };
}

/** The connection was at fault, not the mail: lost before the server answered, or it says that it was about to close. */
function isStale(error: unknown): boolean {
  if (!(error instanceof SessionFailure) || error.contentSent) {
    return false;
  }
  const { responseCode } = error.reason;
  return responseCode === undefined || responseCode === 421 || responseCode === 503;
}
