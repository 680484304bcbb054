import { join } from 'node:path';
import { startOfDayIn } from '../../../domain/civil-date.js';
import type { DocumentRenderer } from '../../../platform/documents/document-renderer.js';
import { packageRoot } from '../../../platform/package-root.js';
import { chartAsSvg } from '../writing/charts/chart-view.js';
import { tableOf } from '../writing/charts/chart.js';
import type { Block } from '../writing/content.js';
import { shownFigures, type ComplianceDocument, type RenderingOptions } from '../compliance-document.js';
import { complianceContent, wordsOf } from '../writing/sections.js';
import { contextOf } from '../writing/writing.js';

export const COMPLIANCE_TEMPLATE = join(packageRoot(), 'src', 'reports', 'compliance', 'formats', 'compliance.typ');

/** `a-3a` for the archive, `ua-1` for reading. The same document and options give the same bytes. */
export async function compliancePdf(
  document: ComplianceDocument,
  { language, standard }: RenderingOptions,
  { renderer }: { readonly renderer: DocumentRenderer },
): Promise<Uint8Array> {
  const { asOf, figures } = document;
  const content = complianceContent(shownFigures(document), contextOf(document, language));
  const data = {
    ...content,
    page: wordsOf(language).page('{here}', '{last}'),
    sections: content.sections.map((section) => ({ ...section, blocks: section.blocks.map(asPrinted) })),
  };
  const createdAt = asOf === null ? startOfDayIn(figures.period.from, figures.timeZone) : new Date(asOf);
  return renderer.render(COMPLIANCE_TEMPLATE, data, { standard, createdAt });
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
