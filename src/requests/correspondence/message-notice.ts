import { Inject, Injectable } from '@nestjs/common';
import { systemActor } from '../../audit/actor.js';
import type { MailJob } from '../../audit/mail-jobs.js';
import type { MailMatter } from '../../audit/refused-mails.sql.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import type { OutgoingMail } from '../../platform/mail/transport.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';
import { NOTICE_MAIL as WORDS } from './notice-mail.de.js';
import { loadNotice, type Notice } from './notice.sql.js';

/**
 * Tells the DPO by a short mail that an answer came in, or that a mail did not get there. It says no more than the
 * reference; what it is about stands in the case.
 */
@Injectable()
export class MessageNotice implements MailJob<Notice> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async load(job: LeasedJob): Promise<Notice | 'later'> {
    const actor = systemActor(job.organisationId);
    return (await this.database.ask(actor, (executor) => loadNotice(executor, job, this.clock.now()))) ?? 'later';
  }

  matter({ messageId, rightsRequestId }: Notice): MailMatter {
    return { about: messageId, rightsRequestId, toDpo: true };
  }

  compose({ state, reference, rightsRequestId, recipient, messageId }: Notice): OutgoingMail {
    const { path, ...words } = wordsOf(state);
    return {
      from: this.settings.from,
      to: [{ address: recipient }],
      subject: words.subject(reference),
      text: `${words.text(reference)}\n\n${this.settings.baseUrl}/vorgaenge/${rightsRequestId}/${path}`,
      messageId: `<${messageId}.${state}.notice@${this.config.mailDomain}>`,
      date: this.clock.now(),
      headers: { 'Auto-Submitted': 'auto-generated' },
    };
  }
}

function wordsOf(state: string) {
  switch (state) {
    case 'received':
      return { ...WORDS.received, path: 'schriftverkehr' };
    case 'mail-server':
      return { ...WORDS.serverReport, path: 'schriftverkehr' };
    case 'department':
      return { ...WORDS.department, path: 'schriftverkehr' };
    case 'recipient':
      return { ...WORDS.recipient, path: 'empfaenger' };
    case 'identity-code':
      return { ...WORDS.identityCode, path: 'identitaet' };
    case 'package-link':
    case 'package-code':
      return { ...WORDS.package, path: 'uebertragung' };
    case 'task-mail':
      return { ...WORDS.task, path: 'auftraege' };
    default:
      return { ...WORDS.undelivered, path: 'schriftverkehr' };
  }
}
