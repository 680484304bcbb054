import { Inject, Injectable } from '@nestjs/common';
import { WORKER_SCOPE } from '../../audit/actor.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { LOGGER, type Log } from '../../platform/logging/log.js';
import { ImapInbox } from '../../platform/mail/inbox/imap-inbox.js';
import { imapSettings } from '../../platform/mail/inbox/imap-settings.js';
import { MAIL_TOKENS, type OAuthTokens } from '../../platform/mail/oauth-tokens.js';
import { MailStanding } from '../../platform/mail/mail-standing.js';
import { MAILBOX } from '../../platform/mail/mail-settings.js';
import type { Mailbox } from '../../platform/mail/mailbox.js';
import { InboundMails } from './inbound-mails.js';

/** Every mailbox that is read: the built-in one as mails arrive, the others over IMAP by whoever is a worker. */
@Injectable()
export class Inboxes {
  private inboxes: readonly ImapInbox[] = [];

  constructor(
    @Inject(InboundMails) private readonly mails: InboundMails,
    @Inject(MAILBOX) private readonly mailbox: Mailbox | undefined,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
    @Inject(MailStanding) private readonly standing: MailStanding,
    @Inject(MAIL_TOKENS) private readonly tokens: OAuthTokens | undefined,
  ) {}

  start(): void {
    this.mailbox?.onMail(async (recipients, read) => {
      // Whatever is sent here arrives; what is for somebody else is only kept.
      if (await this.mails.isForUs(recipients)) {
        const arrival = { at: this.clock.now(), organisation: undefined, isHistory: false };
        await this.mails.take(await read(), arrival, recipients);
      }
    });
    if (this.config.imapUrl !== undefined && this.config.roles.includes('worker')) {
      const { tokens } = this;
      const token = tokens === undefined ? undefined : (renew: boolean) => tokens.token(renew);
      this.inboxes = imapSettings(this.config.imapUrl).map(
        (settings) => new ImapInbox(settings, this.database, WORKER_SCOPE, this.mails, this.log, this.standing, token),
      );
      this.inboxes.forEach((inbox) => inbox.start());
    }
  }

  async stop(): Promise<void> {
    this.mailbox?.onMail(undefined);
    await Promise.all(this.inboxes.map((inbox) => inbox.stop()));
  }
}
