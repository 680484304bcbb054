import { Inject, Injectable } from '@nestjs/common';
import { CohortTally, DAY_FIGURES, MEASURED, type Measured } from '../../../domain/reports/cohort-tally.js';
import { EXCEPTION_LIMIT } from '../../../domain/reports/compliance-figures.js';
import { questionOf } from '../../../domain/reports/figure-names.js';
import type { Distribution, VerdictException } from '../../../domain/reports/figures.js';
import type { RequestProfile, RequestSummary } from '../../../domain/reports/request-summary.js';
import { refuse } from '../../../domain/problem.js';
import { systemActor } from '../../../audit/actor.js';
import { Database } from '../../../platform/database/database.js';
import type { Executor } from '../../../platform/database/statement.js';
import {
  changedSince,
  countedSince,
  figureCounts,
  daysOf,
  distributionIn,
  firstExceptions,
  overdueOn,
  prepareCounting,
  profilesOf,
  requestsWith,
  type Cohort,
} from './figures.sql.js';
import { standingOf, summariesOf, type LogOf } from './projection.js';

export interface CohortCounts {
  readonly tally: CohortTally;
  readonly times: Readonly<Record<Measured, Distribution>>;
  readonly exceptions: readonly VerdictException[];
}

export interface Behind {
  /** How many there are, on all pages. */
  readonly count: number;
  readonly requests: readonly { readonly id: string; readonly index: number }[];
  /** Index to go on behind; null at the end. */
  readonly next: number | null;
}

/**
 * Counts the requests recorded in a period as they stood at its end: by day, as they stand now, and anew from their
 * entries those that have changed since.
 */
@Injectable()
export class CohortCounting {
  constructor(@Inject(Database) private readonly database: Database) {}

  async count(log: LogOf, cohort: Cohort): Promise<CohortCounts> {
    const [tally, counts, days, overdue] = await Promise.all([
      this.changed(log, cohort),
      this.ask(log, (executor) => figureCounts(executor, cohort)),
      this.ask(log, (executor) => daysOf(executor, cohort, DAY_FIGURES)),
      this.ask(log, (executor) => overdueOn(executor, cohort)),
    ]);
    counts.forEach(({ figure, count }) => tally.addTotal(figure, count));
    days.forEach(({ day, figure, count }) => tally.addOfDay(day, figure, count));
    for (const { day, count } of overdue) {
      tally.addCount(day, 'deadline:open', -count);
      tally.addCount(day, 'deadline:missed', count);
    }
    const [exceptions, ...distributions] = await Promise.all([
      this.exceptions(log, cohort, tally.exceptions),
      ...MEASURED.map((name) =>
        this.ask(log, (executor) => distributionIn(executor, name, cohort, tally.values[name])),
      ),
    ]);
    const times = Object.fromEntries(MEASURED.map((name, at) => [name, distributions[at]])) as CohortCounts['times'];
    return { tally, times, exceptions };
  }

  /** Requests behind a figure (see `questionOf`), oldest first. @throws Refusal not-found for a figure of another name */
  async behind(log: LogOf, cohort: Cohort, figure: string, after: number, limit: number): Promise<Behind> {
    const question = questionOf(figure) ?? refuse('not-found', {});
    const { to, end } = cohort;
    const rows = await this.ask(log, (executor) => profilesOf(executor, cohort));
    const asked = rows
      .map((row) => ({ ...row, times: question(profileOf(row), row.overdue) }))
      .filter(({ times }) => times > 0);
    const numbers = (overdue: boolean): number[] => asked.filter((row) => row.overdue === overdue).map(({ id }) => id);
    const timesOf = new Map(asked.map(({ id, times }) => [id, times]));
    const unchanged = await this.ask(log, (executor) =>
      requestsWith(executor, cohort, { inTime: numbers(false), overdue: numbers(true) }, after, limit + 1),
    );
    const found = unchanged.map(({ id, index, profile }) => ({ id, index, times: timesOf.get(profile) ?? 1 }));
    let count = asked.reduce((total, row) => total + row.count * row.times, 0);
    const ids = await this.ask(log, (executor) => changedSince(executor, cohort));
    await this.eachSummary(log, ids, end, ({ request, recordedIndex, profile, runningUntil }) => {
      const often = question(profile, runningUntil !== null && runningUntil < to);
      count += often;
      found.push(...(often > 0 && recordedIndex > after ? [{ id: request, index: recordedIndex, times: often }] : []));
    });
    const page = found.sort((a, b) => a.index - b.index).slice(0, limit);
    return {
      count,
      // One line for each time it is counted: who refused two rights of one person has refused twice.
      requests: page.flatMap(({ times, ...one }) => Array.from({ length: times }, () => one)),
      next: found.length > limit ? (page.at(-1)?.index ?? null) : null,
    };
  }

  /** What those that have changed since the end add to the counts: what they were then, less what they are now. */
  private async changed(log: LogOf, cohort: Cohort): Promise<CohortTally> {
    const tally = new CohortTally(cohort.to);
    const now = await this.ask(log, (executor) => countedSince(executor, cohort));
    now.forEach((row) => tally.count(profileOf(row), row.recordedOn, false, -row.count));
    const ids = await this.ask(log, (executor) => changedSince(executor, cohort));
    await this.eachSummary(log, ids, cohort.end, (summary) => tally.add(summary));
    return tally;
  }

  private async exceptions(
    log: LogOf,
    cohort: Cohort,
    changed: readonly VerdictException[],
  ): Promise<readonly VerdictException[]> {
    const ids = await this.ask(log, (executor) => firstExceptions(executor, cohort, EXCEPTION_LIMIT));
    const found = [...changed];
    await this.eachSummary(log, ids, cohort.end, ({ exception }) => {
      if (exception !== null) {
        found.push(exception);
      }
    });
    // In the order of recording, which is that of the log.
    return found.sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1)).slice(0, EXCEPTION_LIMIT);
  }

  private async eachSummary(
    log: LogOf,
    ids: readonly string[],
    size: number,
    take: (summary: RequestSummary) => void,
  ): Promise<void> {
    if (ids.length === 0) {
      return;
    }
    await this.database.read(systemActor(log.organisationId), async (executor) => {
      const standing = await standingOf(executor, log.organisationId, size);
      for await (const summaries of summariesOf(executor, log, ids, size, standing)) {
        summaries.forEach(take);
      }
    });
  }

  private ask<T>({ organisationId }: LogOf, question: (executor: Executor) => Promise<T>): Promise<T> {
    return this.database.ask(systemActor(organisationId), async (executor) => {
      const [, answer] = await Promise.all([prepareCounting(executor), question(executor)]);
      return answer;
    });
  }
}

function profileOf({ profile }: { readonly profile: string }): RequestProfile {
  return JSON.parse(profile) as RequestProfile;
}
