import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { verifyBundle, type BundleVerdict } from '../../domain/evidence/verify-bundle.js';
import type { Actor } from '../../audit/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { LOGGER, type Log } from '../../platform/logging/log.js';
import { NODE_PORT } from '../../verifier/node-port.js';
import { evidenceFiles } from './evidence-files.js';
import { EvidenceSources } from '../from-log/log-sources.js';
import { entriesInRuns } from '../from-log/log-sources.sql.js';

export interface VerificationRun {
  readonly startedAt: Date;
  readonly done: number;
  readonly total: number;
  /** Undefined while it runs. */
  readonly outcome: BundleVerdict | 'failed' | undefined;
}

/** "Verify now": the verifier that strangers run, over the whole log as it stands; one run a log at a time. */
@Injectable()
export class LogVerification implements OnApplicationShutdown {
  private readonly runs = new Map<string, VerificationRun>();
  private stopped = false;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(EvidenceSources) private readonly sources: EvidenceSources,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  onApplicationShutdown(): void {
    this.stopped = true;
  }

  /** The run under way, or the last one; kept in this process only. */
  last({ organisationId }: Actor): VerificationRun | undefined {
    return this.runs.get(organisationId);
  }

  /** Begins a run, unless one is under way. */
  start(actor: Actor): void {
    const running = this.runs.get(actor.organisationId);
    if (running !== undefined && running.outcome === undefined) {
      return;
    }
    this.runs.set(actor.organisationId, { startedAt: this.clock.now(), done: 0, total: 0, outcome: undefined });
    this.verify(actor)
      .catch((error: unknown) => {
        this.log.error({ err: error }, 'verifying the whole log failed');
        return 'failed' as const;
      })
      .then((outcome) => this.note(actor, { outcome }))
      .catch(() => undefined);
  }

  private async verify(actor: Actor): Promise<BundleVerdict> {
    const { checkpoint, keys, timeZone } = await this.sources.base(actor);
    const runs = [{ first: 0, count: checkpoint.size }];
    const files = evidenceFiles({
      manifest: { v: 1, kind: 'period', runs, requests: [], references: {}, from: null, to: null, timeZone },
      ...{ checkpoint, keys, earlier: await this.sources.handovers(actor, checkpoint.size), finished: new Map() },
      tree: this.sources.tree(actor),
      readRuns: (wanted) =>
        this.database.ask(actor, (executor) => entriesInRuns(executor, actor.organisationId, wanted)),
    });
    return verifyBundle(files, NODE_PORT, {
      ownKeys: keys,
      withoutReport: true,
      onProgress: (done, total) => {
        if (this.stopped) {
          throw new Error('the program is being stopped');
        }
        this.note(actor, { done, total });
      },
    });
  }

  private note({ organisationId }: Actor, change: Partial<VerificationRun>): void {
    const run = this.runs.get(organisationId);
    if (run !== undefined) {
      this.runs.set(organisationId, { ...run, ...change });
    }
  }
}
