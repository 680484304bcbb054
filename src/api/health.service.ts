import { Inject, Injectable } from '@nestjs/common';
import { WORKER_SCOPE } from '../audit/actor.js';
import { Integrator } from '../audit/integrator.js';
import { LogAlarms } from '../audit/log-alarms.js';
import type { AlarmKind } from '../domain/log/events/log.js';
import { HALT_KINDS } from '../audit/log-standing.js';
import { MailHealthService, type MailHealth } from '../reports/mail/mail-health.service.js';
import { Database } from '../platform/database/database.js';
import { WriteProbe, type Writable } from '../platform/database/write-probe.js';
import { outboxState } from '../platform/outbox/outbox.sql.js';
import { Startup } from '../platform/startup.js';

/** What is not known is null, never 0: an outage must not look like "nothing to do". */
export interface HealthState {
  /** `ok`: all is well. `degraded`: somebody has to look; whether requests are taken in, `accepting` says. */
  readonly status: 'ok' | 'starting' | 'degraded';
  /** The next request would be accepted. */
  readonly accepting: boolean;
  /** Told apart: while mail does not work, requests are taken in all the same, and forwarded when it does. */
  readonly mail: MailHealth | null;
  readonly database: Writable['database'];
  readonly dataDir: Writable['dataDir'];
  /** Jobs that are due, and how long the oldest has waited. */
  readonly dueJobs: number | null;
  readonly oldestDueSeconds: number | null;
  /** Logs that are not signed any more, whichever process found out. */
  readonly haltedLogs: readonly string[];
  /** What is wrong with logs and has not been resolved by a person. */
  readonly logAlarms: readonly { readonly log: string; readonly kind: string; readonly since: string }[];
}

const ALARMS_ABOUT_OTHERS: readonly AlarmKind[] = [
  'witness-silent',
  'fork-seen',
  'sister-contradicts',
  'sister-silent',
  'stamp-stale',
  'stamp-ends',
];

@Injectable()
export class HealthService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WriteProbe) private readonly probe: WriteProbe,
    @Inject(Integrator) private readonly integrator: Integrator,
    @Inject(LogAlarms) private readonly alarms: LogAlarms,
    @Inject(MailHealthService) private readonly mails: MailHealthService,
    @Inject(Startup) private readonly startup: Startup,
  ) {}

  async state(): Promise<HealthState> {
    const alarms = await this.alarms.openEverywhere().catch(() => []);
    const isHalt = (kind: string) => HALT_KINDS.some((halt) => halt === kind);
    const found = alarms.filter(({ kind, goneAt }) => goneAt === null && isHalt(kind)).map(({ slug }) => slug);
    const haltedLogs = [...new Set([...this.integrator.haltedLogs.keys(), ...found])];
    const { database, dataDir } = await this.probe.ask();
    const due = database === 'unreachable' ? UNKNOWN : await this.due();
    // What happens at others, somebody has to see to; it is no reason to take requests in elsewhere.
    const own = alarms.filter(({ kind }) => !ALARMS_ABOUT_OTHERS.includes(kind));
    const well = database === 'ok' && dataDir === 'ok' && due !== UNKNOWN && haltedLogs.length + own.length === 0;
    const mail = database === 'unreachable' ? null : await this.mails.state().catch(() => null);
    return {
      status:
        !well || alarms.length > 0 || mail?.status === 'degraded'
          ? 'degraded'
          : this.startup.finished
            ? 'ok'
            : 'starting',
      accepting: well && this.startup.finished,
      mail,
      database,
      dataDir,
      dueJobs: due.jobs,
      oldestDueSeconds: due.oldestSeconds,
      haltedLogs,
      logAlarms: alarms.map(({ slug, kind, raisedAt }) => ({ log: slug, kind, since: raisedAt.toISOString() })),
    };
  }

  private async due(): Promise<Due> {
    try {
      return await this.database.read(WORKER_SCOPE, (transaction) => outboxState(transaction));
    } catch {
      return UNKNOWN;
    }
  }
}

interface Due {
  readonly jobs: number | null;
  readonly oldestSeconds: number | null;
}

const UNKNOWN: Due = { jobs: null, oldestSeconds: null };
