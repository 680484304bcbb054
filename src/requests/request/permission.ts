import { decide, LIFECYCLE, WITHDRAWAL_LIMIT_MINUTES, type Command } from '../../domain/lifecycle/lifecycle.js';
import { stepsBefore } from '../../domain/lifecycle/ways.js';
import { refuse } from '../../domain/problem.js';
import type { State } from '../../domain/lifecycle/lifecycle.js';
import { actsAs, type Actor } from '../../audit/actor.js';
import type { RightsRequestRow } from './rights-requests.repository.js';

/** The id of the acting DPO. @throws Refusal not-allowed */
export function mustBeDpo(actor: Actor): string {
  return actsAs(actor, 'dpo') && actor.userId !== null ? actor.userId : refuse('not-allowed', {});
}

/** The state a command leads to. @throws Refusal version-conflict, command-not-allowed, withdrawal-too-late */
export function mustAllow(
  command: Command,
  request: RightsRequestRow,
  now: Date,
  expectedVersion: number | undefined,
): State {
  if (expectedVersion !== undefined && expectedVersion !== request.version) {
    refuse('version-conflict', { current: request.version });
  }
  const facts = { state: request.state, recordedAt: request.recordedAt.getTime() };
  const decision = decide(command, facts, now.getTime());
  if (!decision.allowed) {
    if (decision.why === 'withdrawal-too-late') {
      refuse('withdrawal-too-late', { limitMinutes: WITHDRAWAL_LIMIT_MINUTES });
    }
    const { state } = request;
    const possible = Object.keys(LIFECYCLE[state]);
    refuse('command-not-allowed', { command, state, possible, first: stepsBefore(command, state) });
  }
  return decision.next;
}
