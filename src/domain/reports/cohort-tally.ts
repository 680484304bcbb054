import type { CivilDate } from '../civil-date.js';
import type { CountedDay } from './compliance-figures.js';
import { distributionOf } from './distribution.js';
import { figuresOf, type Counts } from './figure-names.js';
import type { Distribution, VerdictException } from './figures.js';
import type { RequestProfile, RequestSummary } from './request-summary.js';

/** What is measured of a request. */
export const MEASURED = [
  'receiptToRecording',
  'recordingToForwarding',
  'forwardingToAcknowledgement',
  'receiptToAnswerDays',
] as const;
export type Measured = (typeof MEASURED)[number];

/** Figures a trend is made of, by day. */
const BY_DAY = {
  recorded: 'recorded',
  'verdict:followed': 'followed',
  'deadline:missed': 'missed',
} as const satisfies Readonly<Record<string, keyof CountedDay>>;
export const DAY_FIGURES = Object.keys(BY_DAY);

/** Adds up requests of a period that ends with the day `to`; or takes away what is counted of them elsewhere. */
export class CohortTally {
  private readonly added = new Map<string, number>();
  private readonly byDay = new Map<CivilDate, { recorded: number; followed: number; missed: number }>();
  readonly values: Readonly<Record<Measured, number[]>> = {
    ...{ receiptToRecording: [], recordingToForwarding: [], forwardingToAcknowledgement: [], receiptToAnswerDays: [] },
  };
  readonly exceptions: VerdictException[] = [];

  constructor(private readonly to: CivilDate) {}

  add(summary: RequestSummary): void {
    const { profile, recordedOn, exception } = summary;
    this.count(profile, recordedOn, this.isOverdue(summary), 1);
    for (const name of MEASURED) {
      const value = summary[name];
      if (value !== null) {
        this.values[name].push(value);
      }
    }
    if (exception !== null) {
      this.exceptions.push(exception);
    }
  }

  /** Counts of requests alone, without what is measured; `times` may be negative. */
  count(profile: RequestProfile, recordedOn: CivilDate, overdue: boolean, times: number): void {
    for (const figure of figuresOf(profile, overdue)) {
      this.addCount(recordedOn, figure, times);
    }
  }

  addCount(day: CivilDate, figure: string, times: number): void {
    this.addTotal(figure, times);
    this.addOfDay(day, figure, times);
  }

  addTotal(figure: string, times: number): void {
    this.added.set(figure, (this.added.get(figure) ?? 0) + times);
  }

  addOfDay(day: CivilDate, figure: string, times: number): void {
    if (isOfDay(figure)) {
      const counted = this.byDay.get(day) ?? { recorded: 0, followed: 0, missed: 0 };
      counted[BY_DAY[figure]] += times;
      this.byDay.set(day, counted);
    }
  }

  isOverdue({ runningUntil }: Pick<RequestSummary, 'runningUntil'>): boolean {
    return runningUntil !== null && runningUntil < this.to;
  }

  get counts(): Counts {
    return this.added;
  }

  get days(): readonly CountedDay[] {
    return [...this.byDay].map(([day, counted]) => ({ day, ...counted }));
  }

  distributions(): Readonly<Record<Measured, Distribution>> {
    const of = (name: Measured): Distribution => distributionOf(this.values[name]);
    return {
      receiptToRecording: of('receiptToRecording'),
      recordingToForwarding: of('recordingToForwarding'),
      forwardingToAcknowledgement: of('forwardingToAcknowledgement'),
      receiptToAnswerDays: of('receiptToAnswerDays'),
    };
  }
}

function isOfDay(figure: string): figure is keyof typeof BY_DAY {
  return Object.hasOwn(BY_DAY, figure);
}
