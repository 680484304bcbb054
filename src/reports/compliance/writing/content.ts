import type { Language } from '../../../words/language.js';
import type { Chart } from './charts/chart.js';

/** A report as what it says, apart from how it looks: the PDF and the HTML say the same. */
export interface ReportContent {
  readonly language: Language;
  readonly title: string;
  readonly subtitle: string;
  readonly subject: string;
  readonly organisation: string;
  readonly description: string;
  readonly contents: string;
  readonly dataLabel: string;
  /** What stands on the first page, before the contents. */
  readonly head: readonly LabelledText[];
  readonly sections: readonly Section[];
}

export interface LabelledText {
  readonly label: string;
  readonly value: string;
}

export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'text' | 'verdict' | 'subheading'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'tiles'; readonly items: readonly LabelledText[] }
  | { readonly kind: 'quote'; readonly paragraphs: readonly string[] }
  | { readonly kind: 'codes'; readonly items: readonly LabelledText[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** Columns from the second on are numbers. */
      readonly numeric: boolean;
    }
  | { readonly kind: 'chart'; readonly chart: Chart };
