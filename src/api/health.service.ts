import { Inject, Injectable } from '@nestjs/common';
import { WORKER_SCOPE } from '../audit/actor.js';
import { Integrator } from '../audit/integrator.js';
import { Database } from '../platform/database/database.js';
import { WriteProbe, type Writable } from '../platform/database/write-probe.js';
import { outboxState } from '../platform/outbox/outbox.sql.js';
import { Startup } from '../platform/startup.js';

/** What is not known is null, never 0: an outage must not look like "nothing to do". */
export interface HealthState {
  /** `ok`: the next request would be accepted. */
  readonly status: 'ok' | 'starting' | 'degraded';
  readonly database: Writable['database'];
  readonly dataDir: Writable['dataDir'];
  /** Jobs that are due, and how long the oldest has waited. */
  readonly dueJobs: number | null;
  readonly oldestDueSeconds: number | null;
  /** Logs no longer signed because they have gone back behind a published checkpoint. */
  readonly haltedLogs: readonly string[];
}

@Injectable()
export class HealthService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WriteProbe) private readonly probe: WriteProbe,
    @Inject(Integrator) private readonly integrator: Integrator,
    @Inject(Startup) private readonly startup: Startup,
  ) {}

  async state(): Promise<HealthState> {
    const haltedLogs = [...this.integrator.haltedLogs.keys()];
    const { database, dataDir } = await this.probe.ask();
    const due = database === 'unreachable' ? UNKNOWN : await this.due();
    const well = database === 'ok' && dataDir === 'ok' && due !== UNKNOWN && haltedLogs.length === 0;
    return {
      status: !well ? 'degraded' : this.startup.finished ? 'ok' : 'starting',
      database,
      dataDir,
      dueJobs: due.jobs,
      oldestDueSeconds: due.oldestSeconds,
      haltedLogs,
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
