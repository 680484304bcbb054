import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../domain/civil-date.js';
import { judge, type DeadlineAct, type Judged } from '../domain/deadlines/act.js';
import type { Situation } from '../domain/deadlines/situation.js';
import { isExtensionCause } from '../domain/deadlines/extension-cause.js';
import { answers } from '../domain/correspondence/answering.js';
import { refuse, type FieldProblem } from '../domain/problem.js';
import { isTelling } from '../domain/proof/telling.js';
import { DOUBTS, type Doubt } from '../domain/rights/identity-check.js';
import type { Actor } from '../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../audit/audit-log.js';
import { Database } from '../platform/database/database.js';
import type { Executor } from '../platform/database/statement.js';
import { Clock } from '../platform/clock.js';
import { claimsOf } from '../requests/claims/claim-state.js';
import { findClaims } from '../requests/claims/claims.sql.js';
import type { MessageRow } from '../requests/correspondence/messages.sql.js';
import { findProof, proofsIn, type FoundProof, type StatementWords } from '../requests/proof/find-proof.js';
import { refuseFaults } from '../requests/request/case-work.js';
import { moveDeadline } from '../requests/request/commands.sql.js';
import { mustAllow, mustBeDpo } from '../requests/request/permission.js';
import { deadlineFactsOf } from '../requests/request/request-deadline.js';
import { textProblems } from '../requests/request/typed-text.js';
import { RightsRequestsRepository, type RightsRequestRow } from '../requests/request/rights-requests.repository.js';
import { recordAct } from './act-events.js';
import { causeProblems, deadlineActOf, readAct, toldField, type ActFields } from './act-input.js';
import { RequestVault } from '../requests/sealed/request-vault.js';

export const REASON_LIMIT = 4_000;

export interface WhatIf {
  readonly row: RightsRequestRow;
  readonly before: Situation;
  readonly after: Situation;
}

/** What the DPO does that moves a deadline, and what it would do to it. */
@Injectable()
export class DeadlinesService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The deadline before and after, nothing written. @throws Refusal not-allowed, not-found, invalid-input, … */
  async whatIf(actor: Actor, id: string, act: DeadlineAct): Promise<WhatIf> {
    mustBeDpo(actor);
    const row = await this.find(actor, id);
    mustAllow(act.type, row, this.clock.now(), undefined);
    const { before, after } = judged(row, act, this.clock.now());
    return { row, before, after };
  }

  /** Messages of the case that prove such an act, newest first. @throws Refusal not-allowed */
  async proofsOf(actor: Actor, id: string, type: DeadlineAct['type']): Promise<readonly MessageRow[]> {
    mustBeDpo(actor);
    return isTelling(type) ? this.database.ask(actor, (executor) => proofsIn(executor, id, type)) : [];
  }

  /**
   * With what proves it, or the statement that it was so.
   * @throws Refusal not-allowed, not-found, command-not-allowed, version-conflict, invalid-input
   */
  async act(
    actor: Actor,
    id: string,
    type: DeadlineAct['type'],
    fields: ActFields,
    expectedVersion?: number,
  ): Promise<RightsRequestRow> {
    mustBeDpo(actor);
    return this.carryOut(actor, id, type, fields, expectedVersion);
  }

  /** The clock goes on from the day on which the check confirmed who the person is. @throws Refusal as `act` */
  async resumeByCheck(actor: Actor, id: string, check: string): Promise<void> {
    await this.carryOut(actor, id, 'confirm-identity', { check });
  }

  private async carryOut(
    actor: Actor,
    id: string,
    type: DeadlineAct['type'],
    fields: ActFields,
    expectedVersion?: number,
  ): Promise<RightsRequestRow> {
    const row = await this.find(actor, id);
    await this.auditLog.transact(actor, async (transaction) => {
      const state = mustAllow(type, row, transaction.now, expectedVersion);
      const { act, proof } = await proved(transaction, row, type, fields, transaction.now);
      const { event, after } = judged(row, act, transaction.now);
      const { safeOn, dueOn } = after.current.deadline;
      const moved = await moveDeadline(transaction, {
        ...{ id, version: row.version, state, safeOn, dueOn },
        event: proof === undefined ? event : { ...event, told: proof.facts },
        clock: after.clock,
        nextOn: after.next?.on ?? dueOn,
        rights: act.type === 'add-claim' ? [...row.rights, act.right] : row.rights,
        at: transaction.now,
        today: civilDateIn(transaction.now, row.timeZone),
      });
      if (!moved) {
        refuse('version-conflict', { current: row.version + 1 });
      }
      recordAct(transaction, id, act, after, {
        ...{ told: proof?.facts, commit: await this.sealWords(transaction, row, wordsOf(act, fields, proof)) },
        doubt: type === 'request-identity' ? doubtOf(fields.doubt) : undefined,
        cause: isExtensionCause(fields.cause) ? fields.cause : undefined,
      });
    });
    return this.find(actor, id);
  }

  private async find(actor: Actor, id: string): Promise<RightsRequestRow> {
    return (await this.database.ask(actor, (executor) => this.requests.find(executor, id))) ?? refuse('not-found', {});
  }

  /** Words about a person, and of whoever vouches for a day: under seal, their commitment in the log. */
  private async sealWords(
    transaction: AuditTransaction,
    row: RightsRequestRow,
    words: ActWords,
  ): Promise<string | undefined> {
    if (Object.keys(words).length === 0) {
      return undefined;
    }
    const { organisationId } = transaction.actor;
    const request = await this.vault.open(transaction, { organisationId, rightsRequestId: row.id });
    return request.seal(transaction, `act-${row.version}`, words);
  }
}

interface ActWords extends Partial<StatementWords> {
  readonly reason?: string;
  readonly need?: string;
}

function wordsOf(act: DeadlineAct, { need }: ActFields, proof: FoundProof | undefined): ActWords {
  return {
    ...(act.type === 'extend' ? { reason: act.reason.trim() } : {}),
    ...(act.type === 'request-clarification' ? { need: (need ?? '').trim() } : {}),
    ...proof?.words,
  };
}

/** The act on the day of what proves it. @throws Refusal invalid-input with every field that is wrong */
async function proved(
  executor: Executor,
  row: RightsRequestRow,
  type: DeadlineAct['type'],
  fields: ActFields,
  now: Date,
): Promise<{ readonly act: DeadlineAct; readonly proof: FoundProof | undefined }> {
  const field = toldField(type);
  if (field === undefined || !isTelling(type)) {
    return { act: deadlineActOf(type, fields), proof: undefined };
  }
  const proof = await findProof(executor, row, type, fields, { field, stated: fields[field], now });
  const { act, problems } = readAct(type, proof.on === undefined ? fields : { ...fields, [field]: proof.on });
  const all = [
    ...problems,
    ...proof.problems,
    ...groundProblems(type, fields, proof),
    ...(await letterProblems(executor, row, type, proof)),
  ];
  // What the engine says against the days is said at once with it, where the days can be read.
  const engine = problems.length > 0 ? [] : engineProblems(row, act, now);
  const fresh = [...all, ...engine].filter(
    (one, at, list) => list.findIndex((other) => other.field === one.field) === at,
  );
  refuseFaults(fresh);
  return { act, proof };
}

/** Art. 12(4): a letter without reasons and remedies answers nobody who gets less than they asked for. */
async function letterProblems(
  executor: Executor,
  row: RightsRequestRow,
  type: DeadlineAct['type'],
  { kind, problems }: FoundProof,
): Promise<readonly FieldProblem[]> {
  if ((type !== 'answer' && type !== 'refuse') || kind === undefined || problems.length > 0) {
    return [];
  }
  const claims = claimsOf(row.rights, await findClaims(executor, row.id));
  return answers(kind, claims) ? [] : [{ field: 'message', code: 'tells-something-else' }];
}

/** Art. 12(6): the doubt; recital 63: what is needed; Art. 12(3) s. 2: the cause. None of them goes without saying. */
function groundProblems(type: DeadlineAct['type'], fields: ActFields, proof: FoundProof): readonly FieldProblem[] {
  switch (type) {
    case 'request-identity':
      return proof.facts.proof === 'check' || doubtOf(fields.doubt) !== undefined
        ? []
        : [{ field: 'doubt', code: fields.doubt === undefined || fields.doubt === '' ? 'required' : 'unknown-value' }];
    case 'request-clarification':
      return textProblems('need', fields.need ?? '', REASON_LIMIT, true);
    case 'extend':
      return causeProblems(fields);
    default:
      return [];
  }
}

function doubtOf(doubt: string | undefined): Doubt | undefined {
  return DOUBTS.find((one) => one === doubt);
}

function engineProblems(row: RightsRequestRow, act: DeadlineAct, now: Date): readonly FieldProblem[] {
  if (act.type === 'extend') {
    const problems = textProblems('reason', act.reason, REASON_LIMIT, false);
    if (problems.length > 0) {
      return problems;
    }
  }
  const result = judge(deadlineFactsOf(row), act, civilDateIn(now, row.timeZone));
  return result.ok ? [] : result.problems;
}

/** @throws Refusal invalid-input with every field that is wrong */
function judged(row: RightsRequestRow, act: DeadlineAct, now: Date): Extract<Judged, { ok: true }> {
  if (act.type === 'add-claim' && row.rights.includes(act.right)) {
    refuse('invalid-input', { fields: [{ field: 'right', code: 'only-once' }] });
  }
  if (act.type === 'extend') {
    // That there is none is said with everything else that is wrong.
    refuseFaults(textProblems('reason', act.reason, REASON_LIMIT, false));
  }
  const result = judge(deadlineFactsOf(row), act, civilDateIn(now, row.timeZone));
  return result.ok ? result : refuse('invalid-input', { fields: result.problems });
}
