import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { MailJobs } from '../../audit/mail-jobs.js';
import { MailReports } from '../../audit/mail-reports.js';
import { OrganisationsModule } from '../../organisations/organisations.module.js';
import { RequestModule } from '../request/request.module.js';
import { CorrespondenceService } from './correspondence.service.js';
import { MESSAGE_NOTICE_JOB, SEND_MESSAGE_JOB } from '../request/case-mail-jobs.js';
import { EnteredMessages } from './entered-messages.service.js';
import { Letters } from './letter.js';
import { MessageIntake } from './message-intake.js';
import { MessageNotice } from './message-notice.js';
import { MessageSender } from './message-sender.js';
import { MessageStart } from './message-start.service.js';
import { PersonReceipts } from './person-receipt.js';
import { SenderReader } from './sender-reader.js';
import { TemplatesService } from './templates.service.js';
import { ThreadService } from './thread.service.js';
import { UndeliveredService } from './undelivered.service.js';

@Module({
  imports: [AuditModule, OrganisationsModule, RequestModule],
  providers: [
    ...[CorrespondenceService, EnteredMessages, Letters, MessageIntake, MessageNotice, MessageSender, SenderReader],
    ...[MessageStart, PersonReceipts, TemplatesService, ThreadService, UndeliveredService],
  ],
  exports: [
    ...[
      CorrespondenceService,
      EnteredMessages,
      MessageIntake,
      MessageStart,
      SenderReader,
      TemplatesService,
      ThreadService,
    ],
    UndeliveredService,
  ],
})
export class CorrespondenceModule implements OnApplicationBootstrap {
  constructor(
    @Inject(MailJobs) private readonly mailJobs: MailJobs,
    @Inject(MailReports) private readonly reports: MailReports,
    @Inject(MessageSender) private readonly sender: MessageSender,
    @Inject(MessageNotice) private readonly notice: MessageNotice,
  ) {}

  onApplicationBootstrap(): void {
    this.mailJobs.register(SEND_MESSAGE_JOB, this.sender);
    this.mailJobs.register(MESSAGE_NOTICE_JOB, this.notice);
    this.reports.register(SEND_MESSAGE_JOB, this.sender.reported);
  }
}
