import type { ArrivalClass } from './request-summary.js';
import type { ChannelKind } from '../channel-kind.js';
import type { CivilDate } from '../civil-date.js';
import { STATES } from '../lifecycle/lifecycle.js';
import type { Ground, Outcome } from '../rights/outcome.js';
import { RIGHT_NAMES, type Right } from '../rights/right.js';
import { countsOf, type Counts } from './figure-names.js';
import {
  HANDOVER_CLASSES,
  type ChannelFigures,
  type ComplianceFigures,
  type Distribution,
  type Outage,
  type ReportPeriod,
  type TrendPoint,
  type VerdictException,
} from './figures.js';
import type { OrganisationStanding } from './organisation-standing.js';
import { monthSpanOf, spansOf, weekSpanOf } from './spans.js';

export interface CountedDay {
  readonly day: CivilDate;
  readonly recorded: number;
  readonly followed: number;
  readonly missed: number;
}

/** How often something was recorded: in the period, and ever until its end. By event, or `event:kind`. */
export type Measures = ReadonlyMap<string, { readonly inPeriod: number; readonly ever: number }>;

/** What the figures are made of, whether it was counted entry by entry or by the database. */
export interface ComplianceCounts {
  /** How many requests of the period count under each figure (`figuresOf`). */
  readonly counts: Counts;
  readonly days: readonly CountedDay[];
  readonly answered: readonly { readonly day: CivilDate; readonly count: number }[];
  readonly carriedOver: number;
  readonly times: {
    readonly receiptToRecording: Distribution;
    readonly recordingToForwarding: Distribution;
    readonly forwardingToAcknowledgement: Distribution;
    readonly receiptToAnswerDays: Distribution;
  };
  readonly measures: Measures;
  readonly exceptions: readonly VerdictException[];
  /** The longest at least. */
  readonly outages: readonly Outage[];
  readonly outageCount: number;
  readonly organisation: OrganisationStanding;
  readonly log: { readonly size: number; readonly entries: number };
}

/** So many exceptions are listed; the rest is counted. */
export const EXCEPTION_LIMIT = 200;
export const OUTAGE_LIMIT = 100;

/** The measure an entry counts under. */
export function measureOf(event: string, facts: object): string {
  return event === 'deadline.paused' || event === 'deadline.resumed'
    ? `${event}:${(facts as { kind: string }).kind}`
    : event;
}

export function complianceFigures(period: ReportPeriod, timeZone: string, counts: ComplianceCounts): ComplianceFigures {
  const requests = requestFigures(counts.counts);
  const verdict = (name: string): number => counts.counts.get(`verdict:${name}`) ?? 0;
  const deadline = (name: string): number => counts.counts.get(`deadline:${name}`) ?? 0;
  const inTime = (name: string): number => counts.counts.get(`in-time:${name}`) ?? 0;
  const arrival = (name: ArrivalClass): number => counts.counts.get(`arrival:${name}`) ?? 0;
  const inPeriod = (name: string): number => counts.measures.get(name)?.inPeriod ?? 0;
  const ever = (name: string): number => counts.measures.get(name)?.ever ?? 0;
  return {
    ...{ period, timeZone },
    requests: { ...requests, carriedOver: counts.carriedOver },
    times: counts.times,
    verdict: {
      ...{ directly: verdict('directly'), atOnce: verdict('at-once'), followed: verdict('followed') },
      exceptions: counts.exceptions.slice(0, EXCEPTION_LIMIT),
      exceptionsLeftOut: Math.max(0, verdict('exceptions') - EXCEPTION_LIMIT),
    },
    deadlines: {
      ...{ met: deadline('met'), missed: deadline('missed'), open: deadline('open'), ended: deadline('ended') },
      extended: counts.counts.get('extended') ?? 0,
    },
    inTime: { proved: inTime('proved'), stated: inTime('stated'), cameBack: inTime('came-back') },
    lateEntries: { requests: counts.counts.get('entered-late') ?? 0 },
    arrivals: {
      ...{ sameDay: arrival('same-day'), nextDay: arrival('next-day'), later: arrival('later') },
      ...{ unsaid: arrival('unsaid'), unknown: arrival('unknown') },
    },
    identityChecks: { asked: inPeriod('deadline.paused:identity'), confirmed: inPeriod('deadline.resumed:identity') },
    recipients: {
      listed: inPeriod('recipient.listed'),
      notified: inPeriod('recipient.notified'),
      leftOut: inPeriod('recipient.left-out'),
    },
    restrictions: {
      began: inPeriod('restriction.began'),
      lifted: inPeriod('restriction.lifted'),
      activeAtEnd: ever('restriction.began') - ever('restriction.lifted'),
    },
    complaints: {
      opened: inPeriod('complaint.opened'),
      concluded: inPeriod('complaint.concluded'),
      openAtEnd: ever('complaint.opened') - ever('complaint.concluded'),
    },
    erasures: { closed: inPeriod('request.closed') },
    duties: {
      done: inPeriod('duty.done'),
      leftOut: inPeriod('duty.left-out'),
      reopened: inPeriod('duty.reopened'),
    },
    dismissals: { noted: inPeriod('request.mistake-noted'), dismissed: inPeriod('request.dismissed') },
    retention: {
      erased: inPeriod('content.erased'),
      told: inPeriod('erasure.certified'),
      untold: inPeriod('erasure.uncertified'),
      copies: inPeriod('copy.deleted'),
      channels: inPeriod('channel.copy-deleted'),
      holds: inPeriod('hold.set'),
      heldAtEnd: ever('hold.set') - ever('hold.released'),
    },
    instructions: counts.organisation.instructionsIn(period.from, period.to),
    staff: counts.organisation.staff,
    outages: longest(counts.outages),
    outagesLeftOut: Math.max(0, counts.outageCount - OUTAGE_LIMIT),
    log: {
      ...counts.log,
      damageFound: inPeriod('log.damage-found'),
      clockAnomalies: inPeriod('clock.anomaly'),
      epochs: inPeriod('log.epoch-opened'),
    },
    byMonth: trend(period, counts, monthSpanOf),
    byWeek: trend(period, counts, weekSpanOf),
  };
}

function requestFigures(counts: Counts): Omit<ComplianceFigures['requests'], 'carriedOver'> {
  return {
    recorded: counts.get('recorded') ?? 0,
    byRight: recordOf([...RIGHT_NAMES, 'unnamed'], (right) => counts.get(`right:${right}`)),
    byChannel: channelsOf(counts),
    byState: recordOf(STATES, (state) => counts.get(`state:${state}`)),
    outcomes: countsOf(counts, 'outcome').map(([[right, outcome, ground], claims]) => ({
      ...{ right: right as Right, outcome: outcome as Outcome, ground: ground === '-' ? null : (ground as Ground) },
      claims,
    })),
    decidedByChannel: countsOf(counts, 'decided').map(([[channel = '', outcome], claims]) => ({
      ...{ channel, outcome: outcome as Outcome, claims },
    })),
  };
}

function channelsOf(counts: Counts): readonly ChannelFigures[] {
  const channels = new Map<string, { channel: string; kind: ChannelKind; requests: number; handover: number[] }>();
  for (const [[kind, channel = '', handover], count] of countsOf(counts, 'handover')) {
    const found = channels.get(channel) ?? {
      ...{ channel, kind: kind as ChannelKind, requests: 0 },
      handover: Array.from({ length: HANDOVER_CLASSES.length + 1 }, () => 0),
    };
    found.requests += count;
    if (handover !== '-') {
      found.handover[Number(handover)] = count;
    }
    channels.set(channel, found);
  }
  return [...channels.values()].sort((a, b) => order(a.kind, b.kind) || order(a.channel, b.channel));
}

function trend(
  { from, to }: ReportPeriod,
  { days, answered }: ComplianceCounts,
  spanOf: (day: CivilDate) => string,
): readonly TrendPoint[] {
  const points = new Map(
    spansOf(from, to, spanOf).map((span) => [span, { span, received: 0, answered: 0, followed: 0, missed: 0 }]),
  );
  for (const { day, recorded, followed, missed } of days) {
    const point = points.get(spanOf(day));
    if (point !== undefined) {
      point.received += recorded;
      point.followed += followed;
      point.missed += missed;
    }
  }
  for (const { day, count } of answered) {
    const point = points.get(spanOf(day));
    if (point !== undefined) {
      point.answered += count;
    }
  }
  return [...points.values()];
}

function longest(outages: readonly Outage[]): readonly Outage[] {
  const lasting = ({ from, to }: Outage): number => (to === null ? Infinity : Date.parse(to) - Date.parse(from));
  return [...outages]
    .sort((a, b) => lasting(b) - lasting(a) || order(a.from, b.from))
    .slice(0, OUTAGE_LIMIT)
    .sort((a, b) => order(a.from, b.from));
}

/** By code unit, the same in every language. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function recordOf<K extends string>(
  names: readonly K[],
  countOf: (name: K) => number | undefined,
): Readonly<Record<K, number>> {
  return Object.fromEntries(names.map((name) => [name, countOf(name) ?? 0])) as Record<K, number>;
}
