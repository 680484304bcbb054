import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import { CODE_ATTEMPTS } from '../../domain/rights/identity-check.js';
import { personActor, WORKER_SCOPE, type Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { Vault } from '../../platform/vault/vault.js';
import { findSealed } from '../sealed/sealed-fields.sql.js';
import { codeFor } from '../identity-check/identity-evidence.js';
import { hashOfPackageLink, PACKAGE_CODE_JOB, packageField } from './package.js';
import { settleAndErase } from './package-end.js';
import {
  findPackage,
  newPackageCode,
  packageOfLink,
  takePackageAttempt,
  usePackageCode,
  type PackageRow,
} from './packages.sql.js';
import { RequestVault } from '../sealed/request-vault.js';

const LINK = /^[\w-]{22}$/;
const CODE_MS = 3_600_000;
const CODES_MOST = 5;

/** What the link of a package leads to. */
export type PickupStanding = 'ready' | 'locked' | 'collected' | 'expired' | 'ended';
type Tried = { readonly zip: Buffer } | { readonly left: number } | 'code-expired' | 'gone';

/** The person's side: one link, a code by a second mail, one download that arrives. */
@Injectable()
export class PackagePickupService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(RequestVault) private readonly requestVault: RequestVault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Whoever follows the link. @throws Refusal not-found: no link, or altered */
  async byLink(word: string): Promise<{ readonly actor: Actor; readonly row: PackageRow; standing: PickupStanding }> {
    const found = LINK.test(word)
      ? await this.database.ask(WORKER_SCOPE, (executor) => packageOfLink(executor, hashOfPackageLink(word)))
      : undefined;
    if (found === undefined) {
      return refuse('not-found', {});
    }
    const actor = personActor(found.organisationId, found.id);
    const row = await this.database.ask(actor, (executor) => findPackage(executor, found.id));
    return row === undefined ? refuse('not-found', {}) : { actor, row, standing: await this.standingOf(actor, row) };
  }

  /** A new code to the address the link went to. @throws Refusal invalid-input (code-locked): too many asked for */
  async sendCode(actor: Actor, row: PackageRow): Promise<void> {
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const now = this.clock.now();
      const code = { salt: randomBytes(16), endsAt: new Date(now.getTime() + CODE_MS) };
      const limits = { now, codes: CODES_MOST, attempts: CODE_ATTEMPTS };
      if (!(await newPackageCode(transaction, row.id, code, limits))) {
        return false;
      }
      const { rightsRequestId } = row;
      transaction.record('portability.code-asked', { package: row.id }, { rightsRequestId });
      transaction.enqueue({ kind: PACKAGE_CODE_JOB, subjectId: row.id });
      return true;
    });
    if (!result) {
      refuse('invalid-input', { fields: [{ field: 'code', code: 'code-locked' }] });
    }
  }

  /**
   * The package for the right code, which is used up with it; `settle` is called when it has gone out, or has not. Any
   * code entered counts, so there are as many downloads at most.
   * @throws Refusal invalid-input (wrong-code, code-expired, code-locked), content-erased
   */
  async collect(actor: Actor, id: string, typed: string): Promise<Buffer> {
    const { result } = await this.auditLog.transact(actor, (transaction) => this.tryCode(transaction, id, typed));
    if (result === 'gone') {
      return refuse('content-erased', {});
    }
    if (result === 'code-expired') {
      return refuse('invalid-input', { fields: [{ field: 'code', code: result }] });
    }
    if ('zip' in result) {
      return result.zip;
    }
    const { left } = result;
    return refuse('invalid-input', {
      fields: [{ field: 'code', code: left > 0 ? 'wrong-code' : 'code-locked', limit: left }],
    });
  }

  /**
   * How a download went. Only what has gone out whole is erased here; what broke off can be collected with another
   * code until the package's end. A program killed in between has erased nothing: then its end comes with time.
   */
  async settle(actor: Actor, { id, rightsRequestId }: PackageRow, whole: boolean): Promise<void> {
    await this.auditLog.transact(actor, async (transaction) => {
      const row = await findPackage(transaction, id);
      if (!whole) {
        return transaction.record('portability.download-broken', { package: id }, { rightsRequestId });
      }
      if (row !== undefined && (await settleAndErase(transaction, row, 'collected', this.clock.now()))) {
        transaction.record('portability.collected', { package: id }, { rightsRequestId });
      }
    });
  }

  private async tryCode(transaction: AuditTransaction, id: string, typed: string): Promise<Tried> {
    const now = this.clock.now();
    const attempt = await takePackageAttempt(transaction, id, CODE_ATTEMPTS, now);
    // Read after the attempt was taken: whoever came first has settled it by now.
    const row = (await findPackage(transaction, id)) ?? refuse('not-found', {});
    if (row.state !== 'ready' || row.endsAt <= now) {
      return 'gone';
    }
    if (attempt === undefined || row.codeSalt === null) {
      return row.attempts >= CODE_ATTEMPTS ? { left: 0 } : 'code-expired';
    }
    const { organisationId, rightsRequestId } = row;
    if (!sameText(codeFor(this.vault, organisationId, id, row.codeSalt), typed.replaceAll(/[\s-]/g, ''))) {
      transaction.record('portability.code-refused', { package: id }, { rightsRequestId });
      return { left: CODE_ATTEMPTS - attempt };
    }
    const request = await this.requestVault.open(transaction, { organisationId, rightsRequestId });
    const zip = await request.readBytes(transaction, packageField(id));
    await usePackageCode(transaction, id);
    transaction.record('portability.download-begun', { package: id }, { rightsRequestId });
    return { zip };
  }

  private async standingOf(actor: Actor, row: PackageRow): Promise<PickupStanding> {
    const now = this.clock.now();
    if (row.state !== 'ready') {
      const expired = row.state === 'ended' && row.endsAt <= now;
      return row.state === 'collected' ? 'collected' : expired ? 'expired' : 'ended';
    }
    if (row.endsAt <= now) {
      return 'expired';
    }
    const sealed = await this.database.ask(actor, (executor) =>
      findSealed(executor, row.rightsRequestId, packageField(row.id)),
    );
    return sealed === undefined ? 'ended' : row.attempts >= CODE_ATTEMPTS ? 'locked' : 'ready';
  }
}

function sameText(code: string, typed: string): boolean {
  const [a, b] = [Buffer.from(code), Buffer.from(typed)];
  return a.length === b.length && timingSafeEqual(a, b);
}
