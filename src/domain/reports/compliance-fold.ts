// Art. 5(2) GDPR: the figures of a report, counted entry by entry. This is what they mean; what the program keeps to be
// quick (reports/compliance-projection.ts) is a cache of it.

import { civilDateIn, type CivilDate } from '../civil-date.js';
import { Standing } from '../evidence/standing.js';
import type { LogEntry } from '../log/entry.js';
import { complianceFigures, measureOf, type ComplianceCounts } from './compliance-figures.js';
import { distributionOf } from './distribution.js';
import type { ComplianceFigures, Outage, ReportPeriod } from './figures.js';
import { OrganisationStanding } from './organisation-standing.js';
import { isFollowed, summarise, type RequestSummary } from './request-summary.js';

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
    const cohort = this.summaries();
    const first = this.firstIndex === -1 ? this.size : this.firstIndex;
    const overdue = ({ runningUntil }: RequestSummary): boolean => runningUntil !== null && runningUntil < to;
    const numbers = (of: (one: RequestSummary) => number | null): readonly number[] =>
      cohort.map(of).filter((value) => value !== null);
    const outages = this.outages.filter((one) => one.to === null || civilDateIn(one.to, this.timeZone) >= from);
    const counts: ComplianceCounts = {
      profiles: cohort.map((one) => ({ profile: one.profile, overdue: overdue(one), count: 1 })),
      days: cohort.map((one) => ({
        ...{ day: one.recordedOn, recorded: 1, followed: isFollowed(one.profile) ? 1 : 0 },
        missed: one.profile.deadline === 'missed' || overdue(one) ? 1 : 0,
      })),
      answered: [...this.answered].map(([day, count]) => ({ day, count })),
      carriedOver: this.all().filter(({ recordedIndex, open }) => {
        return recordedIndex < first && open.some(([begin, end]) => begin < first && (end === null || end >= first));
      }).length,
      times: {
        receiptToRecording: distributionOf(numbers((one) => one.receiptToRecording)),
        recordingToForwarding: distributionOf(numbers((one) => one.recordingToForwarding)),
        forwardingToAcknowledgement: distributionOf(numbers((one) => one.forwardingToAcknowledgement)),
        receiptToAnswerDays: distributionOf(numbers((one) => one.receiptToAnswerDays)),
      },
      measures: this.measures,
      exceptions: cohort.flatMap(({ exception }) => (exception === null ? [] : [exception])),
      ...{ outages: outages.map(shown), outageCount: outages.length },
      organisation: this.organisation,
      log: { size: this.size, entries: this.size - first },
    };
    return complianceFigures(this.period, this.timeZone, counts);
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
