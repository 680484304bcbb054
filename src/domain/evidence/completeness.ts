import { addDays, parseCivilDate, startOfDayIn } from '../civil-date.js';
import type { LogEntry } from '../log/entry.js';
import type { Manifest } from './bundle.js';
import type { Findings } from './findings.js';

/**
 * Whether a bundle holds every entry of its days. `not-claimed`: it is one for single cases. `up-to-checkpoint`: up to
 * the last entry that was signed for; the days may go on.
 */
export type Completeness = 'yes' | 'up-to-checkpoint' | 'no' | 'not-claimed';

/**
 * A period is one run of the log with its neighbours: the entry before it and the entry behind it are in the bundle too,
 * and their times lie outside. The times in a log never run back, so nothing of the period can stand elsewhere.
 */
export class PeriodWatch {
  private readonly from: string;
  private readonly until: string;
  private readonly isPeriod: boolean;
  private before = -1;
  private first: number | undefined;
  private last = -1;
  private behind: number | undefined;
  private gap: number | undefined;
  /** Whether nothing but reports given out stands behind the gap. */
  private isGapAtEnd = true;

  constructor({ kind, from, to, timeZone }: Manifest) {
    const [start, end] = [parseCivilDate(from ?? undefined), parseCivilDate(to ?? undefined)];
    this.isPeriod = kind === 'period';
    // Without days it is the whole log.
    this.from = start === undefined ? '' : startOfDayIn(start, timeZone).toISOString();
    this.until = end === undefined ? '\uffff' : startOfDayIn(addDays(end, 1), timeZone).toISOString();
  }

  /** Entries in the order of their indexes. */
  add(index: number, { at, event }: LogEntry): void {
    if (at < this.from) {
      this.before = index;
    } else if (at >= this.until) {
      this.behind ??= index;
    } else {
      if (this.first !== undefined && index !== this.last + 1) {
        this.gap ??= this.last + 1;
      }
      this.isGapAtEnd &&= this.gap === undefined || event === 'report.issued';
      this.first ??= index;
      this.last = index;
    }
  }

  /** @param size of the whole log */
  finish(size: number, findings: Findings): Completeness {
    if (!this.isPeriod) {
      return 'not-claimed';
    }
    if (this.gap !== undefined) {
      // Earlier versions left out what was entered while the report was being made: that is no lie, and not complete.
      if (!this.isGapAtEnd) {
        findings.judge('period-complete', 'gap', this.gap);
      }
      return 'no';
    }
    const begin = this.first ?? this.behind ?? size;
    const end = this.first === undefined ? begin : this.last + 1;
    const isBegun = this.before === begin - 1;
    const isEnded = end === size || this.behind === end;
    if (!isBegun || !isEnded) {
      return 'no';
    }
    findings.judge('period-complete', undefined);
    return end === size ? 'up-to-checkpoint' : 'yes';
  }
}
