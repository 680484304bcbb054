import { Inject, Injectable } from '@nestjs/common';
import { parseInstant } from '../../domain/civil-date.js';
import { BREACH_OUTCOMES } from '../../domain/deadlines/other-clocks.js';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import type { AuditTransaction } from '../../audit/audit-log.js';
import { CaseWork, refuseFaults, Typed } from '../request/case-work.js';
import { concludeBreach, noteBreach } from './breach.sql.js';

export const BREACH_ALARM_JOB = 'breach-alarm';

type Input = Readonly<Record<string, unknown>>;

/** Art. 33 GDPR: a hint of a breach has a clock of its own, whatever becomes of the request. */
@Injectable()
export class BreachService {
  constructor(@Inject(CaseWork) private readonly cases: CaseWork) {}

  /** @throws Refusal invalid-input: `since` is no moment, lies before the receipt or ahead; noted already */
  async note(actor: Actor, id: string, input: Input, version?: number): Promise<void> {
    await this.cases.change(actor, id, 'add-note', version, async ({ transaction, row }) => {
      const said = input['since'];
      const at = said === undefined || said === '' ? transaction.now.getTime() : parseInstant(said);
      if (at === undefined) {
        return refuseFaults([{ field: 'since', code: 'not-a-moment' }]);
      }
      const since = new Date(at);
      refuseFaults([
        ...(since > transaction.now ? [{ field: 'since', code: 'in-the-future' } as const] : []),
        ...(since < row.receivedAt ? [{ field: 'since', code: 'before-receipt', limit: row.receivedOn } as const] : []),
        ...(row.breachSince !== null && row.breachOutcome === null
          ? [{ field: 'since', code: 'only-once' } as const]
          : []),
      ]);
      await noteBreach(transaction, id, since);
      raiseBreach(transaction, id, since);
    });
  }

  /** @throws Refusal invalid-input: nothing is noted, or it is concluded already; the day lies before it or ahead */
  async conclude(actor: Actor, id: string, input: Input, version?: number): Promise<void> {
    const typed = new Typed(input);
    const on = typed.day('on');
    const outcome = typed.oneOf('outcome', BREACH_OUTCOMES);
    typed.check();
    await this.cases.change(actor, id, 'add-note', version, async (change) => {
      const { transaction, row } = change;
      if (row.breachSince === null) {
        refuse('not-found', {});
      }
      refuseFaults(row.breachOutcome === null ? [] : [{ field: 'outcome', code: 'only-once' }]);
      change.happened('on', on);
      await concludeBreach(transaction, id, outcome, on);
      transaction.record('breach.concluded', { outcome, on }, { rightsRequestId: id });
    });
  }
}

/** The entry and the alarm, in the commit of what they rest on. */
export function raiseBreach(transaction: AuditTransaction, rightsRequestId: string, since: Date): void {
  transaction.record('breach.noted', { since: since.toISOString() }, { rightsRequestId });
  transaction.enqueue({ kind: BREACH_ALARM_JOB, subjectId: rightsRequestId });
}
