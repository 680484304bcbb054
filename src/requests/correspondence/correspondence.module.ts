import { Inject, Module, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { MailJobs } from '../../audit/mail-jobs.js';
import { OrganisationsModule } from '../../organisations/organisations.module.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { LOGGER, type Log } from '../../platform/logging/log.js';
import { ImapInbox } from '../../platform/mail/imap-inbox.js';
import type { Mailbox } from '../../platform/mail/mailbox.js';
import { MAILBOX } from '../../platform/mail/mail-settings.js';
import { RequestModule } from '../request/request.module.js';
import { CorrespondenceService } from './correspondence.service.js';
import { MESSAGE_NOTICE_JOB, SEND_MESSAGE_JOB } from '../request/case-mail-jobs.js';
import { Letters } from './letter.js';
import { MessageIntake } from './message-intake.js';
import { MessageNotice } from './message-notice.js';
import { MessageSender } from './message-sender.js';
import { MessageStart } from './message-start.service.js';
import { SenderReader } from './sender-reader.js';
import { TemplatesService } from './templates.service.js';
import { ThreadService } from './thread.service.js';
import { UndeliveredService } from './undelivered.service.js';

@Module({
  imports: [AuditModule, OrganisationsModule, RequestModule],
  providers: [
    ...[CorrespondenceService, Letters, MessageIntake, MessageNotice, MessageSender, SenderReader],
    ...[MessageStart, TemplatesService, ThreadService, UndeliveredService],
  ],
  exports: [
    ...[CorrespondenceService, MessageIntake, MessageStart, SenderReader, TemplatesService, ThreadService],
    UndeliveredService,
  ],
})
export class CorrespondenceModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private inbox: ImapInbox | undefined;

  constructor(
    @Inject(MailJobs) private readonly mailJobs: MailJobs,
    @Inject(MessageSender) private readonly sender: MessageSender,
    @Inject(MessageNotice) private readonly notice: MessageNotice,
    @Inject(MessageIntake) private readonly intake: MessageIntake,
    @Inject(MAILBOX) private readonly mailbox: Mailbox | undefined,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.mailJobs.register(SEND_MESSAGE_JOB, this.sender);
    this.mailJobs.register(MESSAGE_NOTICE_JOB, this.notice);
    this.mailbox?.onMail(async (recipients, read) => {
      if (this.intake.isOurs(recipients)) {
        await this.intake.take(await read(), recipients);
      }
    });
    if (this.config.imapUrl !== undefined && this.config.roles.includes('worker')) {
      this.inbox = new ImapInbox(this.config.imapUrl, this.log);
      this.inbox.start((raw) => this.intake.take(raw));
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.mailbox?.onMail(undefined);
    await this.inbox?.stop();
  }
}
