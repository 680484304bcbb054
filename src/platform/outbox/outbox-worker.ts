import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Scope } from '../database/scope.js';
import { LOGGER, type Log } from '../logging/log.js';
import { Hints } from './hints.js';
import { LostLeaseError } from './lost-lease.js';
import { ClockWatch } from './clock-watch.js';
import { databaseClock, dueAtOnce, leaseJobs, renewLeases, rescheduleJob, type LeasedJob } from './outbox.sql.js';

/** Runs one job; must be idempotent. Completes or reschedules it in the transaction that writes the result (the fence). */
export type JobHandler = (job: LeasedJob, signal: AbortSignal) => Promise<void>;

export const OUTBOX_TIMING = Symbol('OUTBOX_TIMING');

/** Milliseconds. A killed worker's job is free again after `lease`, found by the next poll: together under 5 s. */
export interface OutboxTiming {
  readonly lease: number;
  readonly heartbeat: number;
  readonly poll: number;
  readonly defectDelay: number;
  readonly slots: number;
}

export const DEFAULT_TIMING: OutboxTiming = {
  lease: 3_500,
  heartbeat: 1_000,
  poll: 1_000,
  defectDelay: 5_000,
  slots: 8,
};

/** How often it is looked at whether the database's clock has gone back. */
const CLOCK_LOOK_MS = 2_000;

const WORKER: Scope = { organisationId: null, userId: null, roles: ['system'] };

interface Sweep {
  readonly milliseconds: number;
  readonly sweep: () => Promise<void>;
  running: Promise<void> | undefined;
}

/** Leases due jobs and runs them, `slots` at a time; woken by a hint, with a poll behind it. */
@Injectable()
export class OutboxWorker implements BeforeApplicationShutdown {
  private readonly handlers = new Map<string, JobHandler>();
  private readonly running = new Map<string, { abort: AbortController; done: Promise<void> }>();
  private leasing: Promise<void> | undefined;
  private again = false;
  /** More jobs were due than there were free slots: the next free slot claims at once, without waiting for the poll. */
  private backlog = false;
  private stopped = true;
  private readonly sweeps: Sweep[] = [
    { milliseconds: CLOCK_LOOK_MS, sweep: () => this.lookAtClock(), running: undefined },
  ];
  private readonly clockWatch = new ClockWatch();
  private timers: NodeJS.Timeout[] = [];
  private forgetHint: (() => void) | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Hints) private readonly hints: Hints,
    @Inject(OUTBOX_TIMING) private readonly timing: OutboxTiming,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  register(kind: string, handler: JobHandler): void {
    this.handlers.set(kind, handler);
  }

  /** Runs an idempotent sweep at the start and then at this interval. */
  every(milliseconds: number, sweep: () => Promise<void>): void {
    this.sweeps.push({ milliseconds, sweep, running: undefined });
  }

  start(): void {
    this.stopped = false;
    this.forgetHint = this.hints.on('forthwith_job', () => void this.lease());
    this.timers = [
      setInterval(() => void this.lease(), this.timing.poll),
      setInterval(() => void this.renew(), this.timing.heartbeat),
      ...this.sweeps.map((entry) => setInterval(() => this.sweepOnce(entry), entry.milliseconds)),
    ];
    this.sweeps.forEach((entry) => this.sweepOnce(entry));
    void this.lease();
  }

  /** Claims no new jobs and waits for the running ones. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.forgetHint?.();
    this.timers.slice(0, 1).forEach((timer) => clearInterval(timer));
    // A lease that is under way may still return jobs.
    await this.leasing;
    await Promise.allSettled([...this.running.values()].map(({ done }) => done));
    await Promise.allSettled(this.sweeps.flatMap(({ running }) => running ?? []));
    this.timers.forEach((timer) => clearInterval(timer));
  }

  private lease(): Promise<void> {
    if (this.leasing !== undefined) {
      this.again = true;
      return this.leasing;
    }
    this.leasing = this.leaseWhileAsked().finally(() => {
      this.leasing = undefined;
    });
    return this.leasing;
  }

  private async leaseWhileAsked(): Promise<void> {
    try {
      do {
        this.again = false;
        await this.leaseOnce();
      } while (this.again);
    } catch (error) {
      this.log.warn({ err: error }, 'leasing jobs failed; the next poll tries again');
    }
  }

  private async leaseOnce(): Promise<void> {
    const free = this.timing.slots - this.running.size;
    if (this.stopped || free <= 0) {
      return;
    }
    const jobs = await this.database.writeVolatile(WORKER, (transaction) =>
      leaseJobs(transaction, [...this.handlers.keys()], free, this.timing.lease),
    );
    for (const job of jobs) {
      this.run(job);
    }
    this.backlog = jobs.length === free;
  }

  private async lookAtClock(): Promise<void> {
    const { nowMs, behindLog } = await this.database.ask(WORKER, databaseClock);
    if (this.clockWatch.wentBack(nowMs, performance.now(), behindLog)) {
      const count = await this.database.writeVolatile(WORKER, (transaction) =>
        dueAtOnce(transaction, this.timing.lease),
      );
      this.log.warn({ jobs: count }, "the database's clock went back; what waited for a moment of before is due now");
    }
  }

  /** A sweep never overlaps itself: a tick during a run is skipped. */
  private sweepOnce(entry: Sweep): void {
    if (!this.stopped) {
      entry.running ??= entry
        .sweep()
        .catch((error: unknown) => this.log.warn({ err: error }, 'a sweep failed; the next one tries again'))
        .finally(() => {
          entry.running = undefined;
        });
    }
  }

  private run(job: LeasedJob): void {
    const abort = new AbortController();
    const done = this.handle(job, abort.signal).finally(() => {
      this.running.delete(job.leaseToken);
      if (this.backlog) {
        void this.lease();
      }
    });
    this.running.set(job.leaseToken, { abort, done });
  }

  private async handle(job: LeasedJob, signal: AbortSignal): Promise<void> {
    try {
      await this.handlers.get(job.kind)?.(job, signal);
    } catch (error) {
      if (error instanceof LostLeaseError) {
        return;
      }
      this.log.error({ err: error, job: job.id, kind: job.kind }, 'job failed; it stays and is tried again');
      await this.database
        .writeVolatile(WORKER, (transaction) => rescheduleJob(transaction, job, this.timing.defectDelay))
        // If the database is down, the lease expires by itself.
        .catch(() => undefined);
    }
  }

  private async renew(): Promise<void> {
    const tokens = [...this.running.keys()];
    if (tokens.length === 0) {
      return;
    }
    try {
      const held = await this.database.writeVolatile(WORKER, (transaction) =>
        renewLeases(transaction, tokens, this.timing.lease),
      );
      tokens.filter((token) => !held.has(token)).forEach((token) => this.running.get(token)?.abort.abort());
    } catch (error) {
      this.log.warn({ err: error }, 'renewing leases failed');
    }
  }
}
