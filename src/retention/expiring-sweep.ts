import { Inject, Injectable } from '@nestjs/common';
import { WORKER_SCOPE } from '../audit/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { EXPIRING, LEAVERS } from './expiring.js';

/** What was begun and not finished, and what has served, goes by itself: links, tokens, accounts of people who left. */
@Injectable()
export class ExpiringSweep {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Idempotent. Returns how many rows went, by table. */
  async sweep(): Promise<Readonly<Record<string, number>>> {
    const now = this.clock.now();
    return this.database.writeTechnical(WORKER_SCOPE, async (executor) => {
      const gone: Record<string, number> = {};
      for (const { table, sweep } of EXPIRING) {
        if (sweep !== undefined) {
          gone[table] = (await executor.run(sweep, [now])).count;
        }
      }
      for (const order of LEAVERS) {
        gone['user_account'] = (await executor.run(order, [now])).count;
      }
      return gone;
    });
  }
}
