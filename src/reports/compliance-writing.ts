import type { ComplianceFigures } from '../domain/reports/figures.js';
import type { Span } from './compliance-charts.js';
import type { Block } from './compliance-content.js';
import type { ComplianceWords } from './compliance-words.de.js';
import type { EvidenceKey, ReportLanguage } from './evidence-report.js';
import type { ReportValues } from './report-values.js';

/** What a report needs besides its figures. */
export interface ComplianceContext {
  readonly language: ReportLanguage;
  readonly organisation: { readonly name: string; readonly postalAddress: string; readonly email: string };
  /** Wording by the id of the version. */
  readonly instructionTexts: ReadonlyMap<string, string>;
  /** Names of channels by the id that the figures have. */
  readonly channelNames: ReadonlyMap<string, string>;
  /** References by request; one without is named by its id. */
  readonly references: ReadonlyMap<string, string>;
  readonly checkpoint: { readonly origin: string; readonly size: number; /** base64 */ readonly root: string };
  /** The time of the last entry the checkpoint covers: the date of the report, so that its bytes do not change. */
  readonly asOf: Date;
  readonly keys: readonly EvidenceKey[];
  /** For publication: figures below are merged already; null where they are whole. */
  readonly mergedBelow: number | null;
}

/** What a part of the report is written from. */
export interface Writing {
  readonly figures: ComplianceFigures;
  readonly context: ComplianceContext;
  readonly words: ComplianceWords;
  readonly values: ReportValues;
}

/** Up to about two months are shown by weeks. */
const WEEKS_SHOWN = 9;

export function text(words: string): Block {
  return { kind: 'text', text: words };
}

export function spanOf({ byWeek }: ComplianceFigures): Span {
  return byWeek.length <= WEEKS_SHOWN ? 'week' : 'month';
}
