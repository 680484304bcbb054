import { join } from 'node:path';
import type { ComplianceFigures } from '../domain/reports/figures.js';
import type { DocumentRenderer, DocumentStandard } from '../platform/documents/document-renderer.js';
import { packageRoot } from '../platform/package-root.js';
import { chartAsSvg } from './charts/chart-view.js';
import { tableOf } from './charts/chart.js';
import type { Block } from './compliance-content.js';
import { complianceContent, wordsOf } from './compliance-report.js';
import type { ComplianceContext } from './compliance-writing.js';

export const COMPLIANCE_TEMPLATE = join(packageRoot(), 'src', 'reports', 'templates', 'compliance.typ');

/** `a-3a` for the archive, `ua-1` for reading. The same figures and context give the same bytes. */
export async function renderCompliancePdf(
  figures: ComplianceFigures,
  context: ComplianceContext,
  standard: DocumentStandard,
  renderer: DocumentRenderer,
): Promise<Uint8Array> {
  const content = complianceContent(figures, context);
  const data = {
    ...content,
    page: wordsOf(context.language).page('{here}', '{last}'),
    sections: content.sections.map((section) => ({ ...section, blocks: section.blocks.map(asPrinted) })),
  };
  return renderer.render(COMPLIANCE_TEMPLATE, data, { standard, createdAt: context.asOf });
}

/** A chart as its picture, its text alternative and its data. */
function asPrinted(block: Block): object {
  if (block.kind !== 'chart') {
    return block;
  }
  const { columns, rows } = tableOf(block.chart);
  const { title, description } = block.chart;
  return {
    kind: 'chart',
    title,
    description,
    svg: chartAsSvg(block.chart),
    columns,
    rows: rows.map((row) => row.map(String)),
  };
}
