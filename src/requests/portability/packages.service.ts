import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import { CATALOGUE } from '../../domain/rights/catalogue.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { PortableFiles } from '../../platform/documents/portable-files.js';
import { isUuid, randomToken } from '../../platform/ids.js';
import { isMailAddress } from '../../platform/mail/compose.js';
import { attested } from '../proof/case-proof.js';
import { CaseWork, refuseFaults, Typed, type CaseChange } from '../request/case-work.js';
import { claimsOf, type ClaimState } from '../claims/claim-state.js';
import { findClaims } from '../claims/claims.sql.js';
import { mustBeDpo } from '../request/permission.js';
import {
  faultsOfFiles,
  hashOfPackageLink,
  PACKAGE_DAYS,
  PACKAGE_DAYS_MOST,
  PACKAGE_LINK_JOB,
  packageField,
  packageLinkField,
  zipOf,
  type PackageFile,
  type PackageLink,
} from './package.js';
import { settleAndErase } from './package-end.js';
import { findPackage, insertPackage, offerPackage, packagesOf, type PackageRow } from './packages.sql.js';

type Input = Readonly<Record<string, unknown>>;
export const NAME_LIMIT = 300;
const DAY_MS = 86_400_000;

/** Data in a machine-readable form, to the person or to another controller (Art. 20): the DPO's side. */
@Injectable()
export class PackagesService {
  constructor(
    @Inject(CaseWork) private readonly cases: CaseWork,
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(PortableFiles) private readonly portable: PortableFiles,
  ) {}

  list(actor: Actor, id: string): Promise<readonly PackageRow[]> {
    return this.cases.ask(actor, (executor) => packagesOf(executor, id));
  }

  /** Makes the package; only where the data is no matter of a public task. @throws Refusal invalid-input, … */
  async prepare(actor: Actor, id: string, files: readonly PackageFile[], version?: number): Promise<string> {
    mustBeDpo(actor);
    refuseFaults(await faultsOfFiles(this.portable, files));
    const { zip, names } = await zipOf(files, this.clock.now());
    const document = createHash('sha256').update(zip).digest('base64');
    return this.cases.change(actor, id, 'hand-over-package', version, async (change) => {
      const { transaction, row } = change;
      const [claim] = claimsOf(row.rights, await findClaims(transaction, id)).filter(isPortability);
      refuseFaults(barsOf(claim));
      const preparedAt = this.clock.now();
      const endsAt = new Date(preparedAt.getTime() + PACKAGE_DAYS * DAY_MS);
      const one = { id: change.newId(), organisationId: actor.organisationId, rightsRequestId: id, preparedAt, endsAt };
      await insertPackage(transaction, one);
      change.sealBytes(packageField(one.id), zip);
      const commit = change.seal(`package-${one.id}`, { files: names.join('\n') });
      transaction.record('portability.prepared', { package: one.id, document }, { rightsRequestId: id, commit });
      return one.id;
    });
  }

  /** A link to collect it once, by mail to an address that the DPO knows. @throws Refusal invalid-input, not-found, … */
  async offer(actor: Actor, id: string, input: Input, version?: number): Promise<void> {
    const typed = new Typed(input);
    const address = typed.text('address', { limit: NAME_LIMIT });
    if (address !== '' && !isMailAddress(address)) {
      typed.faults.push({ field: 'address', code: 'not-an-address' });
    }
    const days = Number(typed.text('days') || PACKAGE_DAYS);
    if (!Number.isInteger(days) || days < 1 || days > PACKAGE_DAYS_MOST) {
      typed.faults.push({ field: 'days', code: 'unknown-value' });
    }
    typed.check();
    await this.cases.change(actor, id, 'hand-over-package', version, async (change) => {
      const one = await ready(change, input['item'], 'address');
      const at = this.clock.now();
      const endsAt = new Date(at.getTime() + days * DAY_MS);
      const link = randomToken(16);
      if (!(await offerPackage(change.transaction, one.id, { at, endsAt, linkHash: hashOfPackageLink(link) }))) {
        refuseFaults([{ field: 'address', code: 'only-once' }]);
      }
      const sealed: PackageLink = { address, link };
      change.sealBytes(packageLinkField(one.id), Buffer.from(JSON.stringify(sealed)));
      const commit = change.seal(`package-offer-${one.id}`, { address });
      change.transaction.record('portability.offered', { package: one.id }, { rightsRequestId: id, commit });
      change.transaction.enqueue({ kind: PACKAGE_LINK_JOB, subjectId: one.id });
    });
  }

  /** Art. 20(2): it went directly to another controller, on a way of its own; here it is erased. */
  async transmit(actor: Actor, id: string, input: Input, version?: number): Promise<void> {
    const typed = new Typed(input);
    const controller = typed.text('controller', { limit: NAME_LIMIT });
    const how = typed.text('how', { optional: true });
    const on = typed.day('on');
    typed.check();
    await this.cases.change(actor, id, 'hand-over-package', version, async (change) => {
      const one = await ready(change, input['item'], 'controller');
      change.happened('on', on);
      if (!(await settleAndErase(change.transaction, one, 'transmitted', this.clock.now()))) {
        refuseFaults([{ field: 'controller', code: 'only-once' }]);
      }
      const commit = change.seal(`package-sent-${one.id}`, { controller, how, on });
      const facts = { package: one.id, on, ...attested(change, on, input['way']) };
      change.transaction.record('portability.transmitted', facts, { rightsRequestId: id, commit });
    });
  }

  /** The package as it is, to send it to another controller; the reading is an entry. @throws Refusal not-found, content-erased */
  async open(actor: Actor, id: string, item: string): Promise<Buffer> {
    const row = await this.find(actor, id, item);
    return this.cases.readBytes(actor, id, packageField(row.id));
  }

  /** In whatever state the request is: what nobody shall collect any more is erased. Twice is once. */
  async end(actor: Actor, id: string, input: Input): Promise<void> {
    mustBeDpo(actor);
    const row = await this.find(actor, id, input['item']);
    await this.auditLog.transact(actor, async (transaction) => {
      if (await settleAndErase(transaction, row, 'ended', this.clock.now())) {
        transaction.record('portability.ended', { package: row.id }, { rightsRequestId: id });
      }
    });
  }

  private async find(actor: Actor, id: string, item: unknown): Promise<PackageRow> {
    const name = typeof item === 'string' && isUuid(item) ? item : refuse('not-found', {});
    const row = await this.cases.ask(actor, (executor) => findPackage(executor, name));
    return row?.rightsRequestId === id ? row : refuse('not-found', {});
  }
}

const isPortability = ({ right }: ClaimState): boolean => right === 'portability';

/** Why no package may be made: Art. 20(3) s. 2 comes first. Empty: it may. */
export function barsOf(claim: ClaimState | undefined): readonly FieldProblem[] {
  const field = 'files';
  if (claim === undefined) {
    return [{ field, code: 'not-for-this-right' }];
  }
  const answer = claim.checks['public-task'];
  if (answer !== 'no') {
    return [{ field, code: answer === 'yes' ? 'check-contradicts' : 'check-open' }];
  }
  const follows = claim.outcome === null ? undefined : CATALOGUE.portability.outcomes[claim.outcome]?.follows;
  return follows === undefined || follows.includes('hand-over-package') ? [] : [{ field, code: 'check-contradicts' }];
}

async function ready({ transaction, row }: CaseChange, item: unknown, field: string): Promise<PackageRow> {
  const all = await packagesOf(transaction, row.id);
  const one = all.find(({ id }) => id === item) ?? refuse('not-found', {});
  refuseFaults(one.state === 'ready' ? [] : [{ field, code: 'only-once' }]);
  return one;
}
