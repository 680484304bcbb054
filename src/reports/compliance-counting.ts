import { Inject, Injectable } from '@nestjs/common';
import { addDays, startOfDayIn } from '../domain/civil-date.js';
import { parseEntry } from '../domain/log/entry.js';
import { questionOf } from '../domain/reports/behind.js';
import {
  complianceFigures,
  EXCEPTION_LIMIT,
  OUTAGE_LIMIT,
  type ComplianceCounts,
  type CountedProfile,
} from '../domain/reports/compliance-figures.js';
import type { ComplianceFigures, Outage, ReportPeriod, VerdictException } from '../domain/reports/figures.js';
import { ORGANISATION_REPORT_EVENTS, OrganisationStanding } from '../domain/reports/organisation-standing.js';
import { isFollowed, type RequestProfile, type RequestSummary } from '../domain/reports/request-summary.js';
import { refuse } from '../domain/problem.js';
import { systemActor } from '../audit/actor.js';
import { logSize } from '../audit/log.sql.js';
import { Database } from '../platform/database/database.js';
import type { Executor } from '../platform/database/statement.js';
import {
  answeredBefore,
  changedSince,
  daysOf,
  distributionIn,
  firstExceptions,
  lastEvents,
  longestOutages,
  measuresBefore,
  outagesIn,
  prepareCounting,
  profilesOf,
  requestsOfOutages,
  requestsWith,
  totalsOf,
  type Cohort,
  type Measured,
  type OutageRow,
  type ProfileRow,
} from './compliance-figures.sql.js';
import { ComplianceProjection, standingOf, summariesOf, type LogOf } from './compliance-projection.js';
import { countEntries, countMeasures, firstGap, organisationEntries } from './compliance-projection.sql.js';
import { firstNotBefore } from './evidence.sql.js';

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

/** Entries looked at again with each report: some tenths of a second. */
const LOOKED_AT_AGAIN = 250_000;

export interface Behind {
  readonly requests: readonly { readonly id: string; readonly index: number }[];
  /** Index to go on behind; null at the end. */
  readonly next: number | null;
}

/** Counts the figures of a period: what is kept of each request, and anew those that have changed since it ended. */
@Injectable()
export class ComplianceCounting {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ComplianceProjection) private readonly projection: ComplianceProjection,
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
      return { organisationId, first, end, to, lastDay, asOf: telling?.at.toISOString() ?? null };
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

  async figures(log: LogOf, period: ReportPeriod, place: PeriodInLog): Promise<ComplianceFigures> {
    for (let attempt = 1; ; attempt += 1) {
      const counts = await this.count(log, period, place);
      const counted = [
        counts.profiles.reduce((total, { count }) => total + count, 0),
        counts.days.reduce((total, { recorded }) => total + recorded, 0),
        counts.times.receiptToRecording.count,
      ];
      // A request that changes between two statements may be seen by both or by neither; look again then.
      if (counted.every((total) => total === counts.recorded)) {
        return complianceFigures(period, log.timeZone, counts);
      }
      if (attempt === ATTEMPTS) {
        refuse('unavailable', { retryAfterSeconds: 5 });
      }
    }
  }

  /** Requests behind a figure (see `questionOf`), oldest first. @throws Refusal not-found for a figure of another name */
  async behind(log: LogOf, place: PeriodInLog, figure: string, after: number, limit: number): Promise<Behind> {
    const question = questionOf(figure) ?? refuse('not-found', {});
    const { changed, rows } = await this.changedAndProfiles(log, place);
    const numbers = (overdue: boolean): number[] =>
      rows.filter((row) => row.overdue === overdue && question(profileOf(row), overdue)).map(({ id }) => id);
    const unchanged = await this.ask(log, (executor) =>
      requestsWith(executor, place, { inTime: numbers(false), overdue: numbers(true) }, after, limit + 1),
    );
    const found = [
      ...unchanged,
      ...changed
        .filter((one) => one.recordedIndex > after && question(one.profile, isOverdue(one, place)))
        .map((one) => ({ id: one.request, index: one.recordedIndex })),
    ].sort((a, b) => a.index - b.index);
    const requests = found.slice(0, limit);
    return { requests, next: found.length > limit ? (requests.at(-1)?.index ?? null) : null };
  }

  private async count(
    log: LogOf,
    { from, to }: ReportPeriod,
    place: PeriodInLog,
  ): Promise<ComplianceCounts & { readonly recorded: number }> {
    const { organisationId } = log;
    const { changed, rows } = await this.changedAndProfiles(log, place);
    const distribution = (column: Measured, of: (one: RequestSummary) => number | null) =>
      this.ask(log, (executor) =>
        distributionIn(
          executor,
          column,
          place,
          changed.map(of).filter((value) => value !== null),
        ),
      );
    const [receiptToRecording, recordingToForwarding, forwardingToAcknowledgement, receiptToAnswerDays, days, totals] =
      await Promise.all([
        distribution('receipt_to_recording', (one) => one.receiptToRecording),
        distribution('recording_to_forwarding', (one) => one.recordingToForwarding),
        distribution('forwarding_to_acknowledgement', (one) => one.forwardingToAcknowledgement),
        distribution('receipt_to_answer_days', (one) => one.receiptToAnswerDays),
        this.ask(log, (executor) => daysOf(executor, place)),
        this.ask(log, (executor) => totalsOf(executor, place)),
      ]);
    const [measures, ofLastDay, answered, exceptions, outages, organisation] = await Promise.all([
      this.ask(log, (executor) => measuresBefore(executor, organisationId, from, to)),
      this.ask(log, (executor) => countMeasures(executor, organisationId, place.lastDay, place.end)),
      this.ask(log, (executor) => answeredBefore(executor, organisationId, from, to)),
      this.exceptions(log, place, changed),
      this.outages(log, place),
      this.organisation(log, place),
    ]);
    const answeredLast = ofLastDay.find(({ measure }) => measure === 'request.answered')?.count ?? 0;
    return {
      profiles: [
        ...rows.map((row): CountedProfile => ({ profile: profileOf(row), overdue: row.overdue, count: row.count })),
        ...changed.map((one): CountedProfile => {
          return { profile: one.profile, overdue: isOverdue(one, place), count: 1 };
        }),
      ],
      days: [
        ...days,
        ...changed.map((one) => ({
          ...{ day: one.recordedOn, recorded: 1, followed: isFollowed(one.profile) ? 1 : 0 },
          missed: one.profile.deadline === 'missed' || isOverdue(one, place) ? 1 : 0,
        })),
      ],
      answered: [...answered, { day: to, count: answeredLast }],
      measures: sumOf(measures, ofLastDay),
      times: { receiptToRecording, recordingToForwarding, forwardingToAcknowledgement, receiptToAnswerDays },
      ...{ exceptions, outages: outages.listed, outageCount: outages.count, organisation, ...totals },
      log: { size: place.end, entries: place.end - place.first },
    };
  }

  private async changedAndProfiles(
    log: LogOf,
    place: PeriodInLog,
  ): Promise<{ readonly changed: readonly RequestSummary[]; readonly rows: readonly ProfileRow[] }> {
    const [ids, rows] = await Promise.all([
      this.ask(log, (executor) => changedSince(executor, place)),
      this.ask(log, (executor) => profilesOf(executor, place)),
    ]);
    return { changed: await this.summaries(log, ids, place.end), rows };
  }

  private async summaries(log: LogOf, ids: readonly string[], size: number): Promise<readonly RequestSummary[]> {
    if (ids.length === 0) {
      return [];
    }
    return this.database.read(systemActor(log.organisationId), async (executor) => {
      const standing = await standingOf(executor, log.organisationId, size);
      return summariesOf(executor, log, ids, size, standing);
    });
  }

  private async exceptions(
    log: LogOf,
    place: PeriodInLog,
    changed: readonly RequestSummary[],
  ): Promise<readonly VerdictException[]> {
    const ids = await this.ask(log, (executor) => firstExceptions(executor, place, EXCEPTION_LIMIT));
    const summaries = await this.summaries(log, ids, place.end);
    return [...summaries, ...changed]
      .sort((a, b) => a.recordedIndex - b.recordedIndex)
      .flatMap(({ exception }) => (exception === null ? [] : [exception]))
      .slice(0, EXCEPTION_LIMIT);
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
    entries.forEach((bytes) => standing.add(parseEntry(bytes)));
    return standing;
  }

  private ask<T>({ organisationId }: LogOf, question: (executor: Executor) => Promise<T>): Promise<T> {
    return this.database.ask(systemActor(organisationId), async (executor) => {
      const [, answer] = await Promise.all([prepareCounting(executor), question(executor)]);
      return answer;
    });
  }
}

function profileOf({ profile }: ProfileRow): RequestProfile {
  return JSON.parse(profile) as RequestProfile;
}

function isOverdue({ runningUntil }: RequestSummary, { to }: Cohort): boolean {
  return runningUntil !== null && runningUntil < to;
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
