import { Inject, Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { HealthService } from './health.service.js';

/** Prometheus metrics; gauges are read from the database when asked for, so that any instance tells the same. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly dueJobs = new Gauge({
    name: 'forthwith_due_jobs',
    help: 'Jobs that are due now',
    registers: [this.registry],
  });
  private readonly oldestDue = new Gauge({
    name: 'forthwith_oldest_due_job_seconds',
    help: 'How long the oldest due job has waited',
    registers: [this.registry],
  });
  private readonly halted = new Gauge({
    name: 'forthwith_halted_logs',
    help: 'Logs that are no longer signed',
    registers: [this.registry],
  });

  constructor(@Inject(HealthService) private readonly health: HealthService) {
    collectDefaultMetrics({ register: this.registry });
  }

  async text(): Promise<string> {
    const state = await this.health.state();
    // Unknown is not 0: an alarm on the age of the oldest job must not be quiet while the database is away.
    this.dueJobs.set(state.dueJobs ?? NaN);
    this.oldestDue.set(state.oldestDueSeconds ?? NaN);
    this.halted.set(state.haltedLogs.length);
    return this.registry.metrics();
  }
}
