import type { Scope } from '../platform/database/scope.js';

/** `department` and `person` follow a link and see the one thing it leads to, named by their `userId`. */
export type Role = 'staff' | 'dpo' | 'decider' | 'auditor' | 'admin' | 'system' | 'department' | 'person';

/** What a program sends under a key of its own, so that sending it again is no second effect (P9). */
export interface Once {
  readonly key: string;
  /** HMAC of what was sent, 32 bytes: tells the same from another, reveals neither. */
  readonly fingerprint: Buffer;
  readonly rightsRequestId: string;
  /** Id of whatever it brings into being; found again from the key. */
  readonly id: string;
  readonly at: Date;
}

/** Who does something, in which organisation; `label` is the pseudonym that the log shows. */
export interface Actor extends Scope {
  readonly organisationId: string;
  readonly roles: readonly Role[];
  /** Set where what is done may be sent again: `AuditLog.transact` uses the key up with the facts recorded, in one transaction and no more. */
  readonly once?: Once;
  readonly label: 'system' | 'cli' | 'department' | 'person' | `user:${string}` | `token:${string}`;
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

/** Whoever follows the link of a task: row-level security shows them that task and nothing else. */
export function departmentActor(organisationId: string, taskId: string): Actor {
  return { organisationId, userId: taskId, roles: ['department'], label: 'department' };
}

/** The person concerned, at the link by which they confirm who they are. */
export function personActor(organisationId: string, identityCheckId: string): Actor {
  return { organisationId, userId: identityCheckId, roles: ['person'], label: 'person' };
}

export function actsAs(actor: Actor, ...roles: readonly Role[]): boolean {
  return roles.some((role) => actor.roles.includes(role));
}
