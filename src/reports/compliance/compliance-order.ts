import type { ReportPeriod } from '../../domain/reports/figures.js';
import type { FieldProblem } from '../../domain/problem.js';
import { DOCUMENT_STANDARDS, type DocumentStandard } from '../../platform/documents/document-renderer.js';
import { REPORT_LANGUAGES, type RenderingOptions } from './compliance-document.js';
import { COMPLIANCE_FORMAT_NAMES, type ComplianceFormatName } from './formats/formats.js';

/** Which report is wanted. */
export interface ComplianceOrder extends RenderingOptions {
  readonly period: ReportPeriod;
  readonly format: ComplianceFormatName;
  /** Cells below are left out; 0: nothing is. */
  readonly threshold: number;
}

export type ReportOptions = Omit<ComplianceOrder, 'period'>;

export const THRESHOLD_LIMIT = 100;
const STANDARD_IF_NONE: DocumentStandard = 'a-3a';

/**
 * What somebody gave as text, by page, program or command line; what is not given is as usual: JSON, German, everything
 * in it, PDF for the archive. Either the options, or a problem for each field that cannot be read.
 */
export function readReportOptions(
  given: Readonly<Record<string, unknown>>,
): ReportOptions | { readonly problems: readonly FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const oneOf = <T extends string>(field: string, known: readonly T[], otherwise: T): T => {
    const value = given[field] ?? otherwise;
    const found = known.find((one) => one === value);
    if (found === undefined) {
      problems.push({ field, code: 'unknown-value' });
    }
    return found ?? otherwise;
  };
  const options = {
    format: oneOf('format', COMPLIANCE_FORMAT_NAMES, 'json'),
    language: oneOf('language', REPORT_LANGUAGES, 'de'),
    standard: oneOf('standard', DOCUMENT_STANDARDS, STANDARD_IF_NONE),
    bom: oneOf('bom', ['true', 'false'], 'false') === 'true',
    threshold: thresholdOf(given['threshold'] ?? '0'),
  };
  if (options.threshold > THRESHOLD_LIMIT) {
    problems.push({ field: 'threshold', code: 'not-a-number', limit: THRESHOLD_LIMIT });
  }
  return problems.length > 0 ? { problems } : options;
}

function thresholdOf(text: unknown): number {
  return typeof text === 'string' && /^\d{1,3}$/.test(text) ? Number(text) : Infinity;
}
