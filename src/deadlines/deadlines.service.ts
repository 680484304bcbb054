import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../domain/civil-date.js';
import { judge, type DeadlineAct, type Judged } from '../domain/deadlines/act.js';
import type { Situation } from '../domain/deadlines/situation.js';
import { refuse } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../audit/audit-log.js';
import { Database } from '../platform/database/database.js';
import { Clock } from '../platform/clock.js';
import { Vault } from '../platform/vault/vault.js';
import { refuseFaults } from '../requests/request/case-work.js';
import { moveDeadline } from '../requests/request/commands.sql.js';
import { CONTENT_FIELD } from '../requests/sealed/content.js';
import { findSealed } from '../requests/sealed/sealed-fields.sql.js';
import { mustAllow, mustBeDpo } from '../requests/request/permission.js';
import { deadlineFactsOf } from '../requests/request/request-deadline.js';
import { sealCommitted } from '../requests/sealed/sealed-payload.js';
import { textProblems } from '../requests/request/typed-text.js';
import { RightsRequestsRepository, type RightsRequestRow } from '../requests/request/rights-requests.repository.js';
import { recordAct } from './act-events.js';

export const REASON_LIMIT = 4_000;

export interface WhatIf {
  readonly row: RightsRequestRow;
  readonly before: Situation;
  readonly after: Situation;
}

/** What the DPO does that moves a deadline, and what it would do to it. */
@Injectable()
export class DeadlinesService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The deadline before and after, nothing written. @throws Refusal not-allowed, not-found, invalid-input, … */
  async whatIf(actor: Actor, id: string, act: DeadlineAct): Promise<WhatIf> {
    mustBeDpo(actor);
    const row = await this.find(actor, id);
    mustAllow(act.type, row, this.clock.now(), undefined);
    const { before, after } = judged(row, act, this.clock.now());
    return { row, before, after };
  }

  /** @throws Refusal not-allowed, not-found, command-not-allowed, version-conflict, invalid-input */
  async act(actor: Actor, id: string, act: DeadlineAct, expectedVersion?: number): Promise<RightsRequestRow> {
    mustBeDpo(actor);
    const row = await this.find(actor, id);
    await this.auditLog.transact(actor, async (transaction) => {
      const state = mustAllow(act.type, row, transaction.now, expectedVersion);
      const { event, after } = judged(row, act, transaction.now);
      const { safeOn, dueOn } = after.current.deadline;
      const moved = await moveDeadline(transaction, {
        ...{ id, version: row.version, state, event, safeOn, dueOn },
        clock: after.clock,
        nextOn: after.next?.on ?? dueOn,
        rights: act.type === 'add-claim' ? [...row.rights, act.right] : row.rights,
        at: transaction.now,
        today: civilDateIn(transaction.now, row.timeZone),
      });
      if (!moved) {
        refuse('version-conflict', { current: row.version + 1 });
      }
      const reason = act.type === 'extend' ? await this.sealReason(transaction, row, act.reason) : undefined;
      recordAct(transaction, id, act, after, reason);
    });
    return this.find(actor, id);
  }

  private async find(actor: Actor, id: string): Promise<RightsRequestRow> {
    return (await this.database.ask(actor, (executor) => this.requests.find(executor, id))) ?? refuse('not-found', {});
  }

  /** The reason is written for the person and may name others: under seal, its commitment in the log. */
  private async sealReason(transaction: AuditTransaction, row: RightsRequestRow, reason: string): Promise<string> {
    const { organisationId } = transaction.actor;
    const sealed = (await findSealed(transaction, row.id, CONTENT_FIELD)) ?? refuse('content-erased', {});
    const field = `extension-${row.version}`;
    const dataKey = this.vault.unwrap(sealed, organisationId, row.id);
    const place = { organisation: organisationId, request: row.id, field };
    const { ciphertext, commitment } = sealCommitted(this.vault, dataKey, place, { reason: reason.trim() });
    transaction.seal({ rightsRequestId: row.id, organisationId, field, ciphertext });
    return commitment;
  }
}

/** @throws Refusal invalid-input with every field that is wrong */
function judged(row: RightsRequestRow, act: DeadlineAct, now: Date): Extract<Judged, { ok: true }> {
  if (act.type === 'add-claim' && row.rights.includes(act.right)) {
    refuse('invalid-input', { fields: [{ field: 'right', code: 'only-once' }] });
  }
  if (act.type === 'extend') {
    // That there is none is said with everything else that is wrong.
    refuseFaults(textProblems('reason', act.reason, REASON_LIMIT, false));
  }
  const result = judge(deadlineFactsOf(row), act, civilDateIn(now, row.timeZone));
  return result.ok ? result : refuse('invalid-input', { fields: result.problems });
}
