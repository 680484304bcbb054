import { Inject, Injectable } from '@nestjs/common';
import { addDays, startOfDayIn } from '../../../domain/civil-date.js';
import { parseEntryText } from '../../../domain/log/entry.js';
import { complianceFigures, OUTAGE_LIMIT, type ComplianceCounts } from '../../../domain/reports/compliance-figures.js';
import type { ComplianceFigures, Outage, ReportPeriod } from '../../../domain/reports/figures.js';
import { isEventFigure } from '../../../domain/reports/event-figures.js';
import { ORGANISATION_REPORT_EVENTS, OrganisationStanding } from '../../../domain/reports/organisation-standing.js';
import { refuse } from '../../../domain/problem.js';
import { systemActor } from '../../../audit/actor.js';
import { logSize } from '../../../audit/log.sql.js';
import { Database } from '../../../platform/database/database.js';
import type { Executor } from '../../../platform/database/statement.js';
import { CohortCounting, type Behind } from './cohort-counting.js';
import { answeredBefore, lastEvents, measuresBefore, openBefore, type Cohort } from './figures.sql.js';
import { longestOutages, outagesIn, requestsOfOutages, type OutageRow } from './outages.sql.js';
import { requestsOfEvents } from './event-figures.sql.js';
import { ComplianceProjection, type LogOf } from './projection.js';
import { countEntries, countMeasures, firstGap, organisationEntries } from './projection.sql.js';
import { firstNotBefore } from '../../from-log/log-sources.sql.js';

/** Where in its log a period lies. */
export interface PeriodInLog extends Cohort {
  /** First index of the last day. */
  readonly lastDay: number;
  /** Time of the last entry up to the end, RFC 3339; null in a log that had none. */
  readonly asOf: string | null;
}

const ATTEMPTS = 4;
/** Reports given out at the end of a log say nothing of their own; more of them in a row nobody gives out in a day. */
const TRAILING_LIMIT = 500;

/** Entries looked at again with each report: a tenth of a second or two. */
const LOOKED_AT_AGAIN = 100_000;

/** Finds a period in its log, and counts its figures out of what is kept. */
@Injectable()
export class ComplianceCounting {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ComplianceProjection) private readonly projection: ComplianceProjection,
    @Inject(CohortCounting) private readonly cohorts: CohortCounting,
  ) {}

  /** @throws Refusal log-has-gap */
  async locate(log: LogOf, { from, to }: ReportPeriod, onProgress?: (done: number, total: number) => void) {
    const { organisationId, timeZone } = log;
    const place = await this.database.read(systemActor(organisationId), async (executor): Promise<PeriodInLog> => {
      const size = await logSize(executor, organisationId);
      const bound = (moment: Date): Promise<number> => firstNotBefore(executor, organisationId, moment, size);
      const first = await bound(startOfDayIn(from, timeZone));
      const lastDay = await bound(startOfDayIn(to, timeZone));
      const whole = await bound(startOfDayIn(addDays(to, 1), timeZone));
      const last = await lastEvents(executor, organisationId, whole, TRAILING_LIMIT);
      const telling = last.find(({ event }) => event !== 'report.issued');
      // That a report was given out is no part of the next one: asked for again it is the same.
      const end = Math.max(telling === undefined ? whole : telling.index + 1, lastDay);
      return { organisationId, first, end, from, to, lastDay, asOf: telling?.at.toISOString() ?? null };
    });
    await Promise.all([this.checkWhole(place), this.projection.bringTo(log, place.end, onProgress)]);
    return place;
  }

  /**
   * None of the entries is missing. All were looked at when they were counted first; here the newest once more, all of
   * them but in the largest logs, whose older part the monitor goes through all the time.
   */
  private async checkWhole({ organisationId, end }: Cohort): Promise<void> {
    const actor = systemActor(organisationId);
    const from = Math.max(0, end - LOOKED_AT_AGAIN);
    const found = await this.database.ask(actor, (executor) => countEntries(executor, organisationId, from, end));
    if (found !== end - from) {
      const index = await this.database.ask(actor, (executor) => firstGap(executor, organisationId, from, end));
      refuse('log-has-gap', { index });
    }
  }

  async figures(log: LogOf, place: PeriodInLog): Promise<ComplianceFigures> {
    for (let attempt = 1; ; attempt += 1) {
      const before = await this.projection.position(log);
      const counts = await this.count(log, place);
      // Counted by several statements; what is kept has not gone on meanwhile.
      if ((await this.projection.position(log)) === before) {
        return complianceFigures({ from: place.from, to: place.to }, log.timeZone, counts);
      }
      if (attempt === ATTEMPTS) {
        refuse('unavailable', { retryAfterSeconds: 5 });
      }
    }
  }

  /** Requests behind a figure, oldest first. @throws Refusal not-found for a figure of another name */
  async behind(log: LogOf, place: PeriodInLog, figure: string, after: number, limit: number): Promise<Behind> {
    if (!isEventFigure(figure)) {
      return this.cohorts.behind(log, place, figure, after, limit);
    }
    const { count, found } = await this.ask(log, (executor) =>
      requestsOfEvents(executor, figure, place, after, limit + 1),
    );
    const requests = found.slice(0, limit);
    return { count, requests, next: found.length > limit ? (requests.at(-1)?.index ?? null) : null };
  }

  private async count(log: LogOf, place: PeriodInLog): Promise<ComplianceCounts> {
    const { tally, times, exceptions } = await this.cohorts.count(log, place);
    const [measures, ofLastDay, answered, carriedOver, outages, organisation] = await Promise.all([
      this.ask(log, (executor) => measuresBefore(executor, place)),
      this.ask(log, (executor) => countMeasures(executor, log.organisationId, place.lastDay, place.end)),
      this.ask(log, (executor) => answeredBefore(executor, place)),
      this.ask(log, (executor) => openBefore(executor, place)),
      this.outages(log, place),
      this.organisation(log, place),
    ]);
    const answeredLast = ofLastDay.find(({ measure }) => measure === 'request.answered')?.count ?? 0;
    return {
      ...{ counts: tally.counts, days: tally.days, times, exceptions, carriedOver, organisation },
      answered: [...answered, { day: place.to, count: answeredLast }],
      measures: sumOf(measures, ofLastDay),
      ...{ outages: outages.listed, outageCount: outages.count },
      log: { size: place.end, entries: place.end - place.first },
    };
  }

  private async outages(log: LogOf, place: PeriodInLog) {
    const [rows, count] = await this.database.ask(systemActor(log.organisationId), (executor) =>
      Promise.all([longestOutages(executor, place, OUTAGE_LIMIT), outagesIn(executor, place)]),
    );
    const until = ({ toIndex }: OutageRow): number => Math.min(toIndex ?? place.end, place.end);
    const requests = await this.database.ask(systemActor(log.organisationId), (executor) =>
      requestsOfOutages(
        executor,
        log.organisationId,
        rows.map((row) => ({ from: row.fromIndex, until: until(row) })),
      ),
    );
    const listed = rows.map((row): Outage => {
      const ended = row.toIndex !== null && row.toIndex < place.end;
      return {
        from: row.from.toISOString(),
        to: ended ? (row.to?.toISOString() ?? null) : null,
        requests: requests.get(row.fromIndex) ?? 0,
      };
    });
    return { listed, count };
  }

  private async organisation({ organisationId }: LogOf, { end }: Cohort): Promise<OrganisationStanding> {
    const standing = new OrganisationStanding();
    const entries = await this.database.ask(systemActor(organisationId), (executor) =>
      organisationEntries(executor, organisationId, ORGANISATION_REPORT_EVENTS, end),
    );
    entries.forEach((text) => standing.add(parseEntryText(text)));
    return standing;
  }

  private ask<T>({ organisationId }: LogOf, question: (executor: Executor) => Promise<T>): Promise<T> {
    return this.database.ask(systemActor(organisationId), question);
  }
}

function sumOf(
  before: readonly { readonly measure: string; readonly inPeriod: number; readonly ever: number }[],
  lastDay: readonly { readonly measure: string; readonly count: number }[],
): ComplianceCounts['measures'] {
  const sums = new Map(before.map(({ measure, inPeriod, ever }) => [measure, { inPeriod, ever }]));
  for (const { measure, count } of lastDay) {
    const { inPeriod, ever } = sums.get(measure) ?? { inPeriod: 0, ever: 0 };
    sums.set(measure, { inPeriod: inPeriod + count, ever: ever + count });
  }
  return sums;
}
