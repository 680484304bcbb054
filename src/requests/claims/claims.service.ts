import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import type { Missing } from '../../domain/rights/aftercare.js';
import { CATALOGUE } from '../../domain/rights/catalogue.js';
import type { Check, CheckAnswer, CheckAnswers } from '../../domain/rights/check.js';
import { judgeDecision, REASONS_LIMIT, type Decision } from '../../domain/rights/decision.js';
import { normsFor } from '../../domain/rights/norms/norms.js';
import type { Right } from '../../domain/rights/right.js';
import { LIFECYCLE, type Command } from '../../domain/lifecycle/lifecycle.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Database } from '../../platform/database/database.js';
import { refuseFaults } from '../request/case-work.js';
import { findSealed } from '../sealed/sealed-fields.sql.js';
import { isUnconfirmed } from '../identity-check/identity-checks.sql.js';
import { touchRequest } from '../request/case-work.sql.js';
import { mustAllow, mustBeDpo } from '../request/permission.js';
import { RightsRequestsRepository, type RightsRequestRow } from '../request/rights-requests.repository.js';
import { textProblems } from '../request/typed-text.js';
import { deciderOf } from './decider.js';
import { claimsOf, type ClaimState } from './claim-state.js';
import { missingIn } from './closing.service.js';
import { dropClaim, findClaims, nameRights, saveChecks, saveDecision, type ClaimRow } from './claims.sql.js';
import { RequestVault } from '../sealed/request-vault.js';

export interface OpenedClaim extends ClaimState {
  /** Of the decision; empty where it speaks for itself. */
  readonly reasons: string;
}

export interface Correction {
  /** Undefined: the person named no right, and this is the one. */
  readonly right: Right | undefined;
  readonly as: Right;
  readonly reason: string;
}

/** What the DPO finds out and decides about each right that is claimed. */
@Injectable()
export class ClaimsService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
    @Inject(RequestVault) private readonly vault: RequestVault,
  ) {}

  /** Outcomes without reasons, for everybody who sees the request. */
  async list(actor: Actor, row: RightsRequestRow): Promise<readonly ClaimState[]> {
    const rows = await this.database.ask(actor, (executor) => findClaims(executor, row.id));
    return claimsOf(row.rights, rows);
  }

  /** With the reasons, for the DPO; opening them is an entry. @throws Refusal not-allowed, not-found */
  async open(actor: Actor, id: string): Promise<readonly OpenedClaim[]> {
    const userId = mustBeDpo(actor);
    const row = await this.find(actor, id);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const claims = claimsOf(row.rights, await findClaims(transaction, id));
      const opened: OpenedClaim[] = [];
      for (const claim of claims) {
        opened.push({ ...claim, reasons: await this.reasonsOf(transaction, row, claim) });
      }
      if (opened.some(({ reasons }) => reasons !== '')) {
        transaction.record('content.read', { user: userId, purpose: 'casework' }, { rightsRequestId: id });
      }
      return opened;
    });
    return result;
  }

  /** @throws Refusal not-allowed, not-found, invalid-input, command-not-allowed, version-conflict */
  async check(
    actor: Actor,
    id: string,
    right: Right,
    answers: CheckAnswers,
    expectedVersion?: number,
  ): Promise<RightsRequestRow> {
    return this.change(actor, id, 'check-claim', expectedVersion, async (transaction, row) => {
      mustBeClaimed(row, right);
      const known = (await findClaims(transaction, id)).find((claim) => claim.right === right);
      mustNotBeTold(row, known, 'check-claim');
      const fresh = freshAnswers(right, known?.checks ?? {}, answers);
      if (fresh.length === 0) {
        return;
      }
      mustBeNext(await touchRequest(transaction, row), row);
      await this.keepAnswers(transaction, row, right, fresh);
    });
  }

  /** The DPO names the right, or corrects it; with the reason. @throws as `check` */
  async correct(
    actor: Actor,
    id: string,
    { right, as, reason }: Correction,
    expectedVersion?: number,
  ): Promise<RightsRequestRow> {
    return this.change(actor, id, 'correct-claim', expectedVersion, async (transaction, row) => {
      if (right !== undefined) {
        mustBeClaimed(row, right);
      }
      if (row.rights.includes(as)) {
        refuse('invalid-input', { fields: [{ field: 'as', code: 'only-once' }] });
      }
      refuseFaults(textProblems('reason', reason, REASONS_LIMIT, true));
      const rights = right === undefined ? [...row.rights, as] : row.rights.map((one) => (one === right ? as : one));
      // An added claim keeps the deadline of its own under its new name.
      const events = row.deadlineEvents.map((event) =>
        right !== undefined && event.claim === right ? { ...event, claim: as } : event,
      );
      mustBeNext(await nameRights(transaction, row, rights, events), row);
      if (right !== undefined) {
        await dropClaim(transaction, { ...placeOf(transaction, row), right });
      }
      const commit = await this.seal(transaction, row, `correction-${row.version}`, { reason: reason.trim() });
      const facts = right === undefined ? { right: as } : { right: as, replaces: right };
      transaction.record('claim.corrected', facts, { rightsRequestId: id, commit });
    });
  }

  /** @throws Refusal not-allowed, not-found, invalid-input, command-not-allowed, version-conflict, content-erased */
  async decide(
    actor: Actor,
    id: string,
    right: Right,
    decision: Decision,
    expectedVersion?: number,
    input: Readonly<Record<string, unknown>> = {},
  ): Promise<RightsRequestRow> {
    return this.change(actor, id, 'decide', expectedVersion, async (transaction, row, userId) => {
      mustBeClaimed(row, right);
      const known = (await findClaims(transaction, id)).find((claim) => claim.right === right);
      mustNotBeTold(row, known, 'decide');
      const found = await foundOut(transaction, id, right, known?.checks ?? {});
      const norms = normsFor(row.land, row.bodyKind, right).map((norm) => norm.id);
      const decider = await deciderOf(transaction, row, input);
      const problems = [...judgeDecision(right, { ...known?.checks, ...found }, decision, norms), ...decider.problems];
      if (problems.length > 0) {
        refuse('invalid-input', { fields: problems });
      }
      const { outcome, ground, norm = null } = decision;
      const reasons = decision.reasons.trim();
      mustBeNext(await touchRequest(transaction, row), row);
      await this.keepAnswers(transaction, row, right, Object.entries(found) as [Check, CheckAnswer][]);
      const field = `decision-${right}-${row.version}`;
      const commit = await this.seal(transaction, row, field, {
        right,
        outcome,
        ground,
        norm,
        reasons,
        ...decider.words,
      });
      await saveDecision(
        transaction,
        { ...placeOf(transaction, row), right },
        { outcome, ground, norm, reasonsField: field, at: transaction.now, by: userId },
      );
      const facts = {
        ...{ right, outcome, ...(ground === null ? {} : { ground }) },
        ...(norm === null ? {} : { norm }),
        ...decider.facts,
      };
      transaction.record('claim.decided', facts, { rightsRequestId: id, commit });
    });
  }

  /** What keeps the matter from being closed; empty when nothing does. */
  async missing(actor: Actor, row: RightsRequestRow): Promise<readonly Missing[]> {
    return this.database.read(actor, async (executor) => (await missingIn(executor, row)).missing);
  }

  private async change(
    actor: Actor,
    id: string,
    command: Command,
    expectedVersion: number | undefined,
    work: (transaction: AuditTransaction, row: RightsRequestRow, userId: string) => Promise<void>,
  ): Promise<RightsRequestRow> {
    const userId = mustBeDpo(actor);
    const row = await this.find(actor, id);
    await this.auditLog.transact(actor, async (transaction) => {
      mustAllow(command, row, transaction.now, expectedVersion);
      await work(transaction, row, userId);
    });
    return this.find(actor, id);
  }

  private async keepAnswers(
    transaction: AuditTransaction,
    row: RightsRequestRow,
    right: Right,
    answers: readonly (readonly [Check, CheckAnswer])[],
  ): Promise<void> {
    if (answers.length > 0) {
      await saveChecks(transaction, { ...placeOf(transaction, row), right }, Object.fromEntries(answers));
    }
    for (const [check, answer] of answers) {
      transaction.record('claim.checked', { right, check, answer }, { rightsRequestId: row.id });
    }
  }

  private async find(actor: Actor, id: string): Promise<RightsRequestRow> {
    return (await this.database.ask(actor, (executor) => this.requests.find(executor, id))) ?? refuse('not-found', {});
  }

  /** Words about a person: under seal, the commitment to them is returned for the log. */
  private async seal(
    transaction: AuditTransaction,
    row: RightsRequestRow,
    field: string,
    payload: object,
  ): Promise<string> {
    const { organisationId } = transaction.actor;
    const request = await this.vault.open(transaction, { organisationId, rightsRequestId: row.id });
    return request.seal(transaction, field, payload);
  }

  private async reasonsOf(
    transaction: AuditTransaction,
    row: RightsRequestRow,
    { reasonsField }: ClaimState,
  ): Promise<string> {
    const sealed = reasonsField === null ? undefined : await findSealed(transaction, row.id, reasonsField);
    if (sealed === undefined || reasonsField === null) {
      return '';
    }
    const { organisationId } = transaction.actor;
    const request = this.vault.with({ organisationId, rightsRequestId: row.id }, sealed);
    return request.opened<{ reasons: string }>(reasonsField, sealed.ciphertext).reasons;
  }
}

function placeOf({ actor }: AuditTransaction, row: RightsRequestRow) {
  return { rightsRequestId: row.id, organisationId: actor.organisationId };
}

/** Art. 12(6) GDPR: an identity check that did not confirm who the person is answers that question, unless the DPO has. */
async function foundOut(
  executor: AuditTransaction,
  id: string,
  right: Right,
  known: CheckAnswers,
): Promise<CheckAnswers> {
  const asked = CATALOGUE[right].checks.some(({ check }) => check === 'identity-clear');
  return asked && (known['identity-clear'] ?? 'open') === 'open' && (await isUnconfirmed(executor, id))
    ? { 'identity-clear': 'no' }
    : {};
}

/** Answers that say something new. @throws Refusal invalid-input for a check that the right does not have */
function freshAnswers(right: Right, known: CheckAnswers, answers: CheckAnswers): [Check, CheckAnswer][] {
  const asked = CATALOGUE[right].checks.map(({ check }) => check);
  const given = Object.entries(answers) as [Check, CheckAnswer][];
  const foreign = given.filter(([check]) => !asked.includes(check));
  if (foreign.length > 0) {
    refuse('invalid-input', {
      fields: foreign.map(([check]) => ({ field: `check-${check}`, code: 'not-for-this-right' })),
    });
  }
  return given.filter(([check, answer]) => (known[check] ?? 'open') !== answer);
}

function mustBeClaimed(row: RightsRequestRow, right: Right): void {
  if (!row.rights.includes(right)) {
    refuse('invalid-input', { fields: [{ field: 'right', code: 'unknown-value' }] });
  }
}

/** What was decided and told, with what was checked for it, is changed by taking the matter up again, not behind it. */
function mustNotBeTold(row: RightsRequestRow, claim: ClaimRow | undefined, command: 'check-claim' | 'decide'): void {
  if (row.state === 'answered' && claim !== undefined && claim.outcome !== null) {
    refuse('command-not-allowed', {
      ...{ command, state: row.state, first: [['reopen']] },
      possible: Object.keys(LIFECYCLE[row.state]).filter((one) => one !== 'decide' && one !== 'check-claim'),
    });
  }
}

function mustBeNext(changed: boolean, row: RightsRequestRow): void {
  if (!changed) {
    refuse('version-conflict', { current: row.version + 1 });
  }
}
