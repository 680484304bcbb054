import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn, parseCivilDate, type CivilDate } from '../../domain/civil-date.js';
import { isCalledFor, type Duty } from '../../domain/duties/duties.js';
import { DUTY_RULES, LEAVE_OUTS, type DutyRule, type SettledDuty } from '../../domain/duties/duty.js';
import type { Told } from '../../domain/proof/told.js';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import type { Right } from '../../domain/rights/right.js';
import type { Actor } from '../../audit/actor.js';
import { Database } from '../../platform/database/database.js';
import { isUuid } from '../../platform/ids.js';
import { claimsOf } from '../claims/claim-state.js';
import { findClaims } from '../claims/claims.sql.js';
import { aftercareOf } from '../joins/aftercare.sql.js';
import { threadOf, type MessageRow } from '../correspondence/messages.sql.js';
import { messageProof, statementOf, type FoundProof } from '../proof/find-proof.js';
import { CaseWork, refuseFaults, TEXT_LIMIT, type CaseChange } from '../request/case-work.js';
import { mustBeDpo } from '../request/permission.js';
import type { RightsRequestRow } from '../request/rights-requests.repository.js';
import { textProblems } from '../request/typed-text.js';
import { endTask, findTask, tasksOfRequest, type TaskRow } from '../tasks/tasks.sql.js';
import { deleteSettled, dutyRecords, insertSettled, type NewSettled } from './duties.sql.js';
import { dutiesIn } from './duties-in.js';

type Input = Readonly<Record<string, unknown>>;

export interface DutyPlace {
  readonly right: Right;
  readonly duty: SettledDuty;
}

/** Who did it, in what way, to what extent; and, where nothing proves it, why and who says so. Under seal. */
interface DutyWords {
  readonly doneBy: string;
  readonly how: string;
  readonly extent: string;
  readonly unproved?: string;
  readonly saidBy?: string;
}

/** What the decisions of a case make follow: seen, done with evidence, left out with a ground. */
@Injectable()
export class DutiesService {
  constructor(
    @Inject(CaseWork) private readonly cases: CaseWork,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** Done or not, in the order of the claims. Names nobody: for everybody who sees the request. */
  async ofRequest(actor: Actor, row: RightsRequestRow): Promise<readonly Duty[]> {
    return this.database.read(actor, async (executor) => {
      const claims = claimsOf(row.rights, await findClaims(executor, row.id));
      return dutiesIn(executor, row, claims, await aftercareOf(executor, row.id));
    });
  }

  /** What of the case can prove a duty, nothing opened: answers that it is done, and messages of the right kind. */
  async proofsOf(
    actor: Actor,
    id: string,
    duty: SettledDuty,
  ): Promise<{ readonly tasks: readonly TaskRow[]; readonly messages: readonly MessageRow[] }> {
    mustBeDpo(actor);
    const { kinds } = DUTY_RULES[duty];
    return this.database.read(actor, async (executor) => ({
      tasks: (await tasksOfRequest(executor, id)).filter(isDone),
      messages: (await threadOf(executor, id)).filter(
        ({ direction, state, kind }) =>
          direction === 'out' && state === 'sent' && kind !== null && kinds.includes(kind),
      ),
    }));
  }

  /**
   * Done: proved by a message or by a department's answer, or stated with its day and way.
   * @throws Refusal not-allowed, not-found, invalid-input, command-not-allowed, version-conflict, content-erased
   */
  async done(actor: Actor, id: string, { right, duty }: DutyPlace, input: Input, version?: number): Promise<void> {
    const user = mustBeDpo(actor);
    await this.cases.change(actor, id, 'settle-duty', version, async (change) => {
      const rule = DUTY_RULES[duty];
      await mustFollow(change, { right, duty });
      const proof = await proofOf(change, rule, input);
      const words = wordsOf(input, proof);
      const { on } = proof;
      refuseFaults([
        ...(rule.register === true ? [{ field: 'duty', code: 'seen-in-register' } as const] : []),
        ...proof.problems,
        ...(on === undefined && proof.problems.every(({ field }) => !['on', 'task', 'message'].includes(field))
          ? [{ field: 'on', code: 'required' } as const]
          : []),
        ...accountProblems(rule, proof, words),
      ]);
      const day = on ?? change.today;
      await settle(change, user, { right, duty }, { ...proved(proof), leftOut: null, on: day }, words);
      const { facts } = proof;
      const commit = change.seal(fieldOf(change, { right, duty }), words);
      change.transaction.record('duty.done', { right, duty, on: day, ...facts }, { rightsRequestId: id, commit });
      if (proof.task?.state === 'open') {
        await endWith(change, proof.task);
      }
    });
  }

  /** @throws Refusal as `done` */
  async leaveOut(actor: Actor, id: string, { right, duty }: DutyPlace, input: Input, version?: number): Promise<void> {
    const user = mustBeDpo(actor);
    await this.cases.change(actor, id, 'settle-duty', version, async (change) => {
      await mustFollow(change, { right, duty });
      const why = LEAVE_OUTS.find((one) => one === input['why']);
      const reasons = typeof input['reasons'] === 'string' ? input['reasons'] : '';
      const allowed = why !== undefined && DUTY_RULES[duty].leaveOuts.includes(why);
      refuseFaults([
        ...(allowed ? [] : [{ field: 'why', code: why === undefined ? 'required' : 'not-for-this-duty' } as const]),
        ...textProblems('reasons', reasons, TEXT_LIMIT, true),
      ]);
      const leftOut = why ?? 'nothing-there';
      const words = { reasons: reasons.trim() };
      await settle(change, user, { right, duty }, { proof: null, evidence: null, leftOut, on: change.today }, words);
      const commit = change.seal(fieldOf(change, { right, duty }), words);
      change.transaction.record('duty.left-out', { right, duty, why: leftOut }, { rightsRequestId: id, commit });
    });
  }

  /** It is to be done after all. @throws Refusal as `done` */
  async reopen(actor: Actor, id: string, { right, duty }: DutyPlace, input: Input, version?: number): Promise<void> {
    await this.cases.change(actor, id, 'settle-duty', version, async (change) => {
      const reason = typeof input['reason'] === 'string' ? input['reason'] : '';
      refuseFaults(textProblems('reason', reason, TEXT_LIMIT, true));
      if (!(await deleteSettled(change.transaction, id, right, duty))) {
        refuse('invalid-input', { fields: [{ field: 'duty', code: 'not-ended' }] });
      }
      const commit = change.seal(`${fieldOf(change, { right, duty })}-reopened`, { reason: reason.trim() });
      change.transaction.record('duty.reopened', { right, duty }, { rightsRequestId: id, commit });
    });
  }
}

/** @throws Refusal invalid-input: no decision makes it follow, or it is settled */
async function mustFollow({ transaction, row }: CaseChange, { right, duty }: DutyPlace): Promise<void> {
  const claims = claimsOf(row.rights, await findClaims(transaction, row.id));
  if (!isCalledFor(claims, right, duty)) {
    refuse('invalid-input', { fields: [{ field: 'duty', code: 'not-for-this-outcome' }] });
  }
  const { settled } = await dutyRecords(transaction, row.id, null);
  if (settled.some((one) => one.right === right && one.duty === duty)) {
    refuse('invalid-input', { fields: [{ field: 'duty', code: 'only-once' }] });
  }
}

interface DutyProof extends FoundProof {
  readonly task?: TaskRow;
}

/** What is named as proof, with everything that is wrong with it; nothing named: the statement. */
async function proofOf(change: CaseChange, rule: DutyRule, input: Input): Promise<DutyProof> {
  const text = (field: string): string | undefined => {
    const given = input[field];
    return typeof given === 'string' && given !== '' ? given : undefined;
  };
  const { transaction, row } = change;
  const stated = text('on');
  const named = (['task', 'message'] as const).filter((one) => text(one) !== undefined);
  if (named.length === 0) {
    const fields = { way: text('way'), unproved: text('unproved'), saidBy: text('saidBy') };
    // Art. 7(3), 21(3): marketing may have stopped before the data protection officer heard of it.
    const doer = rule.atOnce === true ? 'person' : 'house';
    const found = statementOf(row, doer, fields, { field: 'on', stated, now: transaction.now });
    const noDate: readonly FieldProblem[] =
      stated !== undefined && parseCivilDate(stated) === undefined ? [{ field: 'on', code: 'not-a-date' }] : [];
    return { ...found, on: parseCivilDate(stated), problems: [...noDate, ...found.problems] };
  }
  const further = [...named.slice(1), ...(['way', 'unproved'] as const).filter((one) => text(one) !== undefined)];
  const found = named.includes('task')
    ? await taskProof(change, text('task') ?? '')
    : await messageProof(transaction, row, text('message') ?? '', { kinds: rule.kinds, incoming: false });
  const differs = found.on !== undefined && stated !== undefined && stated !== found.on;
  return {
    ...found,
    problems: [
      ...further.map((field): FieldProblem => ({ field, code: 'only-one-of-these' })),
      ...found.problems,
      ...(differs ? [{ field: 'on', code: 'other-day', limit: found.on } as const] : []),
    ],
  };
}

/** A department's answer that it is done; one that was withdrawn, or asks back, proves nothing. */
async function taskProof({ transaction, row }: CaseChange, id: string): Promise<DutyProof> {
  const task = isUuid(id) ? await findTask(transaction, id) : undefined;
  const facts: Told = { proof: 'task', evidence: id };
  const nothing = { on: undefined, facts, words: undefined };
  if (task?.rightsRequestId !== row.id) {
    return { ...nothing, problems: [{ field: 'task', code: 'other-case' }] };
  }
  if (task.answeredAt === null || !isDone(task)) {
    return { ...nothing, problems: [{ field: 'task', code: 'not-done' }] };
  }
  return { facts, words: undefined, problems: [], on: civilDateIn(task.answeredAt, row.timeZone), task };
}

function isDone({ state, outcome, turn }: TaskRow): boolean {
  return state !== 'withdrawn' && outcome === 'done' && turn === 'dpo';
}

function wordsOf(input: Input, { words }: FoundProof): DutyWords {
  const text = (field: string): string => (typeof input[field] === 'string' ? input[field].trim() : '');
  return { doneBy: text('doneBy'), how: text('how'), extent: text('extent'), ...words };
}

/** Art. 5(2), 17 GDPR: of an erasure it is said when, by whom, in what way and to what extent. */
function accountProblems(rule: DutyRule, { facts }: FoundProof, words: DutyWords): readonly FieldProblem[] {
  const asked = rule.account === true;
  return [
    // A department that answered is known.
    ...textProblems('doneBy', words.doneBy, TEXT_LIMIT, asked && facts.proof !== 'task'),
    ...textProblems('how', words.how, TEXT_LIMIT, asked),
    ...textProblems('extent', words.extent, TEXT_LIMIT, asked),
  ];
}

function proved({ facts }: FoundProof): Pick<NewSettled, 'proof' | 'evidence'> {
  return { proof: facts.proof, evidence: facts.evidence ?? null };
}

function fieldOf({ row }: CaseChange, { right, duty }: DutyPlace): string {
  return `duty-${right}-${duty}-${row.version}`;
}

async function settle(
  change: CaseChange,
  by: string,
  place: DutyPlace,
  how: Pick<NewSettled, 'proof' | 'evidence' | 'leftOut'> & { readonly on: CivilDate },
  words: object,
): Promise<void> {
  const { transaction, row } = change;
  const wordsField = Object.values(words).some((word) => word !== '') ? fieldOf(change, place) : null;
  const { organisationId } = transaction.actor;
  const fresh = await insertSettled(transaction, {
    ...{ rightsRequestId: row.id, organisationId, wordsField, at: transaction.now, by },
    ...place,
    ...how,
  });
  if (!fresh) {
    refuse('invalid-input', { fields: [{ field: 'duty', code: 'only-once' }] });
  }
}

/** What proved it is looked at with that: the department has nothing left to do. */
async function endWith({ transaction, row }: CaseChange, task: TaskRow): Promise<void> {
  if (!(await endTask(transaction, task, 'done', transaction.now))) {
    refuse('version-conflict', { current: row.version + 1 });
  }
  transaction.record('task.finished', { task: task.id, by: 'answer' }, { rightsRequestId: row.id });
}
