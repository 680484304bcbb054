import type { Scope } from '../platform/database/database.js';

export type Role = 'staff' | 'dpo' | 'auditor' | 'admin' | 'system';

/** Who does something, in which organisation; `label` is the pseudonym that the log shows. */
export interface Actor extends Scope {
  readonly organisationId: string;
  readonly roles: readonly Role[];
  readonly label: 'system' | 'cli' | `user:${string}` | `token:${string}`;
}

/** The program itself: workers, integrator, public proofs. */
export function systemActor(organisationId: string): Actor {
  return { organisationId, userId: null, roles: ['system'], label: 'system' };
}

/** A worker looking for work over all organisations: sees ids and moments, never content. */
export const WORKER_SCOPE: Scope = { organisationId: null, userId: null, roles: ['system'] };

/** Whoever can run commands on the machine. */
export function commandLineActor(organisationId: string): Actor {
  return { organisationId, userId: null, roles: ['system'], label: 'cli' };
}

export function actsAs(actor: Actor, ...roles: readonly Role[]): boolean {
  return roles.some((role) => actor.roles.includes(role));
}
