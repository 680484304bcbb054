import {
  HANDOVER_CLASSES,
  type ChannelFigures,
  type ComplianceFigures,
  type TrendPoint,
} from '../domain/reports/figures.js';
import type { BarChart, HeatMap } from './charts/chart.js';
import type { ComplianceWords } from './compliance-words.de.js';

/** Classes of hand-over time that end within an hour, and within a day. */
const WITHIN_AN_HOUR = HANDOVER_CLASSES.filter((minutes) => minutes <= 60).length;
const WITHIN_A_DAY = HANDOVER_CLASSES.filter((minutes) => minutes <= 1_440).length;

export type Span = 'month' | 'week';

/** Requests recorded, by whether the instruction was followed. */
export function trendChart(figures: ComplianceFigures, span: Span, words: ComplianceWords): BarChart {
  const { intake } = words;
  const points = pointsOf(figures, span);
  const recorded = sum(points.map(({ received }) => received));
  const most = points.reduce<TrendPoint | undefined>(
    (top, point) => (top === undefined || point.received > top.received ? point : top),
    undefined,
  );
  return {
    kind: 'bars',
    id: `trend-${span}`,
    title: span === 'month' ? intake.byMonth : intake.byWeek,
    description:
      recorded === 0 || most === undefined
        ? intake.trendEmpty
        : intake.trend(recorded, points.length, spanName(most.span)),
    of: span === 'month' ? intake.month : intake.week,
    series: [intake.followed, intake.notFollowed],
    groups: points.map(({ span: name, received, followed }) => ({
      label: spanName(name),
      values: [followed, Math.max(0, received - followed)],
    })),
  };
}

/** Answers given, by whether they came in time. */
export function answersChart(figures: ComplianceFigures, span: Span, words: ComplianceWords): BarChart {
  const { answers, intake } = words;
  const points = pointsOf(figures, span);
  return {
    kind: 'bars',
    id: `answers-${span}`,
    title: answers.answered,
    description: answers.trend(sum(points.map(({ missed }) => missed))),
    of: span === 'month' ? intake.month : intake.week,
    series: [answers.answeredBar, answers.missedBar],
    groups: points.map(({ span: name, answered, missed }) => ({
      label: spanName(name),
      values: [Math.max(0, answered - missed), missed],
    })),
  };
}

export function handoverChart({ requests }: ComplianceFigures, words: ComplianceWords): BarChart {
  const classes = words.way.classes.map((label, at) => ({
    label,
    values: [sum(requests.byChannel.map(({ handover }) => handover[at] ?? 0))],
  }));
  const counts = classes.map(({ values }) => values[0] ?? 0);
  return {
    kind: 'bars',
    id: 'handover',
    title: words.way.handover,
    description: words.way.handoverText(sum(counts.slice(0, WITHIN_AN_HOUR)), sum(counts)),
    of: words.way.duration,
    series: [words.intake.count],
    groups: classes,
  };
}

export function handoverHeatMap(
  { requests }: ComplianceFigures,
  nameOf: (channel: ChannelFigures) => string,
  words: ComplianceWords,
): HeatMap {
  const slow = sum(requests.byChannel.map(({ handover }) => sum(handover.slice(WITHIN_A_DAY))));
  return {
    kind: 'heat',
    id: 'handover-by-channel',
    title: words.way.heat,
    description: words.way.heatText(sum(requests.byChannel.map((channel) => channel.requests)), slow),
    of: words.intake.channel,
    columns: words.way.classes,
    rows: requests.byChannel.map((channel) => ({
      label: nameOf(channel),
      values: words.way.classes.map((_, at) => channel.handover[at] ?? 0),
    })),
  };
}

function pointsOf({ byMonth, byWeek }: ComplianceFigures, span: Span): readonly TrendPoint[] {
  return span === 'month' ? byMonth : byWeek;
}

/** `2026-03` as `03/2026`; `2026-W10` as `10/2026`, beneath the heading that says which it is. */
function spanName(span: string): string {
  const [year = '', part = ''] = span.split('-');
  return `${part.replace('W', '')}/${year}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
