import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn, type CivilDate } from '../../domain/civil-date.js';
import type { DeadlineEvent } from '../../domain/deadlines/facts.js';
import { joinedEvents, withoutJoined, type Matter } from '../../domain/deadlines/joining.js';
import { stateOfAll, type Situation } from '../../domain/deadlines/situation.js';
import { settlesMerge } from '../../domain/lifecycle/undoing.js';
import { isRefusal, refuse } from '../../domain/problem.js';
import type { OpenAftercare } from '../../domain/rights/aftercare.js';
import type { Right } from '../../domain/rights/right.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { isUuid, uuidv7 } from '../../platform/ids.js';
import { aftercareOf } from './aftercare.sql.js';
import {
  eventsOf,
  haveSameContact,
  holdRequest,
  insertJoin,
  joinedWith,
  markMerged,
  mergeInForce,
  sameContact,
  setClaims,
  undoJoin,
  type JoinedRequest,
  type OtherRequest,
} from './joins.sql.js';
import { mustAllow, mustBeDpo } from '../request/permission.js';
import { deadlineFactsOf } from '../request/request-deadline.js';
import { RequestsService } from '../request/requests.service.js';
import type { RightsRequestRow } from '../request/rights-requests.repository.js';

/** As many as a page shows; whoever has written more often is found through the last of them. */
const RELATED_LIMIT = 20;

export interface Related {
  /** With exactly the same contact, newest first; those that are joined with this one are left out. */
  readonly samePerson: readonly OtherRequest[];
  readonly joined: readonly JoinedRequest[];
}

/** Versions that the decision rests on. */
export interface MergeVersions {
  readonly from?: number | undefined;
  readonly into?: number | undefined;
}

export interface MergePreview {
  readonly from: RightsRequestRow;
  readonly into: RightsRequestRow;
  readonly before: Situation;
  readonly after: Situation;
  /** What was begun in the one and has not ended: it stays there. */
  readonly open: OpenAftercare;
}

/** Requests of one person: found again, worked as one, and taken apart. */
@Injectable()
export class JoinsService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Refusal not-allowed */
  async related(actor: Actor, id: string): Promise<Related> {
    mustBeDpo(actor);
    const [same, joined] = await this.database.ask(actor, (executor) =>
      Promise.all([sameContact(executor, id, RELATED_LIMIT), joinedWith(executor, id)]),
    );
    return { samePerson: same.filter(({ id: other }) => !joined.some((one) => one.id === other)), joined };
  }

  /** @throws Refusal not-allowed */
  async haveSameContact(actor: Actor, id: string, other: string): Promise<boolean> {
    mustBeDpo(actor);
    return this.database.ask(actor, (executor) => haveSameContact(executor, id, other));
  }

  /** What a merge would do, nothing written. @throws Refusal as `merge` */
  async preview(actor: Actor, id: string, intoName: string): Promise<MergePreview> {
    mustBeDpo(actor);
    const { from, into } = await this.both(actor, id, intoName);
    mustAllow('merge', from, this.clock.now(), undefined);
    const today = civilDateIn(this.clock.now(), into.timeZone);
    const { begun: _, ...open } = await this.database.ask(actor, (executor) => aftercareOf(executor, from.id));
    const before = stateOfAll(deadlineFactsOf(into), today);
    return { from, into, before, after: merged(from, into, today).after, open };
  }

  /**
   * Work goes on in the other request: each claim keeps its own day of receipt, so the deadline there is the earlier
   * of both. The content stays where it came in. @throws Refusal not-allowed, not-found, command-not-allowed,
   * version-conflict, invalid-input (into)
   */
  async merge(actor: Actor, id: string, intoName: string, versions: MergeVersions): Promise<RightsRequestRow> {
    mustBeDpo(actor);
    const { from, into } = await this.both(actor, id, intoName);
    await this.auditLog.transact(actor, async (transaction) => {
      mustAllow('merge', from, transaction.now, versions.from);
      mustAllow('add-claim', into, transaction.now, versions.into);
      const today = civilDateIn(transaction.now, into.timeZone);
      const { added, after, addedRights } = merged(from, into, today);
      if (!(await markMerged(transaction, from.id, from.version))) {
        refuse('version-conflict', { current: from.version + 1 });
      }
      await changeClaims(transaction, into, [...into.deadlineEvents, ...added], [...into.rights, ...addedRights]);
      await insertJoin(transaction, {
        ...{ id: uuidv7(this.clock.now().getTime()), organisationId: actor.organisationId, kind: 'merge' },
        ...{ fromId: from.id, intoId: into.id, at: transaction.now, addedRights, addedEvents: added },
      });
      const { safeOn, dueOn } = after.current.deadline;
      const facts = { from: from.id, rights: [...addedRights], receivedOn: from.receivedOn, safeOn, dueOn };
      transaction.record('request.merged', { into: into.id }, { rightsRequestId: from.id });
      transaction.record('request.joined', facts, { rightsRequestId: into.id });
    });
    return this.requests.get(actor, into.id);
  }

  /** Whether a merge can be undone now: nothing has come of it yet. */
  async canUnmerge(actor: Actor, id: string): Promise<boolean> {
    const events = await this.database.read(actor, async (executor) => {
      const merge = await mergeInForce(executor, id);
      return merge && eventsOf(executor, actor.organisationId, merge.intoId);
    });
    return events !== undefined && !isSettled(events, id);
  }

  /** Both go on by themselves as before. @throws Refusal not-allowed, not-found, command-not-allowed, undo-too-late */
  async unmerge(actor: Actor, id: string, expectedVersion?: number): Promise<RightsRequestRow> {
    mustBeDpo(actor);
    const from = await this.requests.get(actor, id);
    await this.auditLog.transact(actor, async (transaction) => {
      mustAllow('unmerge', from, transaction.now, expectedVersion);
      const merge = (await mergeInForce(transaction, id)) ?? refuse('not-found', {});
      // Before looking at what came of it: a letter or a task under way now is waited for, and then seen.
      await holdRequest(transaction, merge.intoId);
      const into = await this.requests.get(actor, merge.intoId);
      if (into.state !== 'acknowledged' || isSettled(await eventsOf(transaction, actor.organisationId, into.id), id)) {
        refuse('undo-too-late', {});
      }
      const rights = into.rights.filter((right) => !merge.addedRights.includes(right));
      const after = await changeClaims(
        transaction,
        into,
        withoutJoined(into.deadlineEvents, merge.addedEvents),
        rights,
      );
      await changeClaims(transaction, from, from.deadlineEvents, from.rights);
      await undoJoin(transaction, merge.id, transaction.now);
      const { safeOn, dueOn } = after.current.deadline;
      const facts = { from: id, rights: [...merge.addedRights], safeOn, dueOn };
      transaction.record('request.unmerged', { from: into.id }, { rightsRequestId: id });
      transaction.record('request.separated', facts, { rightsRequestId: into.id });
    });
    return this.requests.get(actor, id);
  }

  private async both(actor: Actor, id: string, intoName: string) {
    const from = await this.requests.get(actor, id);
    const name = intoName.trim();
    const into = await this.requests.byName(actor, isUuid(name) ? name : name.toUpperCase()).catch(notFound);
    if (into === undefined || into.id === id || into.state !== 'acknowledged') {
      const code = into === undefined ? 'unknown-value' : into.id === id ? 'same-case' : 'not-taken-over';
      return refuse('invalid-input', { fields: [{ field: 'into', code }] });
    }
    return { from, into };
  }
}

/** A request's claims after they have changed, written; the deadline follows from them. @throws Refusal version-conflict */
export async function changeClaims(
  transaction: AuditTransaction,
  row: RightsRequestRow,
  events: readonly DeadlineEvent[],
  rights: readonly Right[],
): Promise<Situation> {
  const today = civilDateIn(transaction.now, row.timeZone);
  const after = stateOfAll({ ...deadlineFactsOf(row), events }, today);
  const { safeOn, dueOn } = after.current.deadline;
  const changed = { id: row.id, version: row.version, events, rights, safeOn, dueOn, clock: after.clock, today };
  if (!(await setClaims(transaction, { ...changed, nextOn: after.next?.on ?? dueOn }))) {
    refuse('version-conflict', { current: row.version + 1 });
  }
  return after;
}

export function matterOf(row: RightsRequestRow): Matter {
  return { receivedOn: row.receivedOn as CivilDate, rights: row.rights, events: row.deadlineEvents };
}

function merged(from: RightsRequestRow, into: RightsRequestRow, today: CivilDate) {
  const added = joinedEvents(matterOf(from), matterOf(into));
  const facts = deadlineFactsOf(into);
  return {
    added,
    addedRights: from.rights.filter((right) => !into.rights.includes(right)),
    after: stateOfAll({ ...facts, events: [...facts.events, ...added] }, today),
  };
}

function notFound(error: unknown): undefined {
  if (!isRefusal(error, 'not-found')) {
    throw error;
  }
}

/** Something has been done with the one since the other was merged into it. */
function isSettled(events: Awaited<ReturnType<typeof eventsOf>>, fromId: string): boolean {
  const joinedAt = events.findLastIndex(({ event, from }) => event === 'request.joined' && from === fromId);
  return joinedAt === -1 || events.slice(joinedAt + 1).some(({ event }) => settlesMerge(event));
}
