// Art. 5(2) GDPR: the figures of a report, counted entry by entry. This is what they mean; what the program keeps to be
// quick (reports/compliance-projection.ts) is a cache of it.

import { civilDateIn, type CivilDate } from '../civil-date.js';
import { Standing } from '../evidence/standing.js';
import type { LogEntry } from '../log/entry.js';
import { complianceFigures, measureOf } from './compliance-figures.js';
import { CohortTally } from './cohort-tally.js';
import type { ComplianceFigures, Outage, ReportPeriod } from './figures.js';
import { OrganisationStanding } from './organisation-standing.js';
import { summarise, type RequestSummary } from './request-summary.js';

interface OpenOutage {
  readonly from: string;
  to: string | null;
  readonly requests: Set<string>;
}

/**
 * Takes the entries of a whole log in their order; what lies behind the end of the period is not counted. Keeps what it
 * needs of every entry: for small logs, tests, and whoever has a bundle and wants to count again.
 */
export class ComplianceFold {
  private readonly requests = new Map<string, { index: number; entry: LogEntry }[]>();
  private readonly standing = new Standing();
  private readonly organisation = new OrganisationStanding();
  private readonly measures = new Map<string, { inPeriod: number; ever: number }>();
  private readonly answered = new Map<CivilDate, number>();
  private readonly outages: OpenOutage[] = [];
  private firstIndex = -1;
  private size = 0;

  constructor(
    private readonly period: ReportPeriod,
    private readonly timeZone: string,
  ) {}

  add(index: number, entry: LogEntry): void {
    const day = civilDateIn(entry.at, this.timeZone);
    if (day > this.period.to) {
      return;
    }
    const inPeriod = day >= this.period.from;
    this.firstIndex = inPeriod && this.firstIndex === -1 ? index : this.firstIndex;
    this.size = index + 1;
    this.standing.add(entry);
    this.organisation.add(entry);
    this.measure(entry, inPeriod);
    if (inPeriod && entry.event === 'request.answered') {
      this.answered.set(day, (this.answered.get(day) ?? 0) + 1);
    }
    if ('request' in entry.subject) {
      const known = this.requests.get(entry.subject.request) ?? [];
      this.requests.set(entry.subject.request, [...known, { index, entry }]);
      this.noteOutage(entry, entry.subject.request);
    }
  }

  /** The summaries that the figures rest on: of the requests recorded in the period. */
  summaries(): readonly RequestSummary[] {
    const { from } = this.period;
    return this.all().filter(({ recordedOn }) => recordedOn >= from);
  }

  finish(): ComplianceFigures {
    const { from, to } = this.period;
    const first = this.firstIndex === -1 ? this.size : this.firstIndex;
    const tally = new CohortTally(to);
    this.summaries().forEach((one) => tally.add(one));
    const outages = this.outages.filter((one) => one.to === null || civilDateIn(one.to, this.timeZone) >= from);
    return complianceFigures(this.period, this.timeZone, {
      ...{ counts: tally.counts, days: tally.days, times: tally.distributions(), exceptions: tally.exceptions },
      answered: [...this.answered].map(([day, count]) => ({ day, count })),
      // Odd: of its turns before the period, the last made it somebody's task.
      carriedOver: this.all().filter(({ open }) => open.filter((day) => day < from).length % 2 === 1).length,
      ...{ measures: this.measures, outages: outages.map(shown), outageCount: outages.length },
      organisation: this.organisation,
      log: { size: this.size, entries: this.size - first },
    });
  }

  private all(): readonly RequestSummary[] {
    return [...this.requests]
      .map(([request, entries]) => summarise(request, entries, this.standing, this.timeZone))
      .filter((one) => one !== undefined);
  }

  private measure({ event, facts }: LogEntry, inPeriod: boolean): void {
    const name = measureOf(event, facts);
    const { inPeriod: within, ever } = this.measures.get(name) ?? { inPeriod: 0, ever: 0 };
    this.measures.set(name, { inPeriod: within + (inPeriod ? 1 : 0), ever: ever + 1 });
  }

  /** From a failed attempt until mail is accepted again, whichever request it is of. */
  private noteOutage({ event, at }: LogEntry, request: string): void {
    const last = this.outages.at(-1);
    const running = last?.to === null ? last : undefined;
    if (event === 'forwarding.accepted' && running !== undefined) {
      running.to = at;
    } else if (event === 'forwarding.deferred' || event === 'forwarding.refused') {
      if (running === undefined) {
        this.outages.push({ from: at, to: null, requests: new Set([request]) });
      } else {
        running.requests.add(request);
      }
    }
  }
}

function shown({ from, to, requests }: OpenOutage): Outage {
  return { from, to, requests: requests.size };
}
