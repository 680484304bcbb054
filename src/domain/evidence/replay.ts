import { civilDateIn, type CivilDate } from '../civil-date.js';
import type { LogEntry } from '../log/entry.js';
import type { EventFacts } from '../log/events.js';
import { DeadlineReplay } from './deadline-replay.js';
import { Standing, type StandingFault } from './standing.js';
import { RequestLife, TRANSACTION_LIMIT_MS, type LifeFault, type RequestVerdict } from './request-life.js';

export type ReplayFault =
  | LifeFault
  | StandingFault
  /** Not the version of the instruction that was in force when the request was recorded. */
  | 'other-instruction'
  /** A date that the law does not give for what the entries tell. */
  | 'other-deadline';

export interface Replayed {
  readonly requests: readonly RequestVerdict[];
  /** First contradictions found; `index` is the entry that cannot be. */
  readonly faults: readonly { readonly index: number; readonly fault: ReplayFault }[];
}

interface Behind {
  readonly index: number;
  readonly at: number;
  readonly ms: number;
}

/** As many as a person reads; the rest says nothing new. */
const FAULT_LIMIT = 100;

/**
 * Follows the entries of a log in their order, and says of each request whether its sequence of events is one that the
 * lifecycle allows, and whether the instruction was followed (P10). Of a bundle for single requests it sees what is in
 * it; what another entry says it cannot know.
 */
export class Replay {
  private readonly lives = new Map<string, RequestLife>();
  private readonly faults: { index: number; fault: ReplayFault }[] = [];
  private readonly deadlines = new DeadlineReplay();
  /** Entries whose facts are behind their own time, until an entry tells that the clock was. */
  private readonly behind: Behind[] = [];
  private readonly anomalies: { readonly at: number; readonly ms: number }[] = [];
  private lastAt = '';

  /**
   * @param standing what is known already; the replay goes on filling it
   * @param timeZone in which days are counted, where the log does not tell it
   */
  constructor(
    private readonly standing = new Standing(),
    private readonly timeZone = 'UTC',
  ) {}

  add(index: number, entry: LogEntry): void {
    if (entry.at < this.lastAt) {
      this.fault(index, 'time-runs-backwards');
    }
    this.lastAt = entry.at;
    this.note(index, this.standing.add(entry));
    if (entry.event === 'clock.anomaly') {
      const { behindMs } = entry.facts as EventFacts['clock.anomaly'];
      this.anomalies.push({ at: Date.parse(entry.at), ms: behindMs });
    }
    if ('request' in entry.subject) {
      this.follow(index, entry, entry.subject.request);
      this.note(index, this.instructionFault(entry));
      const { timeZone = this.timeZone, land } = this.standing.seat;
      this.note(index, this.deadlines.add(entry, timeZone, land));
    }
  }

  /** As of the last entry seen, or of `now` (RFC 3339): a deadline after it is open. */
  finish(timeZone = this.timeZone, now = this.lastAt): Replayed {
    const today: CivilDate = civilDateIn(now === '' ? 0 : now, this.standing.seat.timeZone ?? timeZone);
    const requests = [...this.lives.values()].map((life) => life.verdict(this.standing, today, this.originOf(life)));
    for (const { index } of this.behind.filter((one) => !this.wasClockBehind(one))) {
      this.fault(index, 'time-contradicts');
    }
    return { requests, faults: this.faults };
  }

  /** While the database's clock was behind, entries stood at the last time, and one of them says by how much it was. */
  private wasClockBehind({ at, ms }: Behind): boolean {
    return this.anomalies.some(
      (one) => Math.abs(one.at - at) <= TRANSACTION_LIMIT_MS && one.ms + TRANSACTION_LIMIT_MS >= ms,
    );
  }

  /** What was handed over was handed over under the newest version that held on that day. */
  private instructionFault({ event, facts, at }: LogEntry): 'other-instruction' | undefined {
    const { instructions, seat } = this.standing;
    if (event !== 'request.recorded' || !instructions.isKnown) {
      return undefined;
    }
    const { instruction, splitFrom } = facts as EventFacts['request.recorded'];
    const inForce = instructions.inForceOn(civilDateIn(at, seat.timeZone ?? this.timeZone));
    // Before the first one holds there is only what was issued by then.
    const isRight = inForce === undefined ? instructions.get(instruction) !== undefined : instruction === inForce;
    // A part that was split off is judged with the request it left.
    return splitFrom !== undefined || isRight ? undefined : 'other-instruction';
  }

  private follow(index: number, entry: LogEntry, request: string): void {
    const life = this.lives.get(request) ?? new RequestLife(request, this.timeZone);
    this.lives.set(request, life);
    const fault = life.add(entry) ?? this.contradiction(entry, request);
    const ms = fault === 'time-contradicts' ? behindBy(entry) : 0;
    if (ms > TRANSACTION_LIMIT_MS) {
      this.behind.push({ index, at: Date.parse(entry.at), ms });
    } else {
      this.note(index, fault);
    }
  }

  /** Where the other request is among the entries as well, both have to say the same. */
  private contradiction({ event, facts }: LogEntry, request: string): LifeFault | undefined {
    const other = 'from' in facts && typeof facts.from === 'string' ? this.lives.get(facts.from) : undefined;
    if (event === 'request.joined' && other !== undefined) {
      return other.joins.mergedInto === request ? undefined : 'joined-wrongly';
    }
    if (event === 'request.separated' && other !== undefined) {
      return other.joins.mergedInto === request ? 'joined-wrongly' : undefined;
    }
    if (event === 'request.recorded' && 'splitFrom' in facts && facts.splitFrom !== undefined) {
      const origin = this.lives.get(facts.splitFrom);
      return origin === undefined || origin.joins.hasSplit(request) ? undefined : 'joined-wrongly';
    }
    return undefined;
  }

  /** The end of a chain of splits: what came in from outside and was forwarded. */
  private originOf(life: RequestLife): RequestLife | undefined {
    const seen = new Set<string>();
    let from = life.splitFrom;
    for (;;) {
      const origin = from === undefined || seen.has(from) ? undefined : this.lives.get(from);
      if (origin?.splitFrom === undefined) {
        return origin;
      }
      seen.add(from ?? '');
      from = origin.splitFrom;
    }
  }

  private note(index: number, fault: ReplayFault | undefined): void {
    if (fault !== undefined) {
      this.fault(index, fault);
    }
  }

  private fault(index: number, fault: ReplayFault): void {
    if (this.faults.length < FAULT_LIMIT) {
      this.faults.push({ index, fault });
    }
  }
}

/** How far what an entry tells of its own moment lies before it. */
function behindBy({ at, facts }: LogEntry): number {
  const moment = 'acceptedAt' in facts ? facts.acceptedAt : 'recordedAt' in facts ? facts.recordedAt : undefined;
  return moment === undefined ? 0 : Date.parse(at) - Date.parse(moment);
}
