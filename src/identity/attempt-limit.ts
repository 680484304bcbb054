import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../domain/problem.js';
import { WORKER_SCOPE } from '../audit/actor.js';
import { Database } from '../platform/database/database.js';
import type { Executor } from '../platform/database/statement.js';
import { KeyRing } from '../platform/vault/key-ring.js';
import { countAttempt, forgetAttempts, sweepAttempts, takeBackAttempt, type Attempt } from './attempts.sql.js';

/** Attempts come before any organisation is known, so their buckets have a key of their own. */
const INSTALLATION = 'installation';
const WINDOW_SECONDS = 15 * 60;
/** So many from one address are answered at once; behind one address there may be a whole house. */
const AT_ONCE = 20;
const STEP_MS = 100;
const LONGEST_MS = 5_000;
/** So many may wait at the same time; the next one is turned away, and nothing piles up. */
const WAITING = 200;

/**
 * Holds up whoever tries passwords, links or codes, and counts without keeping who it was. What is aimed at (an account,
 * a task) has a limit; an address is only slowed down, because a proxy or a house with one way out is one address for
 * many people.
 */
@Injectable()
export class AttemptLimit {
  private waiting = 0;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(KeyRing) private readonly keys: KeyRing,
  ) {}

  /**
   * Counts this attempt and refuses it if it is one too many within a quarter of an hour; `full` hears of the first.
   * @throws Refusal too-many-attempts
   */
  async take(kind: string, value: string, limit: number, full?: () => void): Promise<void> {
    const { attempts, secondsLeft } = await this.count(kind, value);
    if (attempts === limit + 1) {
      full?.();
    }
    if (attempts > limit) {
      refuse('too-many-attempts', { retryAfterSeconds: secondsLeft });
    }
  }

  /**
   * Counts this attempt and waits the longer the more there were. Only for those who have shown nothing that we know.
   * @throws Refusal too-many-attempts when too many are waiting already
   */
  async slowDown(kind: string, address: string): Promise<void> {
    const { attempts } = await this.count(kind, address);
    const milliseconds = delayAfter(attempts);
    if (milliseconds === 0) {
      return;
    }
    if (this.waiting >= WAITING) {
      refuse('too-many-attempts', { retryAfterSeconds: LONGEST_MS / 1_000 });
    }
    this.waiting += 1;
    try {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    } finally {
      this.waiting -= 1;
    }
  }

  /** The attempt was none. */
  async takeBack(kind: string, value: string): Promise<void> {
    await this.write((executor) => takeBackAttempt(executor, this.bucket(kind, value)));
  }

  async forget(kind: string, value: string): Promise<void> {
    await this.write(async (executor) => {
      await Promise.all([forgetAttempts(executor, this.bucket(kind, value)), sweepAttempts(executor)]);
    });
  }

  private count(kind: string, value: string): Promise<Attempt> {
    return this.write((executor) => countAttempt(executor, this.bucket(kind, value), WINDOW_SECONDS));
  }

  /** A crash may forget a count: it is no fact of a case. */
  private write<T>(order: (executor: Executor) => Promise<T>): Promise<T> {
    return this.database.writeVolatile(WORKER_SCOPE, order);
  }

  private bucket(kind: string, value: string): Buffer {
    return createHmac('sha256', this.keys.indexKey(INSTALLATION)).update(`${kind}\n${value}`).digest();
  }
}

/** Milliseconds that the nth attempt of an address within the window waits. */
export function delayAfter(attempts: number): number {
  return Math.min(Math.max(0, attempts - AT_ONCE) * STEP_MS, LONGEST_MS);
}
