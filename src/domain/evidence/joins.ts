import { settlesMerge } from '../lifecycle/undoing.js';
import type { State } from '../lifecycle/lifecycle.js';
import type { LogEntry } from '../log/entry.js';
import type { EventFacts } from '../log/events.js';

/** One request’s merges and splits, as its own entries tell them. */
export class Joins {
  /** The request it was merged into, while it is. */
  mergedInto: string | undefined;
  /** Requests merged into it; false: something has been done since that an undo would contradict. */
  private readonly taken = new Map<string, boolean>();
  private readonly parts = new Set<string>();

  constructor(private readonly request: string) {}

  /** Whether `other` left this one. */
  hasSplit(other: string): boolean {
    return this.parts.has(other);
  }

  /** `joined-wrongly` when the entry cannot follow those before it in this request. */
  add({ event, facts }: LogEntry, state: State): 'joined-wrongly' | undefined {
    switch (event) {
      case 'request.merged':
        return this.merge((facts as EventFacts['request.merged']).into);
      case 'request.unmerged': {
        const from = this.mergedInto;
        this.mergedInto = undefined;
        return from === (facts as EventFacts['request.unmerged']).from ? undefined : 'joined-wrongly';
      }
      case 'request.joined':
        return this.join((facts as EventFacts['request.joined']).from);
      case 'request.separated':
        return this.separate((facts as EventFacts['request.separated']).from, state);
      case 'request.split': {
        const { into } = facts as EventFacts['request.split'];
        const possible = into !== this.request && !this.parts.has(into);
        this.parts.add(into);
        this.settle();
        return possible ? undefined : 'joined-wrongly';
      }
      default:
        if (settlesMerge(event)) {
          this.settle();
        }
        return undefined;
    }
  }

  private merge(into: string): 'joined-wrongly' | undefined {
    this.mergedInto = into;
    this.settle();
    return into === this.request ? 'joined-wrongly' : undefined;
  }

  private join(from: string): 'joined-wrongly' | undefined {
    const possible = from !== this.request && !this.taken.has(from);
    this.taken.set(from, true);
    return possible ? undefined : 'joined-wrongly';
  }

  private separate(from: string, state: State): 'joined-wrongly' | undefined {
    const possible = this.taken.get(from) === true && state === 'acknowledged';
    this.taken.delete(from);
    return possible ? undefined : 'joined-wrongly';
  }

  private settle(): void {
    for (const from of this.taken.keys()) {
      this.taken.set(from, false);
    }
  }
}
