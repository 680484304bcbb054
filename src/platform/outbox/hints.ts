import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Scope } from '../database/scope.js';
import { NotificationListener } from '../database/listener.js';
import { statement } from '../database/statement.js';

export type HintChannel = 'forthwith_job' | 'forthwith_log' | 'forthwith_checkpoint';

const NOTIFY = statement('notify', `SELECT pg_notify(channel, $2) FROM unnest($1::text[]) AS channel`);
type Wake = () => void;

const NOBODY: Scope = { organisationId: null, userId: null, roles: [] };
const COALESCE_MS = 5;
const SOON_MS = 200;

/**
 * "There is something to do", told to this process at once and to the others by NOTIFY. Sent after the commit and in
 * a transaction of its own: PostgreSQL takes a cluster-wide lock when a transaction that notifies commits, which would
 * serialize all intake. A hint may be lost; every consumer also polls.
 */
@Injectable()
export class Hints implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly local = new Map<HintChannel, Set<Wake>>();
  private readonly pending = new Set<HintChannel>();
  private readonly soon = new Map<HintChannel, NodeJS.Timeout>();
  private timer: NodeJS.Timeout | undefined;
  /** Marks our own notifications, so that they can be ignored when they come back. */
  private readonly sender = randomUUID();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(NotificationListener) private readonly listener: NotificationListener,
  ) {}

  on(channel: HintChannel, wake: Wake): () => void {
    const wakes = this.local.get(channel) ?? new Set<Wake>();
    this.local.set(channel, wakes);
    wakes.add(wake);
    return () => wakes.delete(wake);
  }

  /** Debounced: rings once within `SOON_MS`, however often it is called. */
  ringSoon(channel: HintChannel): void {
    if (!this.soon.has(channel)) {
      this.soon.set(
        channel,
        setTimeout(() => {
          this.soon.delete(channel);
          this.ring(channel);
        }, SOON_MS),
      );
    }
  }

  ring(channel: HintChannel): void {
    this.wake(channel);
    this.pending.add(channel);
    this.timer ??= setTimeout(() => this.tellOthers(), COALESCE_MS);
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const channel of ['forthwith_job', 'forthwith_log', 'forthwith_checkpoint'] as const) {
      this.listener.on(channel, (sender) => {
        if (sender !== this.sender) {
          this.wake(channel);
        }
      });
    }
    await this.listener.start();
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    this.soon.forEach((timer) => clearTimeout(timer));
    await this.listener.stop();
  }

  private wake(channel: HintChannel): void {
    this.local.get(channel)?.forEach((wake) => setImmediate(wake));
  }

  private tellOthers(): void {
    const channels = [...this.pending];
    this.pending.clear();
    this.timer = undefined;
    this.database
      .writeVolatile(NOBODY, (transaction) => transaction.run(NOTIFY, [channels, this.sender]))
      // Only a hint: the others' poll finds the work.
      .catch(() => undefined);
  }
}
