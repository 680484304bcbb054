import { Inject, Injectable } from '@nestjs/common';
import { systemActor } from '../../audit/actor.js';
import type { MailJob } from '../../audit/mail-jobs.js';
import type { MailMatter } from '../../audit/refused-mails.sql.js';
import { designationAt } from '../../organisations/designation-at.sql.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import type { OutgoingMail } from '../../platform/mail/transport.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';
import { TRAY_NOTICE as WORDS } from './tray-notice.de.js';
import { countOpen } from './tray.sql.js';

interface Waiting {
  readonly organisationId: string;
  readonly open: number;
  /** The DPO, or the deputy while the DPO is away. */
  readonly recipient: string;
}

const RECIPIENT = statement(
  'inbound-notice-recipient',
  `SELECT d.email AS recipient FROM organisation o JOIN ${designationAt('$2')} WHERE o.id = $1`,
);

/** Tells the DPO how many mails wait in the tray; retried like every mail to the DPO. */
@Injectable()
export class TrayNotice implements MailJob<Waiting> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async load({ organisationId }: LeasedJob): Promise<Waiting | 'later' | 'done'> {
    const [{ rows }, open] = await this.database.ask(systemActor(organisationId), (executor) =>
      Promise.all([
        executor.run<{ recipient: string }>(RECIPIENT, [organisationId, this.clock.now()]),
        countOpen(executor, organisationId),
      ]),
    );
    const recipient = rows[0]?.recipient;
    return open === 0 ? 'done' : recipient === undefined ? 'later' : { organisationId, open, recipient };
  }

  matter(_task: Waiting, { id }: LeasedJob): MailMatter {
    return { about: id, rightsRequestId: null, toDpo: true };
  }

  compose({ open, recipient }: Waiting, { id }: LeasedJob): OutgoingMail {
    return {
      from: this.settings.from,
      to: [{ address: recipient }],
      subject: WORDS.subject(open),
      text: `${WORDS.text(open)}\n\n${this.settings.baseUrl}/unzugeordnet`,
      messageId: `<${id}.tray@${this.config.mailDomain}>`,
      date: this.clock.now(),
      headers: { 'Auto-Submitted': 'auto-generated' },
    };
  }
}
