import { Inject, Injectable } from '@nestjs/common';
import type { EventFacts } from '../domain/log/events.js';
import type { Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';

type Inspected = EventFacts['inspection.viewed']['what'];

/** The first that fits the route counts; a route that none fits is `other`, so that no step is left out. */
const SEEN: readonly (readonly [RegExp, Inspected])[] = [
  [/^\/uebersicht/, 'overview'],
  [/^POST \/berichte|^\/api\/v1\/reports/, 'report'],
  [/^\/berichte/, 'reports'],
  [/^\/protokoll\/eintrag\/:index\/beleg/, 'proof'],
  [/^\/protokoll\/eintrag/, 'entry'],
  [/^\/protokoll\/pruefung/, 'verification'],
  [/^\/protokoll\/beleg|\/receipt$/, 'receipts'],
  [/^\/protokoll\/nachweis|evidence/, 'evidence'],
  [/^\/protokoll|^\/log\//, 'log'],
  [/^\/api\/v1\/requests/, 'requests'],
  [/^\/anweisung/, 'instruction'],
];

/** Each step of an account that was made for an inspection is an entry, written before anything is shown. */
@Injectable()
export class InspectionTrail {
  constructor(@Inject(AuditLog) private readonly auditLog: AuditLog) {}

  async follow({ organisationId, userId, ...actor }: Actor, method: string, route: string): Promise<void> {
    if (userId === null) {
      return;
    }
    const what = inspectedBy(method, route);
    await this.auditLog.transact({ ...actor, organisationId, userId }, (transaction) => {
      transaction.record('inspection.viewed', { user: userId, what });
      return Promise.resolve();
    });
  }
}

/** @param route as it is declared, with its parameters' names */
export function inspectedBy(method: string, route: string): Inspected {
  const found = SEEN.find(([pattern]) => pattern.test(route) || pattern.test(`${method} ${route}`));
  return found?.[1] ?? 'other';
}
