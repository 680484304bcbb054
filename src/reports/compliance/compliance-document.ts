import type { Language } from '../../words/language.js';
import type { ComplianceFigures } from '../../domain/reports/figures.js';
import type { PublishedFigures } from '../../domain/reports/small-numbers.js';
import type { DocumentStandard } from '../../platform/documents/document-renderer.js';

export const REPORT_LANGUAGES = ['de', 'en'] as const;
/** Everything a compliance report may say; the same for the same log size, so every format makes the same bytes of it. */
export interface ComplianceDocument {
  readonly organisation: {
    readonly slug: string;
    readonly name: string;
    readonly postalAddress: string;
    readonly email: string;
  };
  readonly figures: ComplianceFigures;
  /** For a report that is published: cells below the threshold left out. Null: nothing is left out. */
  readonly published: { readonly threshold: number; readonly figures: PublishedFigures } | null;
  /** Time of the last entry counted, RFC 3339; null in a log that had none. */
  readonly asOf: string | null;
  /** The first checkpoint over all entries counted; null where none were. */
  readonly checkpoint: {
    readonly origin: string;
    readonly size: number;
    /** base64 */
    readonly root: string;
    readonly note: string;
  } | null;
  /** When it was issued, and not counted from the log: how much of the log of logs each witness has seen. */
  readonly witnessing: {
    readonly witnesses: readonly { readonly name: string; readonly size: number }[];
    /** Time of the last RFC 3161 time stamp, RFC 3339; null: there is none. */
    readonly timeStamp: string | null;
  };
  readonly keys: readonly { readonly vkey: string; readonly fingerprint: string }[];
  /** Texts of the versions in `figures.instructions`, by id. */
  readonly instructionTexts: ReadonlyMap<string, { readonly de: string; readonly en: string }>;
  readonly channels: ReadonlyMap<string, { readonly de: string; readonly en: string }>;
  /** Of the exceptions, where the request still exists, by its id. */
  readonly references: ReadonlyMap<string, string>;
}

export interface RenderingOptions {
  readonly language: Language;
  /** CSV: begin with a byte order mark, which Excel wants. */
  readonly bom: boolean;
  /** PDF: for the archive (PDF/A-3a) or for reading (PDF/UA-1). */
  readonly standard: DocumentStandard;
}

/** What may be shown: with everything, or with small numbers left out. */
export function shownFigures({ figures, published }: ComplianceDocument): PublishedFigures {
  return published?.figures ?? figures;
}
