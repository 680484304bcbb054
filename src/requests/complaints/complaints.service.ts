import { Inject, Injectable } from '@nestjs/common';
import { authorityLetterDue } from '../../domain/deadlines/authority.js';
import { refuse } from '../../domain/problem.js';
import {
  COMPLAINT_RESULTS,
  conclusionFaults,
  letterFaults,
  statementFaults,
} from '../../domain/rights/complaint-course.js';
import type { Actor } from '../../audit/actor.js';
import { bringForward, setNextOn } from '../request/case-work.sql.js';
import { attested } from '../proof/case-proof.js';
import { CaseWork, refuseFaults, Typed, type CaseChange } from '../request/case-work.js';
import { situationOf } from '../request/request-deadline.js';
import { complaintsOf, insertComplaint, markConcluded, markStated, type ComplaintRow } from './complaints.sql.js';

type Input = Readonly<Record<string, unknown>>;
export const NAME_LIMIT = 300;

/** An authority that was complained to (Art. 77): its letter, its time limit, our statement, the result. */
@Injectable()
export class ComplaintsService {
  constructor(@Inject(CaseWork) private readonly cases: CaseWork) {}

  list(actor: Actor, id: string): Promise<readonly ComplaintRow[]> {
    return this.cases.ask(actor, (executor) => complaintsOf(executor, id));
  }

  /** Its id. @throws Refusal invalid-input, command-not-allowed, version-conflict, … */
  async open(actor: Actor, id: string, input: Input, version?: number): Promise<string> {
    const typed = new Typed(input);
    const [receivedOn, until] = [typed.day('on'), typed.day('until')];
    const sealed = {
      authority: typed.text('authority', { limit: NAME_LIMIT }),
      fileNumber: typed.text('fileNumber', { limit: NAME_LIMIT }),
    };
    typed.check();
    return this.cases.change(actor, id, 'record-complaint', version, async (change) => {
      refuseFaults(letterFaults(receivedOn, until, change.today));
      const { land, municipality } = change.row;
      const { safeOn, dueOn } = authorityLetterDue({
        receivedOn,
        term: { until, fixed: input['fixed'] === 'yes' },
        place: municipality === null ? { land } : { land, municipality },
      });
      const complaint = change.newId();
      const { organisationId } = actor;
      await insertComplaint(change.transaction, {
        ...{ id: complaint, organisationId, rightsRequestId: id, receivedOn, safeOn, dueOn },
      });
      await bringForward(change.transaction, id, dueOn);
      const commit = change.seal(`complaint-${complaint}`, sealed);
      change.transaction.record('complaint.opened', { complaint, dueOn }, { rightsRequestId: id, commit });
      return complaint;
    });
  }

  async state(actor: Actor, id: string, input: Input, version?: number): Promise<void> {
    const typed = new Typed(input);
    const on = typed.day('on');
    const note = typed.text('note', { optional: true });
    typed.check();
    await this.cases.change(actor, id, 'record-complaint', version, async (change) => {
      const row = await found(change, input['item']);
      refuseFaults(statementFaults(row, on, change.today));
      await markStated(change.transaction, row.id, on);
      await nextAgain(change);
      const commit = change.seal(`complaint-statement-${row.id}`, { note });
      const facts = { complaint: row.id, on, ...attested(change, on, input['way']) };
      change.transaction.record('complaint.stated', facts, { rightsRequestId: id, commit });
    });
  }

  async conclude(actor: Actor, id: string, input: Input, version?: number): Promise<void> {
    const typed = new Typed(input);
    const on = typed.day('on');
    const result = typed.oneOf('result', COMPLAINT_RESULTS);
    const note = typed.text('note', { optional: true });
    typed.check();
    await this.cases.change(actor, id, 'record-complaint', version, async (change) => {
      const row = await found(change, input['item']);
      refuseFaults(conclusionFaults(row, on, change.today));
      await markConcluded(change.transaction, row.id, result, on);
      await nextAgain(change);
      const commit = change.seal(`complaint-result-${row.id}`, { note });
      change.transaction.record('complaint.concluded', { complaint: row.id, result }, { rightsRequestId: id, commit });
    });
  }
}

/** The next thing due is the request's own, or a letter that still waits for our statement. */
async function nextAgain({ transaction, row }: CaseChange): Promise<void> {
  const waiting = (await complaintsOf(transaction, row.id)).filter((one) => !one.statedOn && !one.concludedOn);
  const own: string = situationOf(row, transaction.now).next?.on ?? row.dueOn;
  const [earliest = own] = [own, ...waiting.map(({ dueOn }): string => dueOn)].sort();
  await setNextOn(transaction, row.id, earliest);
}

async function found({ transaction, row }: CaseChange, item: unknown): Promise<ComplaintRow> {
  const all = await complaintsOf(transaction, row.id);
  return all.find(({ id }) => id === item) ?? refuse('not-found', {});
}
