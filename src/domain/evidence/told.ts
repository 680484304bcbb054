import type { LogEntry } from '../log/entry.js';
import type { EventFacts } from '../log/events.js';
import { rotationIn, type Rotation } from './authority.js';
import { epochIn, type EpochShown } from './epochs.js';

interface Place {
  readonly index: number;
  readonly at: string;
}

/** What the entries tell of the log itself: who signs it, which epochs it opened, and which was the last before a size. */
export class Told {
  readonly rotations: Rotation[] = [];
  readonly epochs: EpochShown[] = [];
  /** By request: the commitment to its reference. */
  readonly references = new Map<string, string>();
  private readonly recorded = new Map<string, number>();
  private readonly below = new Map<number, Place>();
  private readonly sizes: number[];
  private last: Place | undefined;

  /** @param sizes of the earlier checkpoints, in their order */
  constructor(sizes: readonly number[]) {
    this.sizes = [...sizes];
  }

  add(index: number, entry: LogEntry): void {
    this.pass(index);
    this.last = { index, at: entry.at };
    const rotation = rotationIn(index, entry);
    const epoch = epochIn(index, entry);
    if (rotation !== undefined) {
      this.rotations.push(rotation);
    }
    if (epoch !== undefined) {
      this.epochs.push(epoch);
    }
    if (entry.event === 'request.recorded' && 'request' in entry.subject && !this.recorded.has(entry.subject.request)) {
      this.recorded.set(entry.subject.request, index);
      const { reference } = entry.facts as EventFacts['request.recorded'];
      if (reference !== undefined) {
        this.references.set(entry.subject.request, reference);
      }
    }
  }

  /** Where the request was recorded; undefined when that entry is not there. */
  recordedAt(request: string): number | undefined {
    return this.recorded.get(request);
  }

  /** For each earlier size, and for the size of the whole log, the last entry below it. */
  lastBelow(size: number): ReadonlyMap<number, Place> {
    this.pass(Number.MAX_SAFE_INTEGER);
    return this.last === undefined ? this.below : new Map([...this.below, [size, this.last]]);
  }

  private pass(index: number): void {
    for (let [size] = this.sizes; size !== undefined && size <= index; [size] = this.sizes) {
      if (this.last !== undefined) {
        this.below.set(size, this.last);
      }
      this.sizes.shift();
    }
  }
}
