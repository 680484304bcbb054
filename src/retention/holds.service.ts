import { Inject, Injectable } from '@nestjs/common';
import { addMonths, civilDateIn, parseCivilDate, type CivilDate } from '../domain/civil-date.js';
import { HOLD_REASONS, HOLD_REVIEW_MONTHS, type HoldReason } from '../domain/retention/hold.js';
import { refuse, type FieldProblem } from '../domain/problem.js';
import { actsAs, type Actor } from '../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../audit/audit-log.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { uuidv7 } from '../platform/ids.js';
import { touchRequest } from '../requests/request/case-work.sql.js';
import { mustBeDpo } from '../requests/request/permission.js';
import { RightsRequestsRepository, type RightsRequestRow } from '../requests/request/rights-requests.repository.js';
import { confirmHold, holdsOf, insertHold, releaseHold, reviewHold, type HoldRow } from './erasures.sql.js';

/** Legal holds: set by one person and in force at once, confirmed by another, looked at again by a day. */
@Injectable()
export class HoldsService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Returns its id. @throws Refusal not-allowed, not-found, invalid-input (reason, reviewOn), version-conflict */
  async set(
    actor: Actor,
    id: string,
    input: { readonly reason: string; readonly reviewOn: string },
    expectedVersion?: number,
  ): Promise<string> {
    const user = mustBeDpo(actor);
    const row = await this.find(actor, id);
    const reason = HOLD_REASONS.find((one) => one === input.reason);
    const today = civilDateIn(this.clock.now(), row.timeZone);
    const reviewOn = parseCivilDate(input.reviewOn);
    const problems: FieldProblem[] = [
      ...(reason === undefined ? [{ field: 'reason', code: 'unknown-value' } as const] : []),
      ...dayProblems(reviewOn, today),
    ];
    if (reason === undefined || reviewOn === undefined || problems.length > 0) {
      return refuse('invalid-input', { fields: problems });
    }
    const isSame = (one: HoldRow) =>
      one.releasedAt === null && one.setBy === user && one.reason === reason && one.reviewOn === reviewOn;
    const same = (await this.database.ask(actor, (executor) => holdsOf(executor, id))).find(isSame);
    if (same !== undefined) {
      // A double click: it stands.
      return same.id;
    }
    return this.change(actor, row, expectedVersion, async (transaction) => {
      if ((await holdsOf(transaction, id)).some(isSame)) {
        return refuse('version-conflict', { current: row.version + 1 });
      }
      const hold = actor.once?.id ?? uuidv7(this.clock.now().getTime());
      const facts = { hold, reason: reason satisfies HoldReason, reviewOn, user };
      await insertHold(transaction, {
        ...{ id: hold, organisationId: actor.organisationId, rightsRequestId: id },
        ...{ reason, by: user, at: transaction.now, reviewOn },
      });
      transaction.record('hold.set', facts, { rightsRequestId: id });
      return hold;
    });
  }

  /** Not by whoever set it. @throws Refusal not-allowed, not-found, second-person-needed */
  async confirm(actor: Actor, id: string, hold: string): Promise<void> {
    const user = mustBeDpo(actor);
    const { row, found } = await this.active(actor, id, hold);
    if (found.setBy === user) {
      return refuse('second-person-needed', {});
    }
    await this.change(actor, row, undefined, async (transaction) => {
      if (await confirmHold(transaction, hold, user, transaction.now)) {
        transaction.record('hold.confirmed', { hold, user }, { rightsRequestId: id });
        return;
      }
      refuse('version-conflict', { current: row.version + 1 });
    });
  }

  /** It was looked at and stands. @throws Refusal not-allowed, not-found, invalid-input (reviewOn) */
  async review(actor: Actor, id: string, hold: string, until: string): Promise<void> {
    const user = mustBeDpo(actor);
    const { row } = await this.active(actor, id, hold);
    const reviewOn = parseCivilDate(until);
    const problems = dayProblems(reviewOn, civilDateIn(this.clock.now(), row.timeZone));
    if (reviewOn === undefined || problems.length > 0) {
      return refuse('invalid-input', { fields: problems });
    }
    await this.change(actor, row, undefined, async (transaction) => {
      if (await reviewHold(transaction, hold, reviewOn)) {
        transaction.record('hold.reviewed', { hold, reviewOn, user }, { rightsRequestId: id });
        return;
      }
      refuse('version-conflict', { current: row.version + 1 });
    });
  }

  /** @throws Refusal not-allowed, not-found */
  async release(actor: Actor, id: string, hold: string): Promise<void> {
    const user = mustBeDpo(actor);
    const { row } = await this.active(actor, id, hold);
    await this.change(actor, row, undefined, async (transaction) => {
      if (await releaseHold(transaction, hold, user, transaction.now)) {
        transaction.record('hold.released', { hold, user }, { rightsRequestId: id });
        return;
      }
      refuse('version-conflict', { current: row.version + 1 });
    });
  }

  /** Oldest first, released ones too. @throws Refusal not-allowed */
  async ofRequest(actor: Actor, id: string): Promise<readonly HoldRow[]> {
    if (!actsAs(actor, 'dpo', 'auditor', 'system')) {
      refuse('not-allowed', {});
    }
    return this.database.ask(actor, (executor) => holdsOf(executor, id));
  }

  private async active(actor: Actor, id: string, hold: string) {
    const row = await this.find(actor, id);
    const holds = await this.database.ask(actor, (executor) => holdsOf(executor, id));
    const found = holds.find((one) => one.id === hold && one.releasedAt === null) ?? refuse('not-found', {});
    return { row, found };
  }

  private async find(actor: Actor, id: string): Promise<RightsRequestRow> {
    return (await this.database.ask(actor, (executor) => this.requests.find(executor, id))) ?? refuse('not-found', {});
  }

  /** The row of the request is taken first: an erasure under way is waited for, and one that comes later finds the hold. */
  private async change<T>(
    actor: Actor,
    row: RightsRequestRow,
    expectedVersion: number | undefined,
    work: (transaction: AuditTransaction) => Promise<T>,
  ): Promise<T> {
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      if (!(await touchRequest(transaction, { id: row.id, version: expectedVersion ?? null }))) {
        refuse('version-conflict', { current: row.version + 1 });
      }
      return work(transaction);
    });
    return result;
  }
}

/** Later than today, within the months of a review. */
function dayProblems(day: CivilDate | undefined, today: CivilDate): readonly FieldProblem[] {
  const latest = addMonths(today, HOLD_REVIEW_MONTHS);
  if (day === undefined) {
    return [{ field: 'reviewOn', code: 'not-a-date' }];
  }
  if (day <= today) {
    return [{ field: 'reviewOn', code: 'before-start', limit: today }];
  }
  return day > latest ? [{ field: 'reviewOn', code: 'too-far-ahead', limit: latest }] : [];
}
