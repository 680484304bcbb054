import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../domain/problem.js';
import { WORKER_SCOPE } from '../audit/actor.js';
import { Database } from '../platform/database/database.js';
import { KeyRing } from '../platform/vault/key-ring.js';
import { countAttempts, insertAttempts } from './sessions.sql.js';

const INSTALLATION = 'installation';
const WINDOW_SECONDS = 15 * 60;

/** Slows down whoever tries addresses or codes without an account; counts without keeping who it was. */
@Injectable()
export class AttemptLimit {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(KeyRing) private readonly keys: KeyRing,
  ) {}

  /** @throws Refusal too-many-attempts: there were `limit` within a quarter of an hour */
  async check(kind: string, value: string, limit: number): Promise<void> {
    const { failures, retryAfterSeconds } = await this.database.read(WORKER_SCOPE, (transaction) =>
      countAttempts(transaction, this.bucket(kind, value), WINDOW_SECONDS),
    );
    if (failures >= limit) {
      refuse('too-many-attempts', { retryAfterSeconds });
    }
  }

  async count(kind: string, value: string): Promise<void> {
    await this.database.writeTechnical(WORKER_SCOPE, (transaction) =>
      insertAttempts(transaction, [this.bucket(kind, value)]),
    );
  }

  private bucket(kind: string, value: string): Buffer {
    return createHmac('sha256', this.keys.indexKey(INSTALLATION)).update(`${kind}\n${value}`).digest();
  }
}
