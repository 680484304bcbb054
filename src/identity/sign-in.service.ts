import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../domain/problem.js';
import { WORKER_SCOPE } from '../audit/actor.js';
import { Database } from '../platform/database/database.js';
import { KeyRing } from '../platform/vault/key-ring.js';
import { findUser, membershipsOf } from './identity.sql.js';
import { verifyPassword } from './password.js';
import { SessionsService } from './sessions.service.js';
import { countAttempts, forgetAttempts, insertAttempts } from './sessions.sql.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly remoteAddress: string;
}

/** Sign-in comes before any organisation is known, so these counts have a key of their own. */
const INSTALLATION = 'installation';
const WINDOW_SECONDS = 15 * 60;
const LIMIT_PER_ACCOUNT = 10;
const LIMIT_PER_ADDRESS = 50;

/** Signing in with a password, slowed down after failures: per account, and per address it comes from. */
@Injectable()
export class SignInService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(KeyRing) private readonly keys: KeyRing,
  ) {}

  /**
   * The word for the session cookie. Unknown account, wrong password, no role: the same refusal after the same time.
   * @throws Refusal wrong-credentials, too-many-attempts, access-ended
   */
  async signIn({ email, password, remoteAddress }: Credentials): Promise<string> {
    const account = this.bucket('account', email.trim().toLowerCase());
    const address = this.bucket('address', remoteAddress);
    await this.refuseWhenTooMany(account, LIMIT_PER_ACCOUNT);
    await this.refuseWhenTooMany(address, LIMIT_PER_ADDRESS);
    const known = await this.database.read(WORKER_SCOPE, async (transaction) => {
      const user = await findUser(transaction, email.trim().toLowerCase());
      const all = user === undefined ? [] : await membershipsOf(transaction, user.id);
      const membership = all.find(({ ended }) => !ended) ?? all[0];
      return user === undefined || user.disabled || membership === undefined ? undefined : { user, membership };
    });
    const right = await verifyPassword(known?.user.passwordHash, password);
    if (!right || known === undefined) {
      await this.database.writeTechnical(WORKER_SCOPE, (transaction) =>
        insertAttempts(transaction, [account, address]),
      );
      return refuse('wrong-credentials', {});
    }
    await this.database.writeTechnical(WORKER_SCOPE, (transaction) => forgetAttempts(transaction, account));
    if (known.membership.ended) {
      // Only to whoever knows the password.
      return refuse('access-ended', {});
    }
    return this.sessions.begin(known.user.id, known.membership.organisationId);
  }

  private async refuseWhenTooMany(bucket: Buffer, limit: number): Promise<void> {
    const { failures, retryAfterSeconds } = await this.database.read(WORKER_SCOPE, (transaction) =>
      countAttempts(transaction, bucket, WINDOW_SECONDS),
    );
    if (failures >= limit) {
      refuse('too-many-attempts', { retryAfterSeconds });
    }
  }

  /** Counts without keeping who it was; the same in every instance of this installation. */
  private bucket(kind: string, value: string): Buffer {
    return createHmac('sha256', this.keys.indexKey(INSTALLATION)).update(`${kind}\n${value}`).digest();
  }
}
