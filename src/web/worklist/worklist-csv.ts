import type { RightsRequestRow } from '../../requests/request/rights-requests.repository.js';
import type { CasePlan } from '../../retention/erasures.service.js';
import { nextErasureWords } from '../case/next-erasure.js';
import { day } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

/** With a mark in front, or a spreadsheet takes umlauts for two letters each; semicolons, as a German one expects. */
const MARK = '\u{FEFF}';

/** Facts of the cases only: reference, state, rights, channel and days. */
export function worklistCsv(
  context: PageContext,
  rows: readonly RightsRequestRow[],
  erasures: ReadonlyMap<string, CasePlan>,
): string {
  const { worklist, casework, rights, states } = context.texts;
  const head = [
    worklist.reference,
    worklist.state,
    worklist.rights,
    worklist.channel,
    worklist.received,
    worklist.deadline,
    casework.nextStep,
    ...(erasures.size > 0 ? [context.texts.retention.next.column] : []),
  ];
  const lines = rows.map((row) => [
    row.reference,
    states[row.state],
    row.rights.map((right) => rights[right]).join(', '),
    context.language === 'en' ? row.channelLabelEn : row.channelLabelDe,
    day(context, row.receivedOn),
    day(context, row.dueOn),
    day(context, row.nextOn),
    ...(erasures.size > 0 ? [erasureCell(context, erasures.get(row.id))] : []),
  ]);
  return `${MARK}${[head, ...lines].map((cells) => cells.map(quoted).join(';')).join('\r\n')}\r\n`;
}

function erasureCell(context: PageContext, plan: CasePlan | undefined): string {
  return plan === undefined ? '' : nextErasureWords(context, plan);
}

/** A label that begins like a formula is text all the same (CSV injection). */
function quoted(cell: string): string {
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return `"${text.replaceAll('"', '""')}"`;
}
