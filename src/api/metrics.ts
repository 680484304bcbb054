import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge } from 'prom-client';
import { CONFIG, type Config } from '../platform/config/config.js';
import { Measures } from '../platform/metrics/measures.js';
import type { MailHealth } from '../reports/mail/mail-health.service.js';
import { HealthService } from './health.service.js';

/** Prometheus metrics; gauges are read from the database when asked for, so that any instance tells the same. */
@Injectable()
export class Metrics {
  private readonly gauges: Readonly<Record<'ready' | 'database' | 'dataDir' | 'due' | 'oldest' | 'halted', Gauge>>;

  private readonly logAlarms: Gauge;
  private readonly mail: Readonly<
    Record<'deferred' | 'late' | 'bounced' | 'lastAcceptedSeconds' | 'lastReadSeconds', Gauge>
  >;
  private readonly mailTrouble: Gauge;

  constructor(
    @Inject(HealthService) private readonly health: HealthService,
    @Inject(Measures) private readonly measures: Measures,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    collectDefaultMetrics({ register: measures.registry });
    const gauge = (name: string, help: string): Gauge =>
      new Gauge({ name: `forthwith_${name}`, help, registers: [measures.registry] });
    this.gauges = {
      ready: gauge('ready', '1: the next request would be accepted'),
      database: gauge('database_up', '1: the database answers and can write'),
      dataDir: gauge('data_dir_writable', '1: DATA_DIR can be written'),
      due: gauge('due_jobs', 'Jobs that are due now; NaN while that is not known'),
      oldest: gauge('oldest_due_job_seconds', 'How long the oldest due job has waited; NaN while that is not known'),
      halted: gauge('halted_logs', 'Logs that are no longer signed'),
    };
    this.mail = {
      deferred: gauge('deferred_mails', 'Mails that were tried and wait for their next attempt'),
      late: gauge('late_forwardings', 'Forwardings that no mail server has accepted in time, or has refused'),
      bounced: gauge(
        'bounced_forwardings',
        'Forwardings that were accepted and came back, and are not accepted again yet',
      ),
      lastAcceptedSeconds: gauge('mail_accepted_seconds', 'Since a mail was last accepted; NaN: none was'),
      lastReadSeconds: gauge(
        'mailbox_read_seconds',
        'Since a mailbox was last read, the one unread for longest; NaN: none was',
      ),
    };
    this.mailTrouble = new Gauge({
      name: 'forthwith_mail_trouble',
      help: '1 for the class of what keeps mail from going out or coming in; absent: it works',
      labelNames: ['direction', 'class'],
      registers: [measures.registry],
    });
    this.logAlarms = new Gauge({
      name: 'forthwith_log_alarms',
      help: 'Alarms about logs that nobody has resolved, by kind',
      labelNames: ['kind'],
      registers: [measures.registry],
    });
  }

  async text(): Promise<string> {
    const state = await this.health.state();
    const { gauges } = this;
    gauges.ready.set(state.accepting ? 1 : 0);
    gauges.database.set(state.database === 'ok' ? 1 : 0);
    gauges.dataDir.set(state.dataDir === 'ok' ? 1 : 0);
    // Unknown is not 0: an alarm must not take an outage for "nothing to do".
    gauges.due.set(state.dueJobs ?? NaN);
    gauges.oldest.set(state.oldestDueSeconds ?? NaN);
    gauges.halted.set(state.haltedLogs.length);
    this.setMail(state.mail);
    this.logAlarms.reset();
    state.logAlarms.forEach(({ kind }) => this.logAlarms.inc({ kind }));
    return this.measures.registry.metrics();
  }

  private setMail(mail: MailHealth | null): void {
    for (const name of ['deferred', 'late', 'bounced', 'lastAcceptedSeconds', 'lastReadSeconds'] as const) {
      this.mail[name].set(mail?.[name] ?? NaN);
    }
    this.mailTrouble.reset();
    const troubles = { out: mail?.sendingTrouble, in: mail?.readingTrouble };
    Object.entries(troubles).forEach(([direction, trouble]) => {
      if (trouble !== null && trouble !== undefined) {
        this.mailTrouble.set({ direction, class: trouble }, 1);
      }
    });
  }

  /** Whether this Authorization header may read them: anybody may, unless METRICS_TOKEN asks for it. */
  mayRead(authorization: string | undefined): boolean {
    const { metricsToken } = this.config;
    const given = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(authorization ?? '')?.[1] ?? '';
    return metricsToken === undefined || timingSafeEqual(digest(given), digest(metricsToken));
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
