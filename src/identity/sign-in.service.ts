import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../domain/problem.js';
import { WORKER_SCOPE } from '../audit/actor.js';
import { Database } from '../platform/database/database.js';
import { AttemptLimit } from './attempt-limit.js';
import { Devices } from './device.js';
import { findUser, membershipsOf } from './identity.sql.js';
import { verifyPassword } from './password.js';
import { SecondFactor } from './second-factor/second-factor.service.js';
import { SecurityTrail, type Account } from './security-trail.js';
import { SessionsService } from './sessions.service.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly remoteAddress: string;
  /** The device cookie, if the browser has one. */
  readonly device: string | undefined;
}

export interface SignedIn {
  /** The word for the session cookie. */
  readonly session: string;
  /** For the device cookie. */
  readonly device: string;
}

/** Guesses that are judged within a quarter of an hour: of all strangers together, and of each known device. */
const LIMIT = 10;

/** Signing in with a password. */
@Injectable()
export class SignInService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(AttemptLimit) private readonly attempts: AttemptLimit,
    @Inject(Devices) private readonly devices: Devices,
    @Inject(SecurityTrail) private readonly trail: SecurityTrail,
    @Inject(SecondFactor) private readonly secondFactor: SecondFactor,
  ) {}

  /**
   * Unknown account, wrong password, no role: the same refusal after the same time. The attempt is counted before it is
   * judged, so that parallel guesses share one count.
   * @returns what opens the session; or, where a second factor is asked for, what its page needs
   * @throws Refusal wrong-credentials, too-many-attempts, access-ended
   */
  async signIn({ email, password, remoteAddress, device }: Credentials): Promise<SignedIn | { readonly half: string }> {
    const account = email.trim().toLowerCase();
    const word = this.devices.recognise(account, device);
    const [kind, whose] = word === undefined ? ['account', account] : ['device', word];
    if (word === undefined) {
      await this.attempts.slowDown('address', remoteAddress);
    }
    const known = await this.find(account);
    await this.takeAttempt(kind, whose, known);
    const right = await verifyPassword(known?.passwordHash, password);
    if (!right || known === undefined) {
      this.tellLater('sign-in.failed', known);
      return refuse('wrong-credentials', {});
    }
    await this.attempts.forget(kind, whose);
    if (word === undefined) {
      await this.attempts.takeBack('address', remoteAddress);
    }
    if (known.ended) {
      // Only to whoever knows the password.
      return refuse('access-ended', {});
    }
    const { userId, organisationId } = known;
    const knownDevice = word === undefined ? this.devices.cookieFor(account) : (device ?? '');
    if (await this.secondFactor.isAsked(userId)) {
      return { half: this.secondFactor.halfway({ userId, organisationId, device: knownDevice }) };
    }
    return this.begin({ userId, organisationId, device: knownDevice });
  }

  /**
   * The code after the password.
   * @throws Refusal wrong-credentials, too-many-attempts, not-signed-in: the password is to be entered again
   */
  async finish(half: string | undefined, code: string): Promise<SignedIn> {
    const known = this.secondFactor.halfwayOf(half) ?? refuse('not-signed-in', {});
    try {
      await this.secondFactor.check(known.userId, code);
    } catch (error) {
      this.tellLater('sign-in.failed', known);
      throw error;
    }
    return this.begin(known);
  }

  private async begin(known: Account & { readonly device: string }): Promise<SignedIn> {
    const session = await this.sessions.begin(known.userId, known.organisationId);
    await this.trail.record('sign-in.succeeded', known);
    return { session, device: known.device };
  }

  /** The first one too many is an entry; those behind it change nothing any more. */
  private takeAttempt(kind: string, whose: string, known: Account | undefined): Promise<void> {
    return this.attempts.take(kind, whose, LIMIT, () => this.tellLater('sign-in.locked', known));
  }

  /** Nobody waits for it: how long the answer takes must not tell whether the account exists. */
  private tellLater(event: 'sign-in.failed' | 'sign-in.locked', known: Account | undefined): void {
    if (known === undefined) {
      this.trail.unknownAccount(event);
    } else {
      void this.trail.attempt(event, known);
    }
  }

  private async find(account: string) {
    return this.database.read(WORKER_SCOPE, async (transaction) => {
      const user = await findUser(transaction, account);
      const all = user === undefined ? [] : await membershipsOf(transaction, user.id);
      const membership = all.find(({ ended }) => !ended) ?? all[0];
      return user === undefined || user.disabled || membership === undefined
        ? undefined
        : {
            userId: user.id,
            passwordHash: user.passwordHash,
            organisationId: membership.organisationId,
            ended: membership.ended,
          };
    });
  }
}
