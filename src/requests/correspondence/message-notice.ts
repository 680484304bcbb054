import { Inject, Injectable } from '@nestjs/common';
import { retryDelayMs } from '../../domain/forwarding/retry.js';
import { systemActor } from '../../audit/actor.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import { MAIL_TRANSPORT, type MailTransport } from '../../platform/mail/transport.js';
import { completeJob, rescheduleJob, type ClaimedJob } from '../../platform/outbox/outbox.sql.js';
import { NOTICE_MAIL as WORDS } from './notice-mail.de.js';
import { loadNotice } from './notice.sql.js';

const NOBODY_ATTEMPT = 4;

/**
 * Tells the DPO by a short mail that an answer came in, or that a message did not get there. It says no more than the
 * reference; what it is about stands in the case. Lost, it loses nothing else.
 */
@Injectable()
export class MessageNotice {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async tell(job: ClaimedJob, signal: AbortSignal): Promise<void> {
    const actor = systemActor(job.organisationId);
    const notice = await this.database.ask(actor, (executor) => loadNotice(executor, job, this.clock.now()));
    if (notice === undefined) {
      await this.database.writeVolatile(actor, (executor) =>
        rescheduleJob(executor, job, retryDelayMs(NOBODY_ATTEMPT)),
      );
      return;
    }
    const { state, reference, rightsRequestId, recipient, messageId } = notice;
    const { path, ...words } = wordsOf(state);
    const result = await this.transport.send(
      {
        from: this.settings.from,
        to: [{ address: recipient }],
        subject: words.subject(reference),
        text: `${words.text(reference)}\n\n${this.settings.baseUrl}/vorgaenge/${rightsRequestId}/${path}`,
        messageId: `<${messageId}.${state}.notice@${this.config.logHost}>`,
        date: this.clock.now(),
        headers: { 'Auto-Submitted': 'auto-generated' },
      },
      { signal },
    );
    await this.database.writeVolatile(actor, (executor) =>
      result.outcome === 'deferred'
        ? rescheduleJob(executor, job, retryDelayMs(NOBODY_ATTEMPT))
        : completeJob(executor, job),
    );
  }
}

function wordsOf(state: string) {
  switch (state) {
    case 'received':
      return { ...WORDS.received, path: 'schriftverkehr' };
    case 'recipient':
      return { ...WORDS.recipient, path: 'empfaenger' };
    default:
      return { ...WORDS.undelivered, path: 'schriftverkehr' };
  }
}
