import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../domain/civil-date.js';
import { parseEntry } from '../domain/log/entry.js';
import { fingerprintOf, openNote, parseVkey } from '../domain/log/signed-note.js';
import { problemsOfPeriod } from '../domain/reports/named-period.js';
import type { ComplianceFigures, ReportPeriod } from '../domain/reports/figures.js';
import { refuse } from '../domain/problem.js';
import { actsAs, type Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { OrganisationsRepository } from '../organisations/organisations.repository.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { DocumentRenderer, type DocumentStandard } from '../platform/documents/document-renderer.js';
import { uuidv7 } from '../platform/ids.js';
import { renderComplianceHtml } from './compliance-html.js';
import { renderCompliancePdf } from './compliance-pdf.js';
import type { ComplianceContext } from './compliance-writing.js';
import { EvidenceSources } from './evidence-sources.js';
import { entriesInRuns, referencesOf } from './evidence.sql.js';
import type { ReportLanguage } from './evidence-report.js';
import { FIGURES_SOURCE, type FiguresSource } from './figures-source.js';

export const ISSUED_FORMATS = ['pdf', 'html'] as const;
export type IssuedFormat = (typeof ISSUED_FORMATS)[number];

export interface ComplianceOrder {
  readonly period: ReportPeriod;
  readonly language: ReportLanguage;
  readonly format: IssuedFormat;
  readonly standard: DocumentStandard;
}

export interface IssuedReport {
  readonly report: string;
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly fileName: string;
}

/** Makes compliance reports and records that they were given out. The same order over a period past is the same bytes. */
@Injectable()
export class ComplianceIssuer {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(EvidenceSources) private readonly sources: EvidenceSources,
    @Inject(FIGURES_SOURCE) private readonly source: FiguresSource,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
    @Inject(DocumentRenderer) private readonly renderer: DocumentRenderer,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Refusal not-allowed, invalid-input (from, to), unavailable */
  async issue(actor: Actor, order: ComplianceOrder): Promise<IssuedReport> {
    const made = await this.make(actor, order);
    const report = uuidv7(this.clock.now().getTime());
    const { from, to } = order.period;
    const document = createHash('sha256').update(made.bytes).digest('base64');
    await this.auditLog.transact(actor, (transaction) => {
      transaction.record('report.issued', { report, kind: 'compliance', from, to, document });
      return Promise.resolve();
    });
    return { report, ...made };
  }

  private async make(
    actor: Actor,
    { period, language, format, standard }: ComplianceOrder,
  ): Promise<Omit<IssuedReport, 'report'>> {
    if (!actsAs(actor, 'dpo', 'auditor', 'system')) {
      refuse('not-allowed', {});
    }
    const base = await this.sources.base(actor);
    const problems = problemsOfPeriod(period, civilDateIn(this.clock.now(), base.timeZone));
    if (problems.length > 0) {
      refuse('invalid-input', { fields: problems });
    }
    const figures = await this.source.figures(actor, period);
    const context = await this.context(actor, figures, language);
    const name = `${language === 'de' ? 'rechenschaftsbericht' : 'compliance-report'}-${base.slug}-${period.from}-${period.to}`;
    return format === 'html'
      ? {
          bytes: Buffer.from(renderComplianceHtml(figures, context), 'utf8'),
          contentType: 'text/html; charset=utf-8',
          fileName: `${name}.html`,
        }
      : {
          bytes: Buffer.from(await renderCompliancePdf(figures, context, standard, this.renderer)),
          contentType: 'application/pdf',
          fileName: `${name}.pdf`,
        };
  }

  /** Rests on the first checkpoint over the period's last entry: it stays the same however the log goes on. */
  async context(actor: Actor, figures: ComplianceFigures, language: ReportLanguage): Promise<ComplianceContext> {
    const { organisationId } = actor;
    const base = await this.sources.base(actor);
    const last = Math.max(0, figures.log.size - 1);
    const checkpoint = await this.sources.firstCheckpointOver(actor, last, base.checkpoint);
    const run = { first: checkpoint.size - 1, count: 1 };
    const [entry] = await this.database.ask(actor, (executor) => entriesInRuns(executor, organisationId, [run]));
    const requests = figures.verdict.exceptions.map(({ request }) => request);
    const references = await this.database.ask(actor, (executor) => referencesOf(executor, requests));
    const channels = await this.database.read(actor, ({ manager }) =>
      this.organisations.channels(manager, organisationId),
    );
    const german = language === 'de';
    return {
      language,
      organisation: base.organisation,
      instructionTexts: new Map(base.instructions.map(({ id, textDe, textEn }) => [id, german ? textDe : textEn])),
      channelNames: new Map(channels.map(({ id, labelDe, labelEn }) => [id, german ? labelDe : labelEn])),
      references,
      checkpoint: { origin: base.origin, size: checkpoint.size, root: rootOf(checkpoint.note) },
      asOf: entry === undefined ? new Date(0) : new Date(parseEntry(entry.bytes).at),
      keys: base.keys
        .filter((vkey) => isSignedBy(checkpoint.note, vkey))
        .map((vkey) => ({ vkey, fingerprint: fingerprintOf(parseVkey(vkey)?.publicKey ?? new Uint8Array()) })),
      mergedBelow: null,
    };
  }
}

/** C2SP tlog-checkpoint: origin, size, root, a line each. */
function rootOf(note: string): string {
  return note.split('\n')[2] ?? '';
}

function isSignedBy(note: string, vkey: string): boolean {
  const key = parseVkey(vkey);
  return key !== undefined && typeof openNote(note, [key]) !== 'string';
}
