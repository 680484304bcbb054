import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge } from 'prom-client';
import { CONFIG, type Config } from '../platform/config/config.js';
import { Measures } from '../platform/metrics/measures.js';
import { HealthService } from './health.service.js';

/** Prometheus metrics; gauges are read from the database when asked for, so that any instance tells the same. */
@Injectable()
export class Metrics {
  private readonly gauges: Readonly<Record<'ready' | 'database' | 'dataDir' | 'due' | 'oldest' | 'halted', Gauge>>;

  private readonly logAlarms: Gauge;

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
    gauges.ready.set(state.status === 'ok' ? 1 : 0);
    gauges.database.set(state.database === 'ok' ? 1 : 0);
    gauges.dataDir.set(state.dataDir === 'ok' ? 1 : 0);
    // Unknown is not 0: an alarm must not take an outage for "nothing to do".
    gauges.due.set(state.dueJobs ?? NaN);
    gauges.oldest.set(state.oldestDueSeconds ?? NaN);
    gauges.halted.set(state.haltedLogs.length);
    this.logAlarms.reset();
    state.logAlarms.forEach(({ kind }) => this.logAlarms.inc({ kind }));
    return this.measures.registry.metrics();
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
