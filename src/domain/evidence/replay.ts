import type { LogEntry } from '../log/entry.js';
import { civilDateIn, type CivilDate } from '../civil-date.js';
import { Standing } from './standing.js';
import { RequestLife, type LifeFault, type RequestVerdict } from './request-life.js';

export interface Replayed {
  readonly requests: readonly RequestVerdict[];
  /** First contradictions found; `index` is the entry that cannot be. */
  readonly faults: readonly { readonly index: number; readonly fault: LifeFault }[];
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
  private readonly faults: { index: number; fault: LifeFault }[] = [];
  private lastAt = '';

  /** @param standing what is known already; the replay goes on filling it */
  constructor(
    private readonly standing = new Standing(),
    private readonly timeZone = 'UTC',
  ) {}

  add(index: number, entry: LogEntry): void {
    if (entry.at < this.lastAt) {
      this.fault(index, 'time-runs-backwards');
    }
    this.lastAt = entry.at;
    this.standing.add(entry);
    if ('request' in entry.subject) {
      this.follow(index, entry, entry.subject.request);
    }
  }

  /** As of the last entry seen, or of `now` (RFC 3339): a deadline after it is open. */
  finish(timeZone: string, now = this.lastAt): Replayed {
    const today: CivilDate = civilDateIn(now === '' ? 0 : now, timeZone);
    const requests = [...this.lives.values()].map((life) => life.verdict(this.standing, today, this.originOf(life)));
    return { requests, faults: this.faults };
  }

  private follow(index: number, entry: LogEntry, request: string): void {
    const life = this.lives.get(request) ?? new RequestLife(request, this.timeZone);
    this.lives.set(request, life);
    const fault = life.add(entry) ?? this.contradiction(entry, request);
    if (fault !== undefined) {
      this.fault(index, fault);
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

  private fault(index: number, fault: LifeFault): void {
    if (this.faults.length < FAULT_LIMIT) {
      this.faults.push({ index, fault });
    }
  }
}
