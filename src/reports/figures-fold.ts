import { addDays, civilDateIn, daysBetween, weekdayOf, yearOf, type CivilDate } from '../domain/civil-date.js';
import type { ChannelKind } from '../domain/channel-kind.js';
import { Replay } from '../domain/evidence/replay.js';
import type { RequestVerdict } from '../domain/evidence/request-life.js';
import { Standing } from '../domain/evidence/standing.js';
import { isHandoverLate } from '../domain/forwarding/verdict.js';
import { OPEN_STATES, STATES } from '../domain/lifecycle/lifecycle.js';
import type { LogEntry } from '../domain/log/entry.js';
import type { EventFacts, EventName } from '../domain/log/events.js';
import {
  HANDOVER_CLASSES,
  type ComplianceFigures,
  type Distribution,
  type ExceptionReason,
  type InstructionFigures,
  type ReportPeriod,
  type VerdictException,
} from '../domain/reports/figures.js';
import { RIGHT_NAMES } from '../domain/rights/right.js';

const LISTED = 500;

interface Known {
  readonly channel: string;
  readonly kind: ChannelKind;
  readonly recordedOn: CivilDate;
  readonly instruction: string;
  readonly stated: boolean;
}

type Told = RequestVerdict & Known;

/** Counts the figures of a period entry by entry. */
export class FiguresFold {
  private readonly standing = new Standing();
  private readonly replay = new Replay(this.standing);
  private readonly known = new Map<string, Known>();
  private readonly instructions = new Map<string, Omit<InstructionFigures, 'confirmedBy'>>();
  private readonly confirmed = new Map<string, Set<string>>();
  private readonly staff = new Set<string>();
  private readonly counts = new Map<EventName, number>();
  private readonly totals = new Map<EventName, number>();
  private readonly extended = new Set<string>();
  private readonly outcomes = new Map<string, ComplianceFigures['requests']['outcomes'][number]>();
  private size = 0;
  private entries = 0;

  constructor(
    private readonly period: ReportPeriod,
    private readonly timeZone: string,
    /** RFC 3339: the first moment behind the period. */
    private readonly end: string,
  ) {}

  add(index: number, entry: LogEntry): void {
    this.size = index + 1;
    this.replay.add(index, entry);
    const within = civilDateIn(entry.at, this.timeZone) >= this.period.from;
    this.totals.set(entry.event, (this.totals.get(entry.event) ?? 0) + 1);
    if (within) {
      this.entries += 1;
      this.counts.set(entry.event, (this.counts.get(entry.event) ?? 0) + 1);
    }
    this.note(entry, within);
  }

  finish(): ComplianceFigures {
    const { requests } = this.replay.finish(this.timeZone, new Date(Date.parse(this.end) - 1).toISOString());
    const all = requests.flatMap((one): Told[] => {
      const known = this.known.get(one.request);
      return known === undefined ? [] : [{ ...one, ...known }];
    });
    const told = all.filter(({ recordedOn }) => recordedOn >= this.period.from);
    const exceptions = told.flatMap((one) => this.exceptionOf(one));
    const deadline = (kind: Told['deadline']) => told.filter((one) => one.deadline === kind).length;
    const count = (event: EventName) => this.counts.get(event) ?? 0;
    const total = (event: EventName) => this.totals.get(event) ?? 0;
    return {
      period: this.period,
      timeZone: this.timeZone,
      requests: {
        recorded: told.length,
        carriedOver: all.filter((one) => one.recordedOn < this.period.from && this.wasOpen(one)).length,
        byRight: {
          ...tally(RIGHT_NAMES, told, ({ rights }) => rights),
          unnamed: told.filter(({ rights }) => rights.length === 0).length,
        },
        byChannel: channelsOf(told),
        byState: tally(STATES, told, ({ state }) => [state]),
        outcomes: [...this.outcomes.values()],
      },
      times: {
        receiptToRecording: spread(told.map((one) => between(one.receivedAt, one.recordedAt))),
        recordingToForwarding: spread(told.map((one) => between(one.recordedAt, one.forwardedAt))),
        forwardingToAcknowledgement: spread(told.map((one) => between(one.forwardedAt, one.acknowledgedAt))),
        receiptToAnswerDays: spread(told.map((one) => this.daysToAnswer(one))),
      },
      verdict: {
        directly: told.filter(({ directly }) => directly === true).length,
        atOnce: told.filter(({ atOnce }) => atOnce === true).length,
        followed: told.filter(isFollowed).length,
        exceptions: exceptions.slice(0, LISTED),
        exceptionsLeftOut: Math.max(0, exceptions.length - LISTED),
      },
      deadlines: {
        met: deadline('met'),
        missed: deadline('missed'),
        open: deadline('open'),
        ended: deadline('ended'),
        extended: told.filter(({ request }) => this.extended.has(request)).length,
      },
      identityChecks: { asked: count('deadline.paused'), confirmed: count('deadline.resumed') },
      recipients: {
        listed: count('recipient.listed'),
        notified: count('recipient.notified'),
        leftOut: count('recipient.left-out'),
      },
      restrictions: {
        began: count('restriction.began'),
        lifted: count('restriction.lifted'),
        activeAtEnd: total('restriction.began') - total('restriction.lifted'),
      },
      complaints: {
        opened: count('complaint.opened'),
        concluded: count('complaint.concluded'),
        openAtEnd: total('complaint.opened') - total('complaint.concluded'),
      },
      erasures: { closed: count('request.closed') },
      instructions: this.instructionsOf(),
      staff: this.staff.size,
      outages: [],
      log: {
        size: this.size,
        entries: this.entries,
        damageFound: count('log.damage-found'),
        clockAnomalies: count('clock.anomaly'),
        epochs: total('log.epoch-opened') + 1,
      },
      byMonth: this.trend(told, (date) => date.slice(0, 7)),
      byWeek: this.trend(told, weekOf),
    };
  }

  private note({ event, facts, subject, commit }: LogEntry, within: boolean): void {
    const request = 'request' in subject ? subject.request : '';
    if (event === 'request.recorded') {
      const { channel, channelKind, recordedAt, instruction, handoverLate } = facts as EventFacts['request.recorded'];
      const recordedOn = civilDateIn(recordedAt, this.timeZone);
      const stated = handoverLate && commit !== undefined;
      this.known.set(request, { channel, kind: channelKind, recordedOn, instruction, stated });
    } else if (event === 'deadline.extended') {
      this.extended.add(request);
    } else if (event === 'claim.decided' && within) {
      const { right, outcome, ground } = facts as EventFacts['claim.decided'];
      const key = [right, outcome, ground].join();
      const claims = (this.outcomes.get(key)?.claims ?? 0) + 1;
      this.outcomes.set(key, { right, outcome, ground: ground ?? null, claims });
    } else if (event === 'instruction.issued') {
      const { holdsFrom, ...issued } = facts as EventFacts['instruction.issued'];
      this.instructions.set(issued.instruction, { ...issued, holdsFrom: holdsFrom as CivilDate });
    } else if (event === 'instruction.confirmed') {
      const { instruction, user } = facts as EventFacts['instruction.confirmed'];
      this.confirmed.set(instruction, (this.confirmed.get(instruction) ?? new Set()).add(user));
    } else if (event === 'user.added' || event === 'role.granted' || event === 'role.revoked') {
      const { user, role } = facts as EventFacts['role.granted'];
      if (role === 'staff') {
        this.staff[event === 'role.revoked' ? 'delete' : 'add'](user);
      }
    }
  }

  /** Open when the period began: not ended by then, as far as its answer says. */
  private wasOpen({ state, answeredOn }: Told): boolean {
    return OPEN_STATES.includes(state) || (answeredOn !== null && answeredOn >= this.period.from);
  }

  private daysToAnswer({ receivedAt, answeredOn }: Told): number | null {
    return receivedAt === null || answeredOn === null
      ? null
      : daysBetween(civilDateIn(receivedAt, this.timeZone), answeredOn as CivilDate);
  }

  private exceptionOf(one: Told): VerdictException[] {
    const { request, receivedAt, recordedAt, forwardedAt, directly, atOnce, instruction, stated } = one;
    const limits = this.standing.instructions.get(instruction);
    if (isFollowed(one) || receivedAt === null || recordedAt === null || limits === undefined) {
      return [];
    }
    const lateHandover = isHandoverLate(Date.parse(receivedAt), Date.parse(recordedAt), limits.handoverLimitMinutes);
    const forwardingMs = between(recordedAt, forwardedAt);
    const found: readonly (readonly [ExceptionReason, boolean])[] = [
      ['late-handover', lateHandover],
      ['late-forwarding', atOnce === false && (forwardingMs ?? 0) > limits.forwardingLimitSeconds * 1_000],
      ['not-forwarded', forwardedAt === null],
      ['other-recipient', forwardedAt !== null && directly === false],
    ];
    const reasons = found.filter(([, holds]) => holds).map(([reason]) => reason);
    return [{ request, reasons, receivedAt, recordedAt, forwardedAt, reasonStated: stated }];
  }

  /** Those in force on a day of the period: the last before it, and those that began in it. */
  private instructionsOf(): readonly InstructionFigures[] {
    const all = [...this.instructions.values()].filter(({ holdsFrom }) => holdsFrom <= this.period.to);
    const before = all.filter(({ holdsFrom }) => holdsFrom <= this.period.from).at(-1);
    return all
      .filter((one) => one === before || one.holdsFrom > this.period.from)
      .map((one) => ({ ...one, confirmedBy: this.confirmed.get(one.instruction)?.size ?? 0 }));
  }

  private trend(told: readonly Told[], spanOf: (date: CivilDate) => string): ComplianceFigures['byMonth'] {
    const spans = new Map<string, { received: number; answered: number; followed: number; missed: number }>();
    for (let date = this.period.from; date <= this.period.to; date = addDays(date, 1)) {
      spans.set(spanOf(date), { received: 0, answered: 0, followed: 0, missed: 0 });
    }
    for (const one of told) {
      const recorded = spans.get(spanOf(one.recordedOn));
      if (recorded !== undefined) {
        recorded.received += 1;
        recorded.followed += isFollowed(one) ? 1 : 0;
      }
      const answered = one.answeredOn === null ? undefined : spans.get(spanOf(one.answeredOn as CivilDate));
      if (answered !== undefined) {
        answered.answered += 1;
        answered.missed += one.deadline === 'missed' ? 1 : 0;
      }
    }
    return [...spans].map(([span, point]) => ({ span, ...point }));
  }
}

function isFollowed({ directly, atOnce }: RequestVerdict): boolean {
  return directly === true && atOnce === true;
}

function tally<K extends string, T>(
  keys: readonly K[],
  told: readonly T[],
  of: (one: T) => readonly K[],
): Readonly<Record<K, number>> {
  return Object.fromEntries(keys.map((key) => [key, told.filter((one) => of(one).includes(key)).length])) as Record<
    K,
    number
  >;
}

function channelsOf(told: readonly Told[]): ComplianceFigures['requests']['byChannel'] {
  const channels = new Map<string, { channel: string; kind: ChannelKind; requests: number; handover: number[] }>();
  for (const { channel, kind, receivedAt, recordedAt } of told) {
    const none = { channel, kind, requests: 0, handover: [...HANDOVER_CLASSES, 0].map(() => 0) };
    const figures = channels.get(channel) ?? none;
    channels.set(channel, figures);
    figures.requests += 1;
    const minutes = (between(receivedAt, recordedAt) ?? 0) / 60_000;
    const at = HANDOVER_CLASSES.findIndex((bound) => minutes <= bound);
    const place = at < 0 ? HANDOVER_CLASSES.length : at;
    figures.handover[place] = (figures.handover[place] ?? 0) + 1;
  }
  return [...channels.values()].sort((a, b) => b.requests - a.requests);
}

function between(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : Date.parse(to) - Date.parse(from);
}

function spread(durations: readonly (number | null)[]): Distribution {
  const sorted = durations.filter((one) => one !== null).sort((a, b) => a - b);
  const rank = (share: number): number | null => sorted[Math.ceil(share * sorted.length) - 1] ?? null;
  return { count: sorted.length, median: rank(0.5), p90: rank(0.9), p99: rank(0.99), longest: sorted.at(-1) ?? null };
}

/** ISO 8601: the week belongs to the year that has its Thursday. */
function weekOf(date: CivilDate): string {
  const thursday = addDays(date, 4 - weekdayOf(date));
  const year = yearOf(thursday);
  const week = Math.floor(daysBetween(`${year}-01-01` as CivilDate, thursday) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
