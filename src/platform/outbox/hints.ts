import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, type Scope } from '../database/database.js';
import { NotificationListener, type Wake } from '../database/listener.js';
import { statement } from '../database/statement.js';

export type HintChannel = 'forthwith_job' | 'forthwith_log' | 'forthwith_checkpoint';

const NOTIFY = statement('notify', `SELECT pg_notify($1, '')`);
const NOBODY: Scope = { organisationId: null, userId: null, roles: [] };
const COALESCE_MS = 5;

/**
 * "There is something to do", told to this process at once and to the others by NOTIFY. Sent after the commit and in
 * a transaction of its own: PostgreSQL takes one lock for the whole cluster when a transaction that notifies commits,
 * which would put all intake in single file. A hint may be lost; everyone who waits for one also polls.
 */
@Injectable()
export class Hints implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly local = new Map<HintChannel, Set<Wake>>();
  private readonly pending = new Map<HintChannel, NodeJS.Timeout>();

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

  ring(channel: HintChannel): void {
    this.wake(channel);
    if (!this.pending.has(channel)) {
      this.pending.set(
        channel,
        setTimeout(() => this.tellOthers(channel), COALESCE_MS),
      );
    }
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const channel of ['forthwith_job', 'forthwith_log', 'forthwith_checkpoint'] as const) {
      this.listener.on(channel, () => this.wake(channel));
    }
    await this.listener.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.pending.forEach((timer) => clearTimeout(timer));
    await this.listener.stop();
  }

  private wake(channel: HintChannel): void {
    this.local.get(channel)?.forEach((wake) => setImmediate(wake));
  }

  private tellOthers(channel: HintChannel): void {
    this.pending.delete(channel);
    this.database
      .writeVolatile(NOBODY, (transaction) => transaction.run(NOTIFY, [channel]))
      // Only a hint: the others' poll finds the work.
      .catch(() => undefined);
  }
}
