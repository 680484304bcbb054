/** What a chart shows, apart from how it is drawn: pages, HTML reports and PDFs draw the same. */
export type Chart = BarChart | HeatMap;

interface Shown {
  /** Unique on its page; a name of letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  /** Says in a sentence or two what somebody sees in it: the text alternative. */
  readonly description: string;
  /** Stands where a value is left out. */
  readonly leftOut: string;
}

/** Bars side by side, each stacked out of the series in their order; one series makes it a distribution. */
/** Null: left out, and not nothing. */
export type ChartValue = number | null;

export interface BarChart extends Shown {
  readonly kind: 'bars';
  /** What the groups are, for the head of the data table. */
  readonly of: string;
  readonly series: readonly string[];
  readonly groups: readonly { readonly label: string; readonly values: readonly ChartValue[] }[];
}

export interface HeatMap extends Shown {
  readonly kind: 'heat';
  readonly of: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly values: readonly ChartValue[] }[];
}

export interface DataTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** The same data as a table. */
export function tableOf(chart: Chart): DataTable {
  const heads = chart.kind === 'bars' ? chart.series : chart.columns;
  const rows = chart.kind === 'bars' ? chart.groups : chart.rows;
  return {
    caption: chart.title,
    columns: [chart.of, ...heads],
    rows: rows.map(({ label, values }) => [label, ...values.map((value) => value ?? chart.leftOut)]),
  };
}

/** How much of it can be shown: everything, some, or nothing, because there is no row or every value is left out. */
export function completenessOf(chart: Chart): 'whole' | 'part' | 'none' {
  const values = (chart.kind === 'bars' ? chart.groups : chart.rows).flatMap((row) => row.values);
  const known = values.filter((value) => value !== null).length;
  return known === 0 ? 'none' : known === values.length ? 'whole' : 'part';
}
