import type { CivilDate } from '../../../domain/civil-date.js';
import { figuresOf, OPEN } from '../../../domain/reports/figure-names.js';
import type { RequestProfile, RequestSummary } from '../../../domain/reports/request-summary.js';
import type { CountChange } from './count-changes.sql.js';

type Counted = Pick<RequestSummary, 'profile' | 'recordedOn' | 'open'>;

/** By how much the counts of each day change when requests are counted otherwise than before. */
export class CountChanges {
  private readonly byDay = new Map<CivilDate, Map<string, number>>();

  add(counted: Counted): void {
    this.count(counted, 1);
  }

  takeBack({ profile, ...counted }: Omit<Counted, 'profile'> & { readonly profile: string }): void {
    this.count({ ...counted, profile: JSON.parse(profile) as RequestProfile }, -1);
  }

  /** Those that are any. */
  list(): readonly CountChange[] {
    return [...this.byDay].flatMap(([day, figures]) =>
      [...figures].filter(([, count]) => count !== 0).map(([figure, count]) => ({ day, figure, count })),
    );
  }

  private count({ profile, recordedOn, open }: Counted, times: number): void {
    figuresOf(profile, false).forEach((figure) => this.change(recordedOn, figure, times));
    open.forEach((day, turn) => this.change(day, OPEN, turn % 2 === 0 ? times : -times));
  }

  private change(day: CivilDate, figure: string, by: number): void {
    const figures = this.byDay.get(day) ?? new Map<string, number>();
    figures.set(figure, (figures.get(figure) ?? 0) + by);
    this.byDay.set(day, figures);
  }
}
