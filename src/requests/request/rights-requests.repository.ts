import type { AddressForm } from '../../domain/correspondence/kinds.js';
import { Injectable } from '@nestjs/common';
import type { BreachOutcome } from '../../domain/deadlines/other-clocks.js';
import type { Precision } from '../../domain/forwarding/verdict.js';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { BodyKind } from '../../domain/rights/norms/norms.js';
import type { Deciding } from '../../domain/rights/deciding.js';
import { RIGHT_NAMES, type Right } from '../../domain/rights/right.js';
import type { ChannelKind } from '../../domain/channel-kind.js';
import type { DeadlineEvent } from '../../domain/deadlines/facts.js';
import { addDays, type CivilDate } from '../../domain/civil-date.js';
import type { Land } from '../../domain/deadlines/land.js';
import { statement, type Executor } from '../../platform/database/statement.js';
import type { Arrival, ForwardingState } from './forwarding.entity.js';
import { RightsRequest, type DeadlineClock, type Door, type RightsRequestState } from './rights-request.entity.js';

/** A request as lists and pages show it, with its channel and its forwarding to the DPO. */
export interface RightsRequestRow {
  readonly id: string;
  readonly reference: string;
  readonly state: RightsRequestState;
  readonly version: number;
  readonly door: Door;
  readonly rights: readonly Right[];
  readonly receivedAt: Date;
  readonly receivedOn: string;
  readonly recordedAt: Date;
  readonly arrival: Precision | null;
  readonly seenAt: Date | null;
  readonly seen: 'moment' | 'day' | null;
  readonly handedOverBy: string | null;
  readonly handoverLate: boolean;
  readonly safeOn: string;
  readonly dueOn: string;
  /** Day of the next thing to do; lists are in its order. */
  readonly nextOn: string;
  readonly clock: DeadlineClock;
  readonly deadlineEvents: readonly DeadlineEvent[];
  readonly askWithinDays: number;
  readonly ownTargetDays: number;
  readonly jointDays: number;
  readonly channelAddressForm: AddressForm | null;
  /** A hint of a breach (Art. 33), since when, and what became of it. */
  readonly breachSince: Date | null;
  readonly breachOutcome: BreachOutcome | null;
  readonly breachConcludedOn: string | null;
  readonly answeredAt: Date | null;
  readonly closedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  /** Whose case it is: the user who took it over. */
  readonly acknowledgedBy: string | null;
  readonly withdrawnAt: Date | null;
  readonly channelId: string;
  readonly channelSlug: string;
  readonly channelKind: ChannelKind;
  readonly channelLabelDe: string;
  readonly channelLabelEn: string;
  readonly forwardingState: ForwardingState;
  readonly forwardingAttempts: number;
  readonly forwardingLateAt: Date;
  readonly forwardingNextAttemptAt: Date | null;
  readonly forwardedAt: Date | null;
  readonly forwardingArrival: Arrival | null;
  readonly forwardingArrivalAt: Date | null;
  readonly forwardingUntakenAt: Date | null;
  /** Where the organisation has its seat: its calendar, and the holidays that a deadline rolls over. */
  readonly timeZone: string;
  readonly land: Land;
  readonly municipality: string | null;
  readonly bodyKind: BodyKind;
  readonly deciding: Deciding | null;
}

export type StateFilter = 'open' | RightsRequestState | 'all';

/**
 * What is to be done today or was to be done before; past its deadline; due within a week; standing still; not forwarded
 * in time. Each is a part of what is open.
 */
export const WORKLIST_TABS = ['today', 'overdue', 'week', 'waiting', 'late'] as const;
export type WorklistTab = (typeof WORKLIST_TABS)[number];
export const WEEK_DAYS = 7;

export interface WorklistFilter {
  readonly state: StateFilter;
  readonly right?: Right;
  readonly channelId?: string;
  /** Due on an earlier day than this. */
  readonly dueBefore?: string;
  /** One of the tabs of the worklist; needs `today`. */
  readonly tab?: WorklistTab;
  /** The day it is at the organisation. */
  readonly today?: CivilDate;
  /** Taken over by this user. */
  readonly ownerId?: string;
  /** Beginning of a reference. */
  readonly reference?: string;
}

/** Orders of the list: by the next thing to do, newest receipt first, by reference, by state and then what is next. */
export const WORKLIST_SORTS = ['next', 'received', 'reference', 'state'] as const;
export type WorklistSort = (typeof WORKLIST_SORTS)[number];

/** Place in a list: the last row seen, with what of it the list is ordered by. */
export interface WorklistCursor {
  readonly nextOn?: string;
  readonly receivedAt?: string;
  readonly reference?: string;
  readonly state?: string;
  readonly id: string;
}

export interface HandoverCursor {
  readonly recordedAt: string;
  readonly id: string;
}

const COLUMNS: Readonly<Record<keyof RightsRequestRow, string>> = {
  id: 'r.id',
  reference: 'r.reference',
  state: 'r.state',
  version: 'r.version',
  door: 'r.door',
  rights: 'r.rights',
  receivedAt: 'r.received_at',
  receivedOn: 'r.received_on::text',
  recordedAt: 'r.recorded_at',
  arrival: 'r.arrival',
  seenAt: 'r.seen_at',
  seen: 'r.seen',
  handedOverBy: 'r.handed_over_by',
  handoverLate: 'r.handover_late',
  safeOn: 'r.safe_on::text',
  dueOn: 'r.due_on::text',
  nextOn: 'r.next_on::text',
  clock: 'r.clock',
  deadlineEvents: 'r.deadline_events',
  askWithinDays: 'o.ask_within_days',
  ownTargetDays: 'o.own_target_days',
  jointDays: 'o.joint_days',
  breachSince: 'r.breach_since',
  breachOutcome: 'r.breach_outcome',
  breachConcludedOn: 'r.breach_concluded_on::text',
  answeredAt: 'r.answered_at',
  closedAt: 'r.closed_at',
  acknowledgedAt: 'r.acknowledged_at',
  acknowledgedBy: 'r.acknowledged_by',
  withdrawnAt: 'r.withdrawn_at',
  channelId: 'c.id',
  channelSlug: 'c.slug',
  channelKind: 'c.kind',
  channelLabelDe: 'c.label_de',
  channelLabelEn: 'c.label_en',
  channelAddressForm: 'c.address_form',
  forwardingState: 'f.state',
  forwardingAttempts: 'f.attempts',
  forwardingLateAt: 'f.late_at',
  forwardingNextAttemptAt: 'f.next_attempt_at',
  forwardedAt: 'f.forwarded_at',
  forwardingArrival: 'f.arrival',
  forwardingArrivalAt: 'f.arrival_at',
  forwardingUntakenAt: 'f.untaken_at',
  timeZone: 'o.time_zone',
  land: 'o.land',
  municipality: 'o.municipality',
  bodyKind: 'o.body_kind',
  deciding: 'o.deciding',
};

/** What every question reads; the first forwarding goes to the DPO, one to the deputy may follow it. */
const JOINS = [
  ['channel', 'c', 'c.id = r.channel_id'],
  ['organisation', 'o', 'o.id = r.organisation_id'],
  ['forwarding', 'f', 'f.rights_request_id = r.id AND NOT f.to_deputy'],
] as const;

/** Asked after every intake, so prepared and without composing. */
const FIND = statement(
  'find-rights-request',
  `SELECT ${Object.entries(COLUMNS)
    .map(([alias, column]) => `${column} AS "${alias}"`)
    .join(', ')}
   FROM rights_request r ${JOINS.map(([table, alias, on]) => `JOIN ${table} ${alias} ON ${on}`).join(' ')}
   WHERE r.id = $1`,
);

const FIND_MANY = statement(
  'find-rights-requests',
  `SELECT ${Object.entries(COLUMNS)
    .map(([alias, column]) => `${column} AS "${alias}"`)
    .join(', ')}
   FROM rights_request r ${JOINS.map(([table, alias, on]) => `JOIN ${table} ${alias} ON ${on}`).join(' ')}
   WHERE r.id = ANY($1)
   ORDER BY r.state IN ('recorded', 'acknowledged', 'answered') DESC, r.id DESC`,
);

const FIND_ID = statement(
  'find-request-id',
  'SELECT id FROM rights_request WHERE organisation_id = $1 AND reference = $2',
);

/** Reads of requests; row-level security decides which rows exist for the actor. */
@Injectable()
export class RightsRequestsRepository {
  async find(executor: Executor, id: string): Promise<RightsRequestRow | undefined> {
    const { rows: found } = await executor.run<RightsRequestRow>(FIND, [id]);
    return found[0];
  }

  /** Those of them that exist for the actor: what is not closed first, then the newest. */
  async findMany(executor: Executor, ids: readonly string[]): Promise<readonly RightsRequestRow[]> {
    return (await executor.run<RightsRequestRow>(FIND_MANY, [ids])).rows;
  }

  async findId(executor: Executor, organisationId: string, reference: string): Promise<string | undefined> {
    const { rows } = await executor.run<{ id: string }>(FIND_ID, [organisationId, reference]);
    return rows[0]?.id;
  }

  /** Ordered by the next thing to do unless said otherwise, at most `limit` after `cursor`. */
  async worklist(
    manager: EntityManager,
    organisationId: string,
    filter: WorklistFilter,
    cursor: WorklistCursor | undefined,
    limit: number,
    sort: WorklistSort = 'next',
  ): Promise<RightsRequestRow[]> {
    // First which, from one index; then their channels and forwardings, however many there are of those.
    const page = manager
      .createQueryBuilder()
      .select('r.id', 'id')
      .from(RightsRequest, 'r')
      .where('r.organisation_id = :organisationId', { organisationId });
    narrow(page, filter);
    order(page, sort, cursor);
    const ids = (await page.limit(limit).getRawMany<{ id: string }>()).map(({ id }) => id);
    if (ids.length === 0) {
      return [];
    }
    const found = await rows(manager).where('r.id IN (:...ids)', { ids }).getRawMany<RightsRequestRow>();
    const places = new Map(ids.map((id, at) => [id, at]));
    return found.sort((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0));
  }

  /** One person's own hand-overs, newest first. */
  async handedOverBy(
    manager: EntityManager,
    organisationId: string,
    userId: string,
    cursor: HandoverCursor | undefined,
    limit: number,
  ): Promise<RightsRequestRow[]> {
    const query = rows(manager).where('r.organisation_id = :organisationId AND r.handed_over_by = :userId', {
      organisationId,
      userId,
    });
    if (cursor !== undefined) {
      query.andWhere('(r.recorded_at, r.id) < (:recordedAt::timestamptz, :lastId::uuid)', {
        recordedAt: cursor.recordedAt,
        lastId: cursor.id,
      });
    }
    return query
      .orderBy('r.recorded_at', 'DESC')
      .addOrderBy('r.id', 'DESC')
      .limit(limit)
      .getRawMany<RightsRequestRow>();
  }

  /** Not accepted by the DPO's server although the instruction's limit has passed: what the alarm is about. */
  async countLate(manager: EntityManager, now: Date): Promise<number> {
    return manager
      .createQueryBuilder()
      .from('forwarding', 'f')
      .where(`(f.state IN ('failed', 'bounced') OR (f.state = 'queued' AND f.late_at < :now))`, { now })
      .getCount();
  }
}

function rows(manager: EntityManager): SelectQueryBuilder<RightsRequest> {
  const query = manager.createQueryBuilder().from(RightsRequest, 'r');
  JOINS.forEach(([table, alias, on]) => query.innerJoin(table, alias, on));
  Object.entries(COLUMNS).forEach(([alias, column]) => query.addSelect(column, alias));
  return query;
}

/** By columns that an index has in this order, so that every page is found as fast as the first. */
const ORDERS: Readonly<
  Record<
    WorklistSort,
    { readonly columns: readonly string[]; readonly direction: 'ASC' | 'DESC'; readonly after: string }
  >
> = {
  next: { columns: ['r.next_on', 'r.id'], direction: 'ASC', after: ':nextOn::date, :lastId::uuid' },
  received: { columns: ['r.received_at', 'r.id'], direction: 'DESC', after: ':receivedAt::timestamptz, :lastId::uuid' },
  reference: { columns: ['r.reference'], direction: 'ASC', after: ':reference' },
  state: {
    columns: ['r.state', 'r.next_on', 'r.id'],
    direction: 'ASC',
    after: ':lastState, :nextOn::date, :lastId::uuid',
  },
};

function order(query: SelectQueryBuilder<RightsRequest>, sort: WorklistSort, cursor: WorklistCursor | undefined): void {
  const { columns, direction, after } = ORDERS[sort];
  if (cursor !== undefined) {
    const { id: lastId, state: lastState, ...place } = cursor;
    const beyond = direction === 'ASC' ? '>' : '<';
    query.andWhere(`(${columns.join(', ')}) ${beyond} (${after})`, { ...place, lastId, lastState });
  }
  columns.forEach((column) => query.addOrderBy(column, direction));
}

function narrow(query: SelectQueryBuilder<RightsRequest>, filter: WorklistFilter): void {
  if (filter.state === 'open') {
    query.andWhere(`r.state IN ('recorded', 'acknowledged', 'answered')`);
  } else if (filter.state !== 'all') {
    query.andWhere('r.state = :state', { state: filter.state });
  }
  if (filter.right !== undefined) {
    // Out of a closed list and spelled out: each right has an index of its own, which a parameter could not use.
    query.andWhere(`'${RIGHT_NAMES.find((name) => name === filter.right) ?? ''}' = ANY (r.rights)`);
  }
  narrowToTab(query, filter);
  if (filter.ownerId !== undefined) {
    query.andWhere('r.acknowledged_by = :ownerId', { ownerId: filter.ownerId });
  }
  if (filter.channelId !== undefined) {
    query.andWhere('r.channel_id = :channelId', { channelId: filter.channelId });
  }
  if (filter.dueBefore !== undefined) {
    query.andWhere('r.due_on < :dueBefore::date', { dueBefore: filter.dueBefore });
  }
  if (filter.reference !== undefined) {
    // A range, not LIKE: under row-level security only leak-proof operators may use the index.
    query.andWhere(`r.reference >= :from AND r.reference < :to`, {
      from: filter.reference,
      to: `${filter.reference}\u{10FFFF}`,
    });
  }
}

function narrowToTab(query: SelectQueryBuilder<RightsRequest>, { tab, today }: WorklistFilter): void {
  if (tab === undefined || today === undefined) {
    return;
  }
  const condition = TAB_CONDITIONS[tab];
  query.andWhere(condition, { today, weekEnd: addDays(today, WEEK_DAYS) });
}

/** While the clock runs, what is next is never later than the deadline: so the index on it bounds each of these. */
const TAB_CONDITIONS: Readonly<Record<WorklistTab, string>> = {
  today: `r.next_on <= :today::date AND r.state IN ('recorded', 'acknowledged')`,
  overdue: `r.clock = 'running' AND r.due_on < :today::date`,
  week: `r.clock = 'running' AND r.due_on BETWEEN :today::date AND :weekEnd::date`,
  waiting: `r.clock = 'paused'`,
  late: `r.id IN (SELECT f.rights_request_id FROM forwarding f
           WHERE f.organisation_id = r.organisation_id AND NOT f.to_deputy
             AND (f.state IN ('failed', 'bounced') OR (f.state = 'queued' AND f.late_at < now())))`,
};
