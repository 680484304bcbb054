import type { DeadlineAct } from '../domain/deadlines/act.js';
import type { Situation } from '../domain/deadlines/situation.js';
import type { ExtensionCause } from '../domain/deadlines/extension-cause.js';
import type { Told } from '../domain/proof/told.js';
import type { Doubt } from '../domain/rights/identity-check.js';
import type { AuditTransaction } from '../audit/audit-log.js';

/** What an entry says besides the days: how it is known, and why the clock stands or the period is longer. */
export interface ActGrounds {
  readonly told: Told | undefined;
  readonly doubt: Doubt | undefined;
  readonly cause: ExtensionCause | undefined;
  /** Commitment to what was sealed with it. */
  readonly commit: string | undefined;
}

/** The entry of what moved a deadline. */
export function recordAct(
  transaction: AuditTransaction,
  rightsRequestId: string,
  act: DeadlineAct,
  { clock, current, claims }: Situation,
  { told, doubt, cause, commit }: ActGrounds,
): void {
  const { safeOn, dueOn, ended } = current.deadline;
  const about = { rightsRequestId, ...(commit === undefined ? {} : { commit }) };
  switch (act.type) {
    case 'request-identity':
    case 'request-clarification': {
      const kind = act.type === 'request-identity' ? 'identity' : 'clarification';
      const stands = clock === 'paused';
      const why = doubt === undefined ? {} : { doubt };
      const facts = { kind, on: act.on, stands, safeOn, dueOn, ...told, ...why } as const;
      return transaction.record('deadline.paused', facts, about);
    }
    case 'confirm-identity':
    case 'clarify': {
      const kind = act.type === 'confirm-identity' ? 'identity' : 'clarification';
      return transaction.record('deadline.resumed', { kind, on: act.on, safeOn, dueOn, ...told }, about);
    }
    case 'extend': {
      const facts = { decidedOn: act.decidedOn, sentOn: act.sentOn, safeOn, dueOn, ...told };
      return transaction.record('deadline.extended', cause === undefined ? facts : { ...facts, cause }, about);
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
      return transaction.record('request.answered', { outcome, on: act.on, late, dueOn, ...told }, about);
    }
    case 'retract':
      return transaction.record('request.retracted', { on: ended?.on ?? act.on, ...told }, about);
    case 'reopen':
      return transaction.record('request.reopened', { on: act.on, dueOn }, about);
  }
}
