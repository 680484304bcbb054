import { civilDateIn, parseCivilDate } from '../../domain/civil-date.js';
import type { EventFacts } from '../../domain/log/events.js';
import type { FieldProblem } from '../../domain/problem.js';
import { decidedBy } from '../../domain/rights/deciding.js';
import type { AuditTransaction } from '../../audit/audit-log.js';
import { isUuid } from '../../platform/ids.js';
import { statementOf, type StatementWords } from '../proof/find-proof.js';
import type { RightsRequestRow } from '../request/rights-requests.repository.js';
import { isDecider } from './decider.sql.js';
import { findTask } from '../tasks/tasks.sql.js';

type Facts = Pick<
  EventFacts['claim.decided'],
  'decider' | 'decidedOn' | 'against' | 'proof' | 'evidence' | 'way' | 'enteredLate'
>;

export interface FoundDecider {
  readonly problems: readonly FieldProblem[];
  readonly facts: Facts;
  readonly words: Partial<StatementWords>;
}

/**
 * Who decides for the controller, and what that rests on. Where no delegation is in force, the data protection officer
 * only recommends: a task that the function answered proves its decision, or it is stated with its day and way.
 */
export async function deciderOf(
  transaction: AuditTransaction,
  row: RightsRequestRow,
  input: Readonly<Record<string, unknown>>,
): Promise<FoundDecider> {
  const by = decidedBy(row.deciding, civilDateIn(transaction.now, row.timeZone));
  // That the data protection officer advised against it is theirs to say, whoever decides.
  const against = input['against'] === true ? { against: true } : {};
  if (by !== 'function') {
    return { problems: [], facts: { ...(by === 'delegated' ? { decider: 'delegated' } : {}), ...against }, words: {} };
  }
  const text = (field: string): string | undefined => {
    const given = input[field];
    return typeof given === 'string' && given !== '' ? given : undefined;
  };
  const found =
    text('task') === undefined
      ? stated(transaction, row, {
          on: text('on'),
          way: text('way'),
          unproved: text('unproved'),
          saidBy: text('saidBy'),
        })
      : await byTask(transaction, row, text('task') ?? '');
  return { ...found, facts: { decider: 'function', ...found.facts, ...against } };
}

interface Fields {
  readonly on: string | undefined;
  readonly way: string | undefined;
  readonly unproved: string | undefined;
  readonly saidBy: string | undefined;
}

function stated({ now }: AuditTransaction, row: RightsRequestRow, fields: Fields): FoundDecider {
  const on = parseCivilDate(fields.on);
  if (fields.on === undefined && fields.way === undefined && fields.unproved === undefined) {
    return { problems: [{ field: 'decider', code: 'not-delegated' }], facts: {}, words: {} };
  }
  const { facts, words, problems } = statementOf(row, 'house', fields, { field: 'on', stated: fields.on, now });
  const noDay: readonly FieldProblem[] =
    on === undefined ? [{ field: 'on', code: fields.on === undefined ? 'required' : 'not-a-date' }] : [];
  const day = on === undefined ? {} : { decidedOn: on };
  return { problems: [...noDay, ...problems], facts: { ...facts, ...day }, words: words ?? {} };
}

async function byTask(transaction: AuditTransaction, row: RightsRequestRow, id: string): Promise<FoundDecider> {
  const task = isUuid(id) ? await findTask(transaction, id) : undefined;
  if (task?.rightsRequestId !== row.id) {
    return { problems: [{ field: 'task', code: 'other-case' }], facts: {}, words: {} };
  }
  if (task.state === 'withdrawn' || task.outcome !== 'done' || task.turn !== 'dpo' || task.answeredAt === null) {
    return { problems: [{ field: 'task', code: 'not-done' }], facts: {}, words: {} };
  }
  // A link goes to the function's own address; of an account it is known what it may do.
  if (task.assignedTo !== null && !(await isDecider(transaction, task.assignedTo, transaction.actor.organisationId))) {
    return { problems: [{ field: 'task', code: 'no-decider' }], facts: {}, words: {} };
  }
  const decidedOn = civilDateIn(task.answeredAt, row.timeZone);
  return { problems: [], facts: { proof: 'task', evidence: id, decidedOn }, words: {} };
}
