import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/config.js';
import { OutboxWorker } from '../platform/outbox/outbox-worker.js';
import { AlarmMails } from './alarm-mail.service.js';
import { Anchors } from './anchors.js';
import { AuditLog } from './audit-log.js';
import { Integrator } from './integrator.js';
import { KeyRotation } from './key-rotation.service.js';
import { LOG_ALARM_JOB, LogAlarms } from './log-alarms.js';
import { LogEpochs } from './log-epochs.service.js';
import { LogKeys } from './log-keys.js';
import { LogOfLogs } from './log-of-logs.js';
import { LogStanding } from './log-standing.js';
import { LogService } from './log.service.js';
import { MailJobs } from './mail-jobs.js';
import { MailReports } from './mail-reports.js';
import { Mirror } from './mirror.js';
import { Monitor } from './monitor.js';
import { OutsideCheckpoints } from './outside-checkpoints.js';
import { ReceiptCodes } from './receipt-codes.js';
import { ReceiptProofs } from './receipt-proofs.js';
import { SentMails } from './sent-mails.js';
import { SistersFile } from './sisters-file.js';
import { HttpTimeStampingAuthority, TimeStampingAuthority } from './time-stamping.js';
import { WitnessPolicyFile } from './witness-policy-file.js';
import { WitnessService } from './witness.service.js';
import { Witnessing } from './witnessing.js';

const WITNESS_MS = 60_000;
/** How long a checkpoint of an organisation waits at most for its cosignatures. */
const SHOW_MS = 10_000;
/** A slice of each log at a time: ten million entries are gone through in about five hours. */
const MONITOR_MS = 10_000;
/** How often others' logs are pulled and recomputed. */
const MIRROR_MS = 20_000;

@Module({
  providers: [
    ...[Anchors, AuditLog, Integrator, KeyRotation, LogKeys, LogOfLogs, LogService, OutsideCheckpoints, ReceiptProofs],
    ...[
      AlarmMails,
      LogAlarms,
      LogEpochs,
      LogStanding,
      MailJobs,
      MailReports,
      Mirror,
      Monitor,
      ReceiptCodes,
      SentMails,
      SistersFile,
      WitnessPolicyFile,
      WitnessService,
      Witnessing,
    ],
    {
      provide: TimeStampingAuthority,
      inject: [CONFIG],
      useFactory: ({ tsaUrl, tsaFingerprint }: Config) =>
        tsaUrl === undefined ? null : new HttpTimeStampingAuthority(tsaUrl, tsaFingerprint),
    },
  ],
  exports: [
    Anchors,
    AuditLog,
    Integrator,
    KeyRotation,
    LogAlarms,
    LogEpochs,
    LogKeys,
    LogService,
    MailJobs,
    MailReports,
    Mirror,
    Monitor,
    ReceiptCodes,
    ReceiptProofs,
    SentMails,
    WitnessService,
    Witnessing,
  ],
})
export class AuditModule implements OnApplicationBootstrap {
  constructor(
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(Monitor) private readonly monitor: Monitor,
    @Inject(Mirror) private readonly mirror: Mirror,
    @Inject(Witnessing) private readonly witnessing: Witnessing,
    @Inject(AlarmMails) private readonly alarmMails: AlarmMails,
  ) {}

  onApplicationBootstrap(): void {
    this.worker.register(LOG_ALARM_JOB, (job, signal) => this.alarmMails.tell(job, signal));
    this.worker.every(SHOW_MS, () => this.witnessing.showLogs());
    this.worker.every(WITNESS_MS, () => this.witnessing.sweep());
    this.worker.every(MONITOR_MS, () => this.monitor.sweep());
    this.worker.every(MIRROR_MS, () => this.mirror.sweep());
  }
}
