import type { DocumentRenderer } from '../../../platform/documents/document-renderer.js';
import { complianceCsv } from './csv.js';
import type { ComplianceDocument, RenderingOptions } from '../compliance-document.js';
import { complianceHtml } from './html.js';
import { complianceJson } from './json.js';
import { complianceJsonLd } from './jsonld.js';
import { compliancePdf } from './pdf.js';

export interface ComplianceFormat {
  readonly mediaType: string;
  readonly extension: string;
  /** Which options make its bytes others, besides the language. */
  readonly heeds: readonly ('bom' | 'standard')[];
  /** Shows `document.published` where there is one. The same document and options: the same bytes. */
  render(
    document: ComplianceDocument,
    options: RenderingOptions,
    tools: { readonly renderer: DocumentRenderer },
  ): Promise<Uint8Array>;
}

/** Every format that a compliance report can have: one line each. Pages, API, schedules and the command line read it. */
export const COMPLIANCE_FORMATS = {
  pdf: { mediaType: 'application/pdf', extension: 'pdf', heeds: ['standard'], render: compliancePdf },
  html: { mediaType: 'text/html; charset=utf-8', extension: 'html', heeds: [], render: complianceHtml },
  csv: { mediaType: 'text/csv; charset=utf-8', extension: 'csv', heeds: ['bom'], render: complianceCsv },
  json: { mediaType: 'application/json', extension: 'json', heeds: [], render: complianceJson },
  jsonld: { mediaType: 'application/ld+json', extension: 'jsonld', heeds: [], render: complianceJsonLd },
} as const satisfies Readonly<Record<string, ComplianceFormat>>;

export type ComplianceFormatName = keyof typeof COMPLIANCE_FORMATS;

export const COMPLIANCE_FORMAT_NAMES = Object.keys(COMPLIANCE_FORMATS) as readonly ComplianceFormatName[];
