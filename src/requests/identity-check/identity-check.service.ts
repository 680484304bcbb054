import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import {
  CODE_ATTEMPTS,
  CODE_HOURS,
  judgeCode,
  missingIn,
  type CodeVerdict,
  type IdentityCheckForm,
  type IdentityCheckOrder,
  type IdentityOutcome,
} from '../../domain/rights/identity-check.js';
import { refuse } from '../../domain/problem.js';
import { personActor, WORKER_SCOPE, type Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { isUuid, randomToken } from '../../platform/ids.js';
import { isMailAddress } from '../../platform/mail/compose.js';
import { Vault } from '../../platform/vault/vault.js';
import { holdState } from '../request/commands.sql.js';
import { mustAllow, mustBeDpo } from '../request/permission.js';
import { RightsRequestsRepository } from '../request/rights-requests.repository.js';
import { textProblems } from '../request/typed-text.js';
import {
  checkOfLink,
  endCheck,
  eraseEvidence,
  findCheck,
  insertCheck,
  takeAttempt,
  type IdentityCheckRow,
} from './identity-checks.sql.js';
import {
  codeFor,
  doubtField,
  evidenceField,
  hashOfIdentityLink,
  IDENTITY_CODE_JOB,
  IDENTITY_RESUME_JOB,
  IDENTITY_TOLD_JOB,
  type IdentityDoubt,
  type IdentityEvidence,
} from './identity-evidence.js';
import { RequestVault } from '../sealed/request-vault.js';

export const WORDS_LIMIT = 4_000;
const LINK = /^[\w-]{22}$/;
const LINK_BYTES = 16;

const ENDED = {
  confirmed: 'identity.confirmed',
  'not-confirmed': 'identity.not-confirmed',
  'no-longer-doubted': 'identity.no-longer-doubted',
} as const satisfies Readonly<Record<IdentityOutcome, string>>;

/** Checks who a person is with as little as possible, and keeps the result only (Art. 12(6), 5(1)(c) GDPR). */
@Injectable()
export class IdentityCheckService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(RequestVault) private readonly requestVault: RequestVault,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** One at a time; twice with the same id is once. @throws Refusal … invalid-input, command-not-allowed, version-conflict */
  async begin(actor: Actor, rightsRequestId: string, id: string, form: IdentityCheckForm): Promise<void> {
    const startedBy = mustBeDpo(actor);
    const order = checked(form, id);
    const [row, known] = await this.database.ask(actor, (executor) =>
      Promise.all([this.requests.find(executor, rightsRequestId), findCheck(executor, id)]),
    );
    if (row === undefined) {
      return refuse('not-found', {});
    }
    if (known !== undefined) {
      return;
    }
    const { organisationId } = actor;
    await this.auditLog.transact(actor, async (transaction) => {
      const state = (await holdState(transaction, rightsRequestId)) ?? refuse('not-found', {});
      mustAllow('check-identity', { ...row, state }, transaction.now, undefined);
      const word = randomToken(LINK_BYTES);
      const code = order.method === 'code' ? this.newCode(id, word) : undefined;
      const { doubt, method } = order;
      const startedAt = transaction.now;
      if (
        !(await insertCheck(transaction, {
          id,
          organisationId,
          rightsRequestId,
          doubt,
          method,
          startedBy,
          startedAt,
          code,
        }))
      ) {
        refuse('version-conflict', { current: row.version });
      }
      const commit = await this.sealAll(transaction, rightsRequestId, id, order, word);
      transaction.record('identity.asked', { check: id, doubt, method }, { rightsRequestId, commit });
      if (code !== undefined) {
        transaction.enqueue({ kind: IDENTITY_CODE_JOB, subjectId: id });
      }
    });
  }

  /** The check, if it is one of this request. @throws Refusal not-allowed, not-found */
  async mustBeOf(actor: Actor, rightsRequestId: string, id: string): Promise<IdentityCheckRow> {
    mustBeDpo(actor);
    const row = await this.find(actor, id);
    return row.rightsRequestId === rightsRequestId ? row : refuse('not-found', {});
  }

  /** The result; what served to find it is erased in the same commit. @throws Refusal … version-conflict */
  async end(actor: Actor, id: string, outcome: IdentityOutcome): Promise<IdentityCheckRow> {
    mustBeDpo(actor);
    const row = await this.find(actor, id);
    await this.auditLog.transact(actor, (transaction) => this.recordEnd(transaction, row, outcome, false));
    return this.find(actor, id);
  }

  /**
   * A code that the person told the DPO, or entered themselves. A wrong one counts, whoever entered it.
   * @throws Refusal not-found, version-conflict, invalid-input (wrong-code, code-expired, code-locked)
   */
  async enterCode(actor: Actor, id: string, typed: string): Promise<void> {
    const { result } = await this.auditLog.transact(actor, (transaction) => this.tryCode(transaction, id, typed));
    const { verdict, left } = result;
    if (verdict === 'wrong') {
      refuse('invalid-input', {
        fields: [{ field: 'code', code: left > 0 ? 'wrong-code' : 'code-locked', limit: left }],
      });
    }
    if (verdict !== 'right') {
      refuse('invalid-input', {
        fields: [{ field: 'code', code: verdict === 'expired' ? 'code-expired' : 'code-locked' }],
      });
    }
  }

  /** Whoever follows the link of a check that still runs. @throws Refusal not-found */
  async byLink(word: string): Promise<{ readonly actor: Actor; readonly check: IdentityCheckRow }> {
    const found = LINK.test(word)
      ? await this.database.ask(WORKER_SCOPE, (executor) => checkOfLink(executor, hashOfIdentityLink(word)))
      : undefined;
    if (found === undefined) {
      return refuse('not-found', {});
    }
    const actor = personActor(found.organisationId, found.id);
    return { actor, check: await this.find(actor, found.id) };
  }

  private async tryCode(
    transaction: AuditTransaction,
    id: string,
    typed: string,
  ): Promise<{ verdict: CodeVerdict; left: number }> {
    const row = (await findCheck(transaction, id)) ?? refuse('not-found', {});
    if (row.state !== 'open') {
      return refuse('version-conflict', { current: row.version });
    }
    if (row.codeSalt === null || row.codeEndsAt === null) {
      // It is checked in another way: no code was ever sent.
      return refuse('invalid-input', { fields: [{ field: 'code', code: 'nothing-asked' }] });
    }
    const now = this.clock.now();
    const attempt = await takeAttempt(transaction, id, CODE_ATTEMPTS, now);
    if (attempt === undefined) {
      return { verdict: now >= row.codeEndsAt ? 'expired' : 'locked', left: 0 };
    }
    const code = codeFor(this.vault, row.organisationId, id, row.codeSalt);
    const same = sameText(code, typed.replaceAll(/[\s-]/g, ''));
    const facts = { wrongSoFar: attempt - 1, endsAt: row.codeEndsAt.getTime() };
    const verdict = judgeCode(same, facts, now.getTime());
    if (verdict === 'right') {
      await this.recordEnd(transaction, row, 'confirmed', transaction.actor.label === 'person');
    } else {
      transaction.record('identity.code-refused', { check: id }, { rightsRequestId: row.rightsRequestId });
    }
    return { verdict, left: CODE_ATTEMPTS - attempt };
  }

  private async recordEnd(
    transaction: AuditTransaction,
    { id, rightsRequestId, timeZone, version }: IdentityCheckRow,
    outcome: IdentityOutcome,
    byPerson: boolean,
  ): Promise<void> {
    const on = civilDateIn(this.clock.now(), timeZone);
    if (!(await endCheck(transaction, id, { outcome, on, byPerson }))) {
      refuse('version-conflict', { current: version });
    }
    transaction.record(ENDED[outcome], { check: id, on }, { rightsRequestId });
    if (await eraseEvidence(transaction, rightsRequestId, evidenceField(id))) {
      transaction.record('identity.evidence-erased', { check: id }, { rightsRequestId });
    }
    if (byPerson) {
      transaction.enqueue({ kind: IDENTITY_RESUME_JOB, subjectId: id });
      transaction.enqueue({ kind: IDENTITY_TOLD_JOB, subjectId: id });
    }
  }

  private newCode(id: string, word: string) {
    const endsAt = new Date(this.clock.now().getTime() + CODE_HOURS * 3_600_000);
    const messageId = `<${id}.identity@${this.config.mailDomain}>`;
    return { salt: randomBytes(16), endsAt, linkHash: hashOfIdentityLink(word), messageId };
  }

  /** The commitment to the reason; the evidence is sealed beside it, and the log says nothing of it but its end. */
  private async sealAll(
    transaction: AuditTransaction,
    rightsRequestId: string,
    id: string,
    order: IdentityCheckOrder,
    link: string,
  ): Promise<string> {
    const { organisationId } = transaction.actor;
    const request = await this.requestVault.open(transaction, { organisationId, rightsRequestId });
    const seal = (field: string, payload: IdentityDoubt | IdentityEvidence): string =>
      request.seal(transaction, field, payload);
    if (order.method === 'code') {
      seal(evidenceField(id), { address: order.address.trim(), questions: '', link });
    }
    if (order.method === 'known-facts') {
      seal(evidenceField(id), { address: '', questions: order.questions.trim(), link: '' });
    }
    const documentReason = order.method === 'document' ? order.documentReason.trim() : '';
    return seal(doubtField(id), { why: order.why.trim(), documentReason });
  }

  private async find(actor: Actor, id: string): Promise<IdentityCheckRow> {
    return (await this.database.ask(actor, (executor) => findCheck(executor, id))) ?? refuse('not-found', {});
  }
}

/** @throws Refusal invalid-input with every field that is wrong */
function checked(form: IdentityCheckForm, id: string): IdentityCheckOrder {
  const { address } = form;
  const missing = missingIn(form);
  const problems = [
    ...missing,
    ...(['why', 'questions', 'documentReason'] as const).flatMap((field) =>
      textProblems(field, form[field], WORDS_LIMIT, false),
    ),
  ];
  if (form.method === 'code' && address.trim() !== '' && !isMailAddress(address.trim())) {
    problems.push({ field: 'address', code: 'not-an-address' });
  }
  if (!isUuid(id)) {
    problems.push({ field: 'id', code: 'unknown-value' });
  }
  return problems.length > 0 ? refuse('invalid-input', { fields: problems }) : (form as IdentityCheckOrder);
}

function sameText(code: string, typed: string): boolean {
  const [a, b] = [Buffer.from(code), Buffer.from(typed)];
  return a.length === b.length && timingSafeEqual(a, b);
}
