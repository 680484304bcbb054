import type { Language } from '../../../words/language.js';
import type { ChannelFigures } from '../../../domain/reports/figures.js';
import type { PublishedFigures } from '../../../domain/reports/small-numbers.js';
import { completenessOf, tableOf, type Chart } from './charts/chart.js';
import type { Span } from './report-charts.js';
import type { Block } from './content.js';
import type { ComplianceDocument } from '../compliance-document.js';
import type { ComplianceWords } from './words.de.js';
import type { ReportValues } from './values.js';

/** What a report needs besides its figures. */
export interface ComplianceContext {
  readonly language: Language;
  readonly organisation: { readonly name: string; readonly postalAddress: string; readonly email: string };
  /** Wording by the id of the version. */
  readonly instructionTexts: ReadonlyMap<string, string>;
  /** Names of channels by the id that the figures have. */
  readonly channelNames: ReadonlyMap<string, string>;
  /** References by request; one without is named by its id. */
  readonly references: ReadonlyMap<string, string>;
  /** Null: the log had no entry by then. */
  readonly checkpoint: ComplianceDocument['checkpoint'];
  /** The time of the last entry counted: the date of the report, so that its bytes do not change. */
  readonly asOf: string | null;
  readonly witnessing: ComplianceDocument['witnessing'];
  readonly keys: ComplianceDocument['keys'];
  /** For publication: figures below are left out already; null where they are whole. */
  readonly threshold: number | null;
}

/** What a document says beside its figures, in one language. */
export function contextOf(document: ComplianceDocument, language: Language): ComplianceContext {
  const { organisation, instructionTexts, channels, references, checkpoint, asOf, witnessing, keys, published } =
    document;
  const inLanguage = (texts: ComplianceDocument['channels']): ReadonlyMap<string, string> =>
    new Map([...texts].map(([id, text]) => [id, text[language]]));
  return {
    ...{ language, organisation, references, checkpoint, asOf, witnessing, keys },
    instructionTexts: inLanguage(instructionTexts),
    channelNames: inLanguage(channels),
    threshold: published?.threshold ?? null,
  };
}

/** What a part of the report is written from. */
export interface Writing {
  readonly figures: PublishedFigures;
  readonly context: ComplianceContext;
  readonly words: ComplianceWords;
  readonly values: ReportValues;
}

/** Up to about two months are shown by weeks. */
const WEEKS_SHOWN = 9;

export function text(words: string): Block {
  return { kind: 'text', text: words };
}

/** Bars of which some are left out would look like nothing at all: then the table tells, and where nothing can, a sentence. */
export function chartBlocks(chart: Chart): readonly Block[] {
  const completeness = completenessOf(chart);
  if (completeness === 'whole' || (completeness === 'part' && chart.kind === 'heat')) {
    return [{ kind: 'chart', chart }];
  }
  if (completeness === 'none') {
    return chart.kind === 'heat' ? [] : [text(`${chart.title}: ${chart.leftOut}.`)];
  }
  const { caption, columns, rows } = tableOf(chart);
  return [{ kind: 'table', caption, columns, rows: rows.map((row) => row.map(String)), numeric: true }];
}

export function spanOf({ byWeek }: PublishedFigures, threshold: number | null): Span {
  return threshold === null && byWeek.length <= WEEKS_SHOWN ? 'week' : 'month';
}

export function channelName(
  { channel, kind }: Pick<ChannelFigures, 'channel' | 'kind'>,
  { channelNames }: Pick<ComplianceContext, 'channelNames'>,
  words: ComplianceWords,
): string {
  return words.intake.account(words.channels[kind], channelNames.get(channel) ?? '');
}
