import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { OutboxWorker } from '../platform/outbox/outbox-worker.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { RequestsModule } from '../requests/requests.module.js';
import { MailJobs } from '../audit/mail-jobs.js';
import { AgainErased } from './again-erased.js';
import { CERTIFICATE_JOB, Certificates } from './certificates.js';
import { CopiesService } from './copies.service.js';
import { ErasureAudit } from './erasure-audit.js';
import { ErasureSweep } from './erasure-sweep.js';
import { ErasuresService } from './erasures.service.js';
import { Erasing, SWEEP_ERASURE_JOB } from './erasing.js';
import { ExpiringSweep } from './expiring-sweep.js';
import { HoldsService } from './holds.service.js';
import { KeyEpochs } from './key-epochs.service.js';
import { KeptOpenings } from './kept-openings.js';
import { OutsideList } from './outside-list.js';
import { OutsideSweep } from './outside-sweep.js';
import { OwnMails } from './own-mails.service.js';
import { RetentionReader } from './retention-reader.js';
import { RetentionRulesService } from './retention-rules.service.js';

const SWEEP_MS = 60_000;
const KEYS_MS = 600_000;
const EXPIRING_MS = 3_600_000;

const SERVICES = [
  AgainErased,
  CopiesService,
  ErasureSweep,
  ErasuresService,
  Erasing,
  HoldsService,
  RetentionReader,
  RetentionRulesService,
  OwnMails,
  ErasureAudit,
  KeyEpochs,
  ExpiringSweep,
];

@Module({
  imports: [AuditModule, OrganisationsModule, RequestsModule],
  providers: [...SERVICES, Certificates, KeptOpenings, OutsideList, OutsideSweep],
  exports: SERVICES,
})
export class RetentionModule implements OnApplicationBootstrap {
  constructor(
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(ErasureSweep) private readonly sweep: ErasureSweep,
    @Inject(OutsideSweep) private readonly outside: OutsideSweep,
    @Inject(AgainErased) private readonly again: AgainErased,
    @Inject(KeyEpochs) private readonly keys: KeyEpochs,
    @Inject(MailJobs) private readonly mails: MailJobs,
    @Inject(Certificates) private readonly certificates: Certificates,
    @Inject(ExpiringSweep) private readonly expiring: ExpiringSweep,
  ) {}

  /** Awaited before the first page is answered: a restored backup is erased again before anybody can read it. */
  async onApplicationBootstrap(): Promise<void> {
    this.worker.register(SWEEP_ERASURE_JOB, (job) => this.outside.run(job));
    this.worker.every(SWEEP_MS, () => this.sweep.sweep());
    this.mails.register(CERTIFICATE_JOB, this.certificates);
    this.worker.every(EXPIRING_MS, async () => {
      await this.expiring.sweep();
    });
    this.worker.every(KEYS_MS, () => this.keys.sweep());
    await this.again.eraseAgain();
  }
}
