import type { CivilDate } from '../civil-date.js';
import { STATES, type State } from '../lifecycle/lifecycle.js';
import { RIGHT_NAMES, type Right } from '../rights/right.js';
import { deadlineOf } from './behind.js';
import {
  HANDOVER_CLASSES,
  type ChannelFigures,
  type ComplianceFigures,
  type Distribution,
  type Outage,
  type OutcomeFigures,
  type ReportPeriod,
  type TrendPoint,
  type VerdictException,
} from './figures.js';
import type { OrganisationStanding } from './organisation-standing.js';
import { isFollowed, type RequestProfile } from './request-summary.js';
import { monthSpanOf, spansOf, weekSpanOf } from './spans.js';

/** How many requests of the period have this profile; counts of one profile may come in several pieces. */
export interface CountedProfile {
  readonly profile: RequestProfile;
  readonly overdue: boolean;
  readonly count: number;
}

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
  readonly profiles: readonly CountedProfile[];
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
  const tally = new Tally();
  counts.profiles.forEach((counted) => tally.add(counted));
  const inPeriod = (name: string): number => counts.measures.get(name)?.inPeriod ?? 0;
  const ever = (name: string): number => counts.measures.get(name)?.ever ?? 0;
  return {
    ...{ period, timeZone },
    requests: { ...tally.requests, carriedOver: counts.carriedOver },
    times: counts.times,
    verdict: {
      ...tally.verdict,
      exceptions: counts.exceptions.slice(0, EXCEPTION_LIMIT),
      exceptionsLeftOut: Math.max(0, tally.recorded - tally.verdict.followed - EXCEPTION_LIMIT),
    },
    deadlines: tally.deadlines,
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

/** Adds profiles up into the figures that are of requests. */
class Tally {
  recorded = 0;
  readonly verdict = { directly: 0, atOnce: 0, followed: 0 };
  readonly deadlines = { met: 0, missed: 0, open: 0, ended: 0, extended: 0 };
  private readonly byRight = new Map<Right | 'unnamed', number>();
  private readonly byState = new Map<State, number>();
  private readonly byChannel = new Map<string, { -readonly [K in keyof ChannelFigures]: ChannelFigures[K] }>();
  private readonly outcomes = new Map<string, OutcomeFigures>();

  add({ profile, overdue, count }: CountedProfile): void {
    this.recorded += count;
    this.verdict.directly += profile.directly ? count : 0;
    this.verdict.atOnce += profile.atOnce ? count : 0;
    this.verdict.followed += isFollowed(profile) ? count : 0;
    this.deadlines[deadlineOf(profile, overdue)] += count;
    this.deadlines.extended += profile.extended ? count : 0;
    for (const right of profile.rights.length === 0 ? (['unnamed'] as const) : profile.rights) {
      this.byRight.set(right, (this.byRight.get(right) ?? 0) + count);
    }
    this.byState.set(profile.state, (this.byState.get(profile.state) ?? 0) + count);
    this.addChannel(profile, count);
    for (const outcome of profile.outcomes) {
      const key = `${outcome.right}:${outcome.outcome}:${outcome.ground ?? ''}`;
      this.outcomes.set(key, { ...outcome, claims: (this.outcomes.get(key)?.claims ?? 0) + count });
    }
  }

  get requests(): Omit<ComplianceFigures['requests'], 'carriedOver'> {
    return {
      recorded: this.recorded,
      byRight: recordOf([...RIGHT_NAMES, 'unnamed'], this.byRight),
      byChannel: [...this.byChannel.values()].sort((a, b) => order(a.kind, b.kind) || order(a.channel, b.channel)),
      byState: recordOf(STATES, this.byState),
      outcomes: [...this.outcomes].sort(([a], [b]) => order(a, b)).map(([, figures]) => figures),
    };
  }

  private addChannel({ channel, kind, handover }: RequestProfile, count: number): void {
    const before = this.byChannel.get(channel) ?? {
      ...{ channel, kind, requests: 0 },
      handover: Array.from({ length: HANDOVER_CLASSES.length + 1 }, () => 0),
    };
    before.requests += count;
    before.handover = before.handover.map((found, at) => found + (at === handover ? count : 0));
    this.byChannel.set(channel, before);
  }
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

function recordOf<K extends string>(names: readonly K[], counts: ReadonlyMap<K, number>): Readonly<Record<K, number>> {
  return Object.fromEntries(names.map((name) => [name, counts.get(name) ?? 0])) as Record<K, number>;
}
