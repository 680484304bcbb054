import { Inject, Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { MailJobs } from '../audit/mail-jobs.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { OutboxWorker } from '../platform/outbox/outbox-worker.js';
import { RequestsModule } from '../requests/requests.module.js';
import { IntakeService } from './intake.service.js';
import { CONFIRMATION_JOB, Confirmations } from './mail/confirmation.js';
import { InboundMails } from './mail/inbound-mails.js';
import { Inboxes } from './mail/inboxes.js';
import { MailPlaces } from './mail/mail-places.js';
import { MailRecorder } from './mail/mail-recorder.js';
import { MailRequests } from './mail/mail-request.js';
import { Tray, TRAY_NOTICE_JOB } from './mail/tray.js';
import { TrayDesk } from './mail/tray-desk.js';
import { TrayNotice } from './mail/tray-notice.js';
import { TraySweep } from './mail/tray-sweep.js';

const SWEEP_MS = 3_600_000;
const MAIL = [
  Confirmations,
  InboundMails,
  Inboxes,
  MailPlaces,
  MailRecorder,
  MailRequests,
  Tray,
  TrayDesk,
  TrayNotice,
  TraySweep,
];

@Module({
  imports: [AuditModule, OrganisationsModule, RequestsModule],
  providers: [IntakeService, ...MAIL],
  exports: [IntakeService, TrayDesk],
})
export class IntakeModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(Inboxes) private readonly inboxes: Inboxes,
    @Inject(MailJobs) private readonly mailJobs: MailJobs,
    @Inject(TrayNotice) private readonly notice: TrayNotice,
    @Inject(Confirmations) private readonly confirmations: Confirmations,
    @Inject(TraySweep) private readonly sweep: TraySweep,
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
  ) {}

  onApplicationBootstrap(): void {
    this.mailJobs.register(TRAY_NOTICE_JOB, this.notice);
    this.mailJobs.register(CONFIRMATION_JOB, this.confirmations);
    this.worker.every(SWEEP_MS, () => this.sweep.sweep());
    this.inboxes.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.inboxes.stop();
  }
}
