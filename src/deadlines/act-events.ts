import type { DeadlineAct } from '../domain/deadlines/act.js';
import type { Situation } from '../domain/deadlines/situation.js';
import type { AuditTransaction } from '../audit/audit-log.js';

/** The entry of what moved a deadline; `reason` is the commitment to an extension's. */
export function recordAct(
  transaction: AuditTransaction,
  rightsRequestId: string,
  act: DeadlineAct,
  { clock, current, claims }: Situation,
  reason: string | undefined,
): void {
  const { safeOn, dueOn, ended } = current.deadline;
  const about = { rightsRequestId };
  switch (act.type) {
    case 'request-identity':
    case 'request-clarification': {
      const kind = act.type === 'request-identity' ? 'identity' : 'clarification';
      const stands = clock === 'paused';
      return transaction.record('deadline.paused', { kind, on: act.on, stands, safeOn, dueOn }, about);
    }
    case 'confirm-identity':
    case 'clarify': {
      const kind = act.type === 'confirm-identity' ? 'identity' : 'clarification';
      return transaction.record('deadline.resumed', { kind, on: act.on, safeOn, dueOn }, about);
    }
    case 'extend': {
      const facts = { decidedOn: act.decidedOn, sentOn: act.sentOn, safeOn, dueOn };
      return transaction.record('deadline.extended', facts, {
        ...about,
        ...(reason === undefined ? {} : { commit: reason }),
      });
    }
    case 'add-claim': {
      const added = claims.findLast(({ claim }) => claim === act.right) ?? current;
      const facts = { rights: [act.right], on: act.on, dueOn: added.deadline.dueOn };
      return transaction.record('claim.added', facts, about);
    }
    case 'answer':
    case 'refuse': {
      const outcome = act.type === 'answer' ? 'answered' : 'refused';
      const late = claims.some(({ deadline }) => deadline.ended?.late === true);
      return transaction.record('request.answered', { outcome, on: act.on, late, dueOn }, about);
    }
    case 'retract':
      return transaction.record('request.retracted', { on: ended?.on ?? act.on }, about);
    case 'reopen':
      return transaction.record('request.reopened', { on: act.on, dueOn }, about);
  }
}
