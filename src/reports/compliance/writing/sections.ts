import type { Language } from '../../../words/language.js';
// Art. 5(2), 24 GDPR: the compliance report (Rechenschaftsbericht), out of figures that are counted from the log.

import type { PublishedFigures } from '../../../domain/reports/small-numbers.js';
import { handoverChart, handoverHeatMap, trendChart } from './report-charts.js';
import type { Block, ReportContent, Section } from './content.js';
import { COMPLIANCE_DE, type ComplianceWords } from './words.de.js';
import { COMPLIANCE_EN } from './words.en.js';
import { dutySections } from './duty-sections.js';
import { channelName, chartBlocks, spanOf, text, type ComplianceContext, type Writing } from './writing.js';
import { valuesIn, type ReportValues } from './values.js';

export function wordsOf(language: Language): ComplianceWords {
  return language === 'de' ? COMPLIANCE_DE : COMPLIANCE_EN;
}

export function complianceContent(figures: PublishedFigures, context: ComplianceContext): ReportContent {
  const words = wordsOf(context.language);
  const values = valuesIn(words, figures.timeZone);
  const writing: Writing = { figures, context, words, values };
  const { organisation } = context;
  return {
    language: context.language,
    title: words.title,
    subtitle: words.subtitle,
    subject: words.days(values.day(figures.period.from), values.day(figures.period.to)),
    organisation: organisation.name,
    description: words.description,
    contents: words.contents,
    dataLabel: words.dataLabel,
    head: [
      {
        label: words.organisation,
        value: [organisation.name, ...linesOf(organisation.postalAddress), organisation.email].join(', '),
      },
      { label: words.period, value: words.days(values.day(figures.period.from), values.day(figures.period.to)) },
      { label: words.times, value: words.timesText(figures.timeZone) },
      {
        label: words.asOf,
        value:
          context.asOf === null || context.checkpoint === null
            ? words.asOfNothing
            : words.asOfText(values.moment(context.asOf), values.count(context.checkpoint.size)),
      },
    ],
    sections: [
      result(writing),
      scope(writing),
      instruction(writing),
      intake(writing),
      way(writing),
      ...dutySections(writing),
    ],
  };
}

function result({ figures, context, words, values }: Writing): Section {
  const { recorded } = figures.requests;
  const { followed } = figures.verdict;
  const { met, missed, open } = figures.deadlines;
  return {
    id: 'result',
    heading: words.sections.result,
    blocks: [
      { kind: 'verdict', text: verdictText(recorded, followed, context.threshold !== null, words, values) },
      {
        kind: 'tiles',
        items: [
          { label: words.result.recorded, value: values.count(recorded) },
          { label: words.result.followed, value: values.count(followed) },
          { label: words.result.met, value: values.count(met) },
          { label: words.result.missed, value: values.count(missed) },
        ],
      },
      ...(recorded === 0
        ? []
        : [text(words.result.deadlines(values.count(met), values.count(missed), values.count(open)))]),
      ...(context.threshold === null ? [] : [text(words.result.published(context.threshold))]),
    ],
  };
}

function verdictText(
  recorded: number | null,
  followed: number | null,
  published: boolean,
  { result }: ComplianceWords,
  { percent }: ReportValues,
): string {
  if (recorded === 0) {
    return result.empty;
  }
  if (recorded === null || followed === null) {
    return result.tooFew;
  }
  if (followed === recorded) {
    return result.all(recorded);
  }
  const part = published ? result.partPublished : result.part;
  return part(followed, recorded, percent(followed, recorded));
}

function scope({ figures, words }: Writing): Section {
  const { carriedOver } = figures.requests;
  return {
    id: 'scope',
    heading: words.sections.scope,
    blocks: [
      text(words.scope.text),
      text(carriedOver === null ? words.scope.carriedLeftOut : words.scope.carried(carriedOver)),
      { kind: 'subheading', text: words.scope.how },
      { kind: 'list', ordered: false, items: words.scope.method },
    ],
  };
}

function instruction({ figures, context, words, values }: Writing): Section {
  const versions = figures.instructions.flatMap((one): Block[] => {
    const wording = context.instructionTexts.get(one.instruction);
    return [
      { kind: 'subheading', text: words.instruction.version(one.version, values.day(one.holdsFrom)) },
      text(
        words.instruction.limits(
          values.duration(one.handoverLimitMinutes * 60_000),
          values.duration(one.forwardingLimitSeconds * 1_000),
        ),
      ),
      text(words.instruction.confirmed(values.count(one.confirmedBy), values.count(figures.staff))),
      wording === undefined
        ? text(words.instruction.unknown)
        : { kind: 'quote', paragraphs: wording.split(/\n{2,}/).map((paragraph) => paragraph.replaceAll('\n', ' ')) },
      { kind: 'codes', items: [{ label: words.instruction.hash, value: one.text }] },
    ];
  });
  return {
    id: 'instruction',
    heading: words.sections.instruction,
    blocks: [text(versions.length === 0 ? words.instruction.none : words.instruction.text), ...versions],
  };
}

function intake({ figures, context, words, values }: Writing): Section {
  const { requests } = figures;
  const counted = (caption: string, head: string, rows: readonly (readonly [string, number | null])[]): Block => ({
    kind: 'table',
    caption,
    columns: [head, words.intake.count],
    rows: rows.map(([label, count]) => [label, values.count(count)]),
    numeric: true,
  });
  const rights = Object.entries(requests.byRight).map(
    ([right, count]) => [words.rights[right as keyof typeof words.rights], count] as const,
  );
  const states = Object.entries(requests.byState).map(
    ([state, count]) => [words.states[state as keyof typeof words.states], count] as const,
  );
  return {
    id: 'intake',
    heading: words.sections.intake,
    blocks: [
      ...chartBlocks(trendChart(figures, spanOf(figures, context.threshold), words)),
      counted(words.intake.byRight, words.intake.right, rights),
      counted(
        words.intake.byChannel,
        words.intake.channel,
        requests.byChannel.map((channel) => [channelName(channel, context, words), channel.requests]),
      ),
      counted(words.intake.byState, words.intake.state, states),
    ],
  };
}

function way({ figures, context, words, values }: Writing): Section {
  const { times, verdict, requests } = figures;
  const row = (
    label: string,
    { count, ...ranks }: typeof times.receiptToRecording,
    unit: (value: number) => string,
  ) => [
    label,
    values.count(count),
    ...[ranks.median, ranks.p90, ranks.p99, ranks.longest].map((value) =>
      value === null ? (context.threshold === null ? words.none : words.leftOut) : unit(value),
    ),
  ];
  const share = (label: string, count: number | null) => [
    label,
    values.count(count),
    values.percent(count, requests.recorded),
  ];
  return {
    id: 'way',
    heading: words.sections.way,
    blocks: [
      {
        kind: 'table',
        caption: words.way.verdict,
        columns: [words.way.criterion, words.intake.count, words.way.share],
        rows: [
          share(words.way.directly, verdict.directly),
          share(words.way.atOnce, verdict.atOnce),
          share(words.way.followed, verdict.followed),
        ],
        numeric: true,
      },
      {
        kind: 'table',
        caption: words.way.times,
        columns: [words.way.step, ...words.way.columns],
        rows: [
          row(words.way.receiptToRecording, times.receiptToRecording, values.duration),
          row(words.way.recordingToForwarding, times.recordingToForwarding, values.duration),
          row(words.way.forwardingToAcknowledgement, times.forwardingToAcknowledgement, values.duration),
          row(words.way.receiptToAnswer, times.receiptToAnswerDays, values.count),
        ],
        numeric: true,
      },
      {
        kind: 'table',
        caption: words.way.arrivals.caption,
        columns: [words.way.arrivals.what, words.intake.count],
        rows: (['sameDay', 'nextDay', 'later', 'unsaid', 'unknown'] as const).map((name) => [
          words.way.arrivals[name],
          values.count(figures.arrivals[name]),
        ]),
        numeric: true,
      },
      ...chartBlocks(handoverChart(figures, words)),
      ...chartBlocks(handoverHeatMap(figures, (channel) => channelName(channel, context, words), words)),
    ],
  };
}

function linesOf(address: string): string[] {
  return address.split(/\r?\n/).filter((line) => line.trim() !== '');
}
