import { Inject, Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { RequestsModule } from '../requests/requests.module.js';
import { IntakeService } from './intake.service.js';
import { InboundMails } from './mail/inbound-mails.js';
import { Inboxes } from './mail/inboxes.js';

@Module({
  imports: [AuditModule, RequestsModule],
  providers: [IntakeService, InboundMails, Inboxes],
  exports: [IntakeService],
})
export class IntakeModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(Inboxes) private readonly inboxes: Inboxes) {}

  onApplicationBootstrap(): void {
    this.inboxes.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.inboxes.stop();
  }
}
