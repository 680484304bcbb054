import { HANDOVER_CLASSES } from '../../../domain/reports/figures.js';
import type { PublishedFigures } from '../../../domain/reports/small-numbers.js';
import type { BarChart, ChartValue, HeatMap } from './charts/chart.js';
import type { ComplianceWords } from './words.de.js';

/** Classes of hand-over time that end within an hour, and within a day. */
const WITHIN_AN_HOUR = HANDOVER_CLASSES.filter((minutes) => minutes <= 60).length;
const WITHIN_A_DAY = HANDOVER_CLASSES.filter((minutes) => minutes <= 1_440).length;

export type Span = 'month' | 'week';
type ChannelShown = PublishedFigures['requests']['byChannel'][number];

/** Requests recorded, by whether the instruction was followed. */
export function trendChart(figures: PublishedFigures, span: Span, words: ComplianceWords): BarChart {
  const { intake, leftOut } = words;
  const points = pointsOf(figures, span);
  const recorded = sum(points.map(({ received }) => received));
  const most = points.reduce<(typeof points)[number] | undefined>(
    (top, point) => ((point.received ?? 0) > (top?.received ?? 0) ? point : top),
    undefined,
  );
  return {
    ...{ kind: 'bars', id: `trend-${span}`, leftOut },
    title: span === 'month' ? intake.byMonth : intake.byWeek,
    description:
      recorded === null
        ? words.chartLeftOut
        : recorded === 0 || most === undefined
          ? intake.trendEmpty
          : intake.trend(recorded, points.length, spanName(most.span)),
    of: span === 'month' ? intake.month : intake.week,
    series: [intake.followed, intake.notFollowed],
    groups: points.map(({ span: name, received, followed }) => ({
      label: spanName(name),
      values: [followed, rest(received, followed)],
    })),
  };
}

/** Answers by the day on which they were given, whenever the request came. */
export function answersChart(figures: PublishedFigures, span: Span, words: ComplianceWords): BarChart {
  const points = pointsOf(figures, span);
  const given = sum(points.map(({ answered }) => answered));
  return {
    ...{ kind: 'bars', id: `answers-${span}`, leftOut: words.leftOut },
    title: words.answers.answered,
    description: given === null ? words.chartLeftOut : words.answers.answeredText(given),
    ...ofSpan(points, span, words.answers.answeredBar, ({ answered }) => answered, words),
  };
}

/** Deadlines missed by the day on which their requests were recorded: of others than the answers of that time. */
export function missedChart(figures: PublishedFigures, span: Span, words: ComplianceWords): BarChart {
  const points = pointsOf(figures, span);
  const late = sum(points.map(({ missed }) => missed));
  return {
    ...{ kind: 'bars', id: `missed-${span}`, leftOut: words.leftOut },
    title: words.answers.missedOver,
    description: late === null ? words.chartLeftOut : words.answers.missedText(late),
    ...ofSpan(points, span, words.answers.missedBar, ({ missed }) => missed, words),
  };
}

function ofSpan(
  points: PublishedFigures['byMonth'],
  span: Span,
  series: string,
  valueOf: (point: PublishedFigures['byMonth'][number]) => ChartValue,
  { intake }: ComplianceWords,
): Pick<BarChart, 'of' | 'series' | 'groups'> {
  return {
    of: span === 'month' ? intake.month : intake.week,
    series: [series],
    groups: points.map((point) => ({ label: spanName(point.span), values: [valueOf(point)] })),
  };
}

export function handoverChart({ requests }: PublishedFigures, words: ComplianceWords): BarChart {
  const counts = words.way.classes.map((_, at) => sum(requests.byChannel.map(({ handover }) => handover[at] ?? null)));
  const [within, all] = [sum(counts.slice(0, WITHIN_AN_HOUR)), sum(counts)];
  return {
    ...{ kind: 'bars', id: 'handover', leftOut: words.leftOut },
    title: words.way.handover,
    description: within === null || all === null ? words.chartLeftOut : words.way.handoverText(within, all),
    of: words.way.duration,
    series: [words.intake.count],
    groups: words.way.classes.map((label, at) => ({ label, values: [counts[at] ?? null] })),
  };
}

export function handoverHeatMap(
  { requests }: PublishedFigures,
  nameOf: (channel: ChannelShown) => string,
  words: ComplianceWords,
): HeatMap {
  const slow = sum(requests.byChannel.map(({ handover }) => sum(handover.slice(WITHIN_A_DAY))));
  const all = sum(requests.byChannel.map((channel) => channel.requests));
  return {
    ...{ kind: 'heat', id: 'handover-by-channel', leftOut: words.leftOut },
    title: words.way.heat,
    description: slow === null || all === null ? words.chartLeftOut : words.way.heatText(all, slow),
    of: words.intake.channel,
    columns: words.way.classes,
    rows: requests.byChannel.map((channel) => ({
      label: nameOf(channel),
      values: words.way.classes.map((_, at) => channel.handover[at] ?? null),
    })),
  };
}

function pointsOf({ byMonth, byWeek }: PublishedFigures, span: Span): PublishedFigures['byMonth'] {
  return span === 'month' ? byMonth : byWeek;
}

/** `2026-03` as `03/2026`; `2026-W10` as `10/2026`, beneath the heading that says which it is. */
function spanName(span: string): string {
  const [year = '', part = ''] = span.split('-');
  return `${part.replace('W', '')}/${year}`;
}

/** Of a sum with something left out nothing is said: it would tell what is. */
function sum(values: readonly ChartValue[]): ChartValue {
  return values.reduce<ChartValue>((total, value) => (total === null || value === null ? null : total + value), 0);
}

function rest(whole: ChartValue, part: ChartValue): ChartValue {
  return whole === null || part === null ? null : Math.max(0, whole - part);
}
