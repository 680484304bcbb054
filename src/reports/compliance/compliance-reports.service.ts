import type { Language } from '../../words/language.js';
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import { canonicalJson } from '../../domain/log/canonical-json.js';
import type { ComplianceFigures, ReportPeriod } from '../../domain/reports/figures.js';
import { readPeriod } from '../../domain/reports/report-period.js';
import { publishable } from '../../domain/reports/small-numbers.js';
import { refuse } from '../../domain/problem.js';
import { actsAs, type Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { DocumentRenderer } from '../../platform/documents/document-renderer.js';
import { uuidv7 } from '../../platform/ids.js';
import { ComplianceCounting, type PeriodInLog } from './counting/period-counting.js';
import type { ComplianceDocument } from './compliance-document.js';
import { COMPLIANCE_FORMATS } from './formats/formats.js';
import type { ComplianceOrder } from './compliance-order.js';
import type { LogOf } from './counting/projection.js';
import { findReport, insertReport, type IssuedReport, type ReportKey } from './compliance-reports.sql.js';
import { ComplianceSources } from './compliance-sources.js';

export interface ComplianceReport {
  /** Its id in the entry `report.issued`. */
  readonly id: string;
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly fileName: string;
  /** base64, as in the entry `report.issued`. */
  readonly sha256: string;
  /** Entries of the log that it rests on. */
  readonly size: number;
  readonly issuedAt: Date;
}

/** One reference behind a number; `reference` is null where the request does not exist any more. */
export interface RequestBehind {
  readonly request: string;
  readonly reference: string | null;
}

type Progress = (done: number, total: number) => void;

const BEHIND_AT_A_TIME = 50;

/** Compliance reports (Rechenschaftsbericht): figures of a period, what stands behind them, and the report given out. */
@Injectable()
export class ComplianceReports {
  constructor(
    @Inject(ComplianceCounting) private readonly counting: ComplianceCounting,
    @Inject(ComplianceSources) private readonly sources: ComplianceSources,
    @Inject(Database) private readonly database: Database,
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(DocumentRenderer) private readonly renderer: DocumentRenderer,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The period of two dates as a person or a program gave them. @throws Refusal invalid-input */
  async periodOf(actor: Actor, given: { readonly from: unknown; readonly to: unknown }): Promise<ReportPeriod> {
    const { timeZone } = await this.sources.log(actor);
    return this.checked(given, timeZone);
  }

  /** Whether a report can be asked for over these days. */
  async isPeriod(actor: Actor, given: ReportPeriod): Promise<boolean> {
    const { timeZone } = await this.sources.log(actor);
    return !('problems' in readPeriod(given, civilDateIn(this.clock.now(), timeZone)));
  }

  /** What channels are called, by their ids. */
  async channelNames(actor: Actor, language: Language): Promise<ReadonlyMap<string, string>> {
    return new Map([...(await this.sources.channels(actor))].map(([id, names]) => [id, names[language]]));
  }

  /** References by request; one that does not exist any more has none. */
  references(actor: Actor, requests: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.sources.references(actor, requests);
  }

  /** @throws Refusal not-allowed, invalid-input, log-has-gap */
  async figures(actor: Actor, period: ReportPeriod, onProgress?: Progress): Promise<ComplianceFigures> {
    const { log, place } = await this.locate(actor, period, onProgress);
    return this.counting.figures(log, place);
  }

  /**
   * Requests behind a figure (names: `figure-names.ts`, `event-figures.ts`), oldest first, one a count; `cursor` is what the page before gave.
   * @throws Refusal not-allowed, not-found
   */
  async behind(
    actor: Actor,
    period: ReportPeriod,
    figure: string,
    cursor = -1,
  ): Promise<{ readonly count: number; readonly requests: readonly RequestBehind[]; readonly next: number | null }> {
    const { log, place } = await this.locate(actor, period);
    const { count, requests, next } = await this.counting.behind(log, place, figure, cursor, BEHIND_AT_A_TIME);
    const references = await this.sources.references(
      actor,
      requests.map(({ id }) => id),
    );
    return {
      ...{ count, next },
      requests: requests.map(({ id }) => ({ request: id, reference: references.get(id) ?? null })),
    };
  }

  /** What a report says, for whoever shows it. @throws Refusal not-allowed, invalid-input, log-has-gap, unavailable */
  async document(
    actor: Actor,
    period: ReportPeriod,
    threshold = 0,
    onProgress?: Progress,
  ): Promise<ComplianceDocument> {
    const { log, place } = await this.locate(actor, period, onProgress);
    return this.compose(actor, log, place, { threshold });
  }

  /**
   * Gives the report out and records its hash. The same period, size of the log and options: the same bytes, recorded
   * once. @throws Refusal not-allowed, invalid-input, log-has-gap, unavailable
   */
  async issue(actor: Actor, order: ComplianceOrder, onProgress?: Progress): Promise<ComplianceReport> {
    const { log, place } = await this.locate(actor, order.period, onProgress);
    const key = keyOf(order, place);
    const known = await this.database.ask(actor, (executor) => findReport(executor, key));
    const { mediaType, extension, render } = COMPLIANCE_FORMATS[order.format];
    const report =
      known ??
      (await this.record(
        actor,
        key,
        await render(await this.compose(actor, log, place, order), order, { renderer: this.renderer }),
      ));
    const { from, to } = order.period;
    return {
      ...{ id: report.id, bytes: report.document, mediaType, size: place.end, issuedAt: report.issuedAt },
      fileName: `rechenschaftsbericht-${log.slug}-${from}-${to}.${extension}`,
      sha256: createHash('sha256').update(report.document).digest('base64'),
    };
  }

  private async compose(
    actor: Actor,
    log: LogOf,
    place: PeriodInLog,
    { threshold }: { readonly threshold: number },
  ): Promise<ComplianceDocument> {
    const figures = await this.counting.figures(log, place);
    const requests = figures.verdict.exceptions.map(({ request }) => request);
    return {
      ...{ figures, asOf: place.asOf },
      ...(await this.sources.surroundings(actor, place.end)),
      references: await this.sources.references(actor, requests),
      published: threshold > 0 ? { threshold, figures: publishable(figures, threshold) } : null,
    };
  }

  private async record(actor: Actor, key: ReportKey, rendered: Uint8Array): Promise<IssuedReport> {
    const document = Buffer.from(rendered);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const report = { id: uuidv7(this.clock.now().getTime()), document, issuedAt: transaction.now };
      if (!(await insertReport(transaction, key, report))) {
        return findReport(transaction, key);
      }
      transaction.record('report.issued', {
        ...{ report: report.id, kind: 'compliance', from: key.period.from, to: key.period.to },
        document: createHash('sha256').update(document).digest('base64'),
      });
      return report;
    });
    return result ?? refuse('unavailable', { retryAfterSeconds: 5 });
  }

  private checked(given: { readonly from: unknown; readonly to: unknown }, timeZone: string): ReportPeriod {
    const period = readPeriod(given, civilDateIn(this.clock.now(), timeZone));
    return 'problems' in period ? refuse('invalid-input', { fields: period.problems }) : period;
  }

  private async locate(actor: Actor, { from, to }: ReportPeriod, onProgress?: Progress) {
    if (!actsAs(actor, 'dpo', 'auditor', 'system')) {
      refuse('not-allowed', {});
    }
    const log = await this.sources.log(actor);
    const period = this.checked({ from, to }, log.timeZone);
    return { log, place: await this.counting.locate(log, period, onProgress) };
  }
}

function keyOf({ period, format, language, threshold, ...options }: ComplianceOrder, place: PeriodInLog): ReportKey {
  const heeded = Object.fromEntries(COMPLIANCE_FORMATS[format].heeds.map((name) => [name, options[name]]));
  return {
    ...{ organisationId: place.organisationId, period, size: place.end },
    options: canonicalJson({ format, language, threshold, ...heeded }),
  };
}
