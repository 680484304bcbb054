import type { ReportPeriod } from '../../domain/reports/figures.js';
import { statement, type Executor } from '../../platform/database/statement.js';

/** What makes two reports the same: period, size of the log, and `options`, a canonical text. */
export interface ReportKey {
  readonly organisationId: string;
  readonly period: ReportPeriod;
  readonly size: number;
  readonly options: string;
}

const FIND_REPORT = statement(
  'find-compliance-report',
  `SELECT id, document, issued_at AS "issuedAt" FROM compliance_report
   WHERE organisation_id = $1 AND from_on = $2 AND to_on = $3 AND size = $4 AND options = $5`,
);

export interface IssuedReport {
  readonly id: string;
  readonly document: Buffer;
  readonly issuedAt: Date;
}

export async function findReport(executor: Executor, key: ReportKey): Promise<IssuedReport | undefined> {
  const { rows } = await executor.run<IssuedReport>(FIND_REPORT, [
    ...[key.organisationId, key.period.from, key.period.to, key.size, key.options],
  ]);
  return rows[0];
}

const INSERT_REPORT = statement(
  'insert-compliance-report',
  `INSERT INTO compliance_report (organisation_id, id, from_on, to_on, size, options, document, sha256, issued_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, sha256($7), $8)
   ON CONFLICT ON CONSTRAINT compliance_report_key DO NOTHING`,
);

/** False when somebody else has issued the same one meanwhile. */
export async function insertReport(executor: Executor, key: ReportKey, report: IssuedReport): Promise<boolean> {
  const { count } = await executor.run(INSERT_REPORT, [
    ...[key.organisationId, report.id, key.period.from, key.period.to, key.size, key.options],
    ...[report.document, report.issuedAt],
  ]);
  return count === 1;
}
