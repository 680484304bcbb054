import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import { WORKER_SCOPE, type Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { KeyRing } from '../../platform/vault/key-ring.js';
import { AttemptLimit } from '../attempt-limit.js';
import { asProgram } from '../accounts/passwords.service.js';
import { randomPassword } from '../password.js';
import { addFactor, dropFactor, findFactor, putRecoveryCodes, useRecoveryCode, useStep } from './second-factor.sql.js';
import { matchingStep } from './totp.js';

const INSTALLATION = 'installation';
/** RFC 4226, 4: as long as the hash. */
const SECRET_BYTES = 20;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const RECOVERY_CODES = 8;
/** Codes that are judged within a quarter of an hour: a million to one each. */
const GUESSES = 5;
/** As long as somebody may look for their telephone. */
const HALF_MS = 5 * 60_000;

/** Somebody whose password was right, and whose code is still to come. */
export interface HalfSignedIn {
  readonly userId: string;
  readonly organisationId: string;
  readonly device: string;
  readonly until: number;
}

/** Codes of an app beside the password. */
@Injectable()
export class SecondFactor {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(KeyRing) private readonly keys: KeyRing,
    @Inject(AttemptLimit) private readonly attempts: AttemptLimit,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async isAsked(userId: string): Promise<boolean> {
    return (await this.database.ask(WORKER_SCOPE, (executor) => findFactor(executor, userId))) !== undefined;
  }

  /** The secret to be set up in an app in this session. Nothing is stored before a code of it was entered. */
  offered(userId: string, sessionId: string): Buffer {
    return createHmac('sha256', this.key())
      .update(`offered\n${userId}\n${sessionId}`)
      .digest()
      .subarray(0, SECRET_BYTES);
  }

  /** Asked for from now on. Returns codes for the day on which the app is lost, shown once. @throws Refusal invalid-input (code) */
  async confirm(actor: Actor, sessionId: string, code: string): Promise<readonly string[]> {
    const userId = ownId(actor);
    const secret = this.offered(userId, sessionId);
    await this.attempts.take('second-factor', userId, GUESSES);
    const step = matchingStep(secret, code, this.clock.now().getTime(), 0);
    if (step === undefined) {
      return refuse('invalid-input', { fields: [{ field: 'code', code: 'wrong-app-code' }] });
    }
    const codes = Array.from({ length: RECOVERY_CODES }, randomPassword);
    const { result: added } = await this.auditLog.transact(asProgram(actor), async (transaction) => {
      const factor = { userId, secret: this.sealed(userId, secret), at: transaction.now, step };
      if (!(await addFactor(transaction, factor))) {
        return false;
      }
      await putRecoveryCodes(transaction, userId, codes.map(hashOf));
      transaction.record('second-factor.added', { user: userId });
      return true;
    });
    await this.attempts.forget('second-factor', userId);
    return added ? codes : [];
  }

  /** By the person, or by an administrator for somebody whose telephone and codes are lost. */
  async remove(actor: Actor, userId: string): Promise<void> {
    await this.auditLog.transact(asProgram(actor), async (transaction) => {
      if (await dropFactor(transaction, userId)) {
        await putRecoveryCodes(transaction, userId, []);
        transaction.record('second-factor.removed', { user: userId });
      }
    });
  }

  /** A code of the app, or one of those that were printed. Each is good once. @throws Refusal wrong-credentials, too-many-attempts */
  async check(userId: string, code: string): Promise<void> {
    await this.attempts.take('second-factor', userId, GUESSES);
    const known = await this.database.ask(WORKER_SCOPE, (executor) => findFactor(executor, userId));
    const step =
      known === undefined
        ? undefined
        : matchingStep(this.opened(userId, known.secret), code, this.clock.now().getTime(), known.lastStep);
    const right = await this.database.writeTechnical(WORKER_SCOPE, (transaction) =>
      step === undefined
        ? useRecoveryCode(transaction, userId, hashOf(code.trim().toLowerCase()))
        : useStep(transaction, userId, step),
    );
    if (!right) {
      refuse('wrong-credentials', {});
    }
    await this.attempts.forget('second-factor', userId);
  }

  /** For a cookie: no session yet, and nothing that opens one without a code. */
  halfway(half: Omit<HalfSignedIn, 'until'>): string {
    const whole = { ...half, until: this.clock.now().getTime() + HALF_MS };
    const body = Buffer.from(JSON.stringify(whole)).toString('base64url');
    return `${body}.${this.mac(body).toString('base64url')}`;
  }

  /** Undefined: none of ours, or over. */
  halfwayOf(cookie: string | undefined): HalfSignedIn | undefined {
    const [body = '', mac = ''] = (cookie ?? '').split('.');
    const [given, expected] = [Buffer.from(mac, 'base64url'), this.mac(body)];
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      return undefined;
    }
    const half = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as HalfSignedIn;
    return half.until > this.clock.now().getTime() ? half : undefined;
  }

  private mac(body: string): Buffer {
    return createHmac('sha256', this.keys.indexKey(INSTALLATION)).update(`half-signed-in\n${body}`).digest();
  }

  private key(): Buffer {
    return createHmac('sha256', this.keys.indexKey(INSTALLATION)).update('second-factor').digest();
  }

  private sealed(userId: string, secret: Buffer): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key(), nonce).setAAD(Buffer.from(userId));
    return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  }

  private opened(userId: string, sealed: Buffer): Buffer {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.key(), nonce).setAAD(Buffer.from(userId));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  }
}

function hashOf(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}

/** @throws Refusal not-allowed */
function ownId(actor: Actor): string {
  return actor.userId ?? refuse('not-allowed', {});
}
