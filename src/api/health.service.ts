import { Inject, Injectable } from '@nestjs/common';
import { WORKER_SCOPE } from '../audit/actor.js';
import { Integrator } from '../audit/integrator.js';
import { Database } from '../platform/database/database.js';
import { outboxState } from '../platform/outbox/outbox.sql.js';

export interface HealthState {
  readonly status: 'ok' | 'degraded';
  readonly database: 'ok' | 'unreachable';
  /** Jobs that are due, and how long the oldest has waited. */
  readonly dueJobs: number;
  readonly oldestDueSeconds: number;
  /** Logs no longer signed because they have gone back behind a published checkpoint. */
  readonly haltedLogs: readonly string[];
}

@Injectable()
export class HealthService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Integrator) private readonly integrator: Integrator,
  ) {}

  async state(): Promise<HealthState> {
    const haltedLogs = [...this.integrator.haltedLogs.keys()];
    try {
      const { jobs, oldestSeconds } = await this.database.read(WORKER_SCOPE, (transaction) => outboxState(transaction));
      const status = haltedLogs.length === 0 ? 'ok' : 'degraded';
      return { status, database: 'ok', dueJobs: jobs, oldestDueSeconds: oldestSeconds, haltedLogs };
    } catch {
      return { status: 'degraded', database: 'unreachable', dueJobs: 0, oldestDueSeconds: 0, haltedLogs };
    }
  }
}
