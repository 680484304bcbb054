import type { DocumentRenderer } from '../platform/documents/document-renderer.js';
import { complianceCsv } from './compliance-csv.js';
import type { ComplianceDocument, RenderingOptions } from './compliance-document.js';
import { complianceJson } from './compliance-json.js';
import { complianceJsonLd } from './compliance-jsonld.js';

export interface ComplianceFormat {
  readonly mediaType: string;
  readonly extension: string;
  /** Whether it shows `document.published` where there is one; a format that does not cannot leave small numbers out. */
  readonly leavesOutSmallNumbers: boolean;
  /** The same document and options: the same bytes. */
  render(
    document: ComplianceDocument,
    options: RenderingOptions,
    tools: { readonly renderer: DocumentRenderer },
  ): Promise<Uint8Array>;
}

/** Every format that a compliance report can have: one line each. */
export const COMPLIANCE_FORMATS = {
  json: { mediaType: 'application/json', extension: 'json', leavesOutSmallNumbers: true, render: complianceJson },
  csv: { mediaType: 'text/csv; charset=utf-8', extension: 'csv', leavesOutSmallNumbers: true, render: complianceCsv },
  jsonld: {
    ...{ mediaType: 'application/ld+json', extension: 'jsonld' },
    ...{ leavesOutSmallNumbers: true, render: complianceJsonLd },
  },
} as const satisfies Readonly<Record<string, ComplianceFormat>>;

export type ComplianceFormatName = keyof typeof COMPLIANCE_FORMATS;

export const COMPLIANCE_FORMAT_NAMES = Object.keys(COMPLIANCE_FORMATS) as readonly ComplianceFormatName[];

export function isComplianceFormat(value: unknown): value is ComplianceFormatName {
  return typeof value === 'string' && Object.hasOwn(COMPLIANCE_FORMATS, value);
}
