import type { VerdictException } from '../../../domain/reports/figures.js';
import { OUTCOMES } from '../../../domain/rights/outcome.js';
import { answersChart, missedChart } from './report-charts.js';
import type { Block, Section } from './content.js';
import { channelName, chartBlocks, spanOf, text, type Writing } from './writing.js';

/** What comes after the forwarding: answers, further duties, exceptions, the log itself and how to verify. */
export function dutySections(writing: Writing): readonly Section[] {
  return [answers(writing), further(writing), exceptions(writing), log(writing), verify(writing), notShown(writing)];
}

function answers(writing: Writing): Section {
  const { figures, context, words, values } = writing;
  const { deadlines, inTime, requests } = figures;
  const span = spanOf(figures, context.threshold);
  const outcomes: Block =
    requests.outcomes.length === 0
      ? text(words.answers.noOutcome)
      : {
          kind: 'table',
          caption: words.answers.outcomes,
          columns: [words.intake.right, words.answers.outcome, words.answers.ground, words.intake.count],
          rows: requests.outcomes.map(({ right, outcome, ground, claims }) => [
            words.rights[right],
            words.outcomes[outcome],
            ground === null ? words.none : words.grounds[ground],
            values.count(claims),
          ]),
          numeric: false,
        };
  const rows: readonly (readonly [string, number | null])[] = [
    [words.answers.met, deadlines.met],
    [words.answers.inTimeProved, inTime.proved],
    [words.answers.inTimeStated, inTime.stated],
    [words.answers.inTimeCameBack, inTime.cameBack],
    [words.answers.enteredLate, figures.lateEntries.requests],
    [words.answers.missed, deadlines.missed],
    [words.answers.open, deadlines.open],
    [words.answers.ended, deadlines.ended],
    [words.answers.extended, deadlines.extended],
  ];
  return {
    id: 'answers',
    heading: words.sections.answers,
    blocks: [
      counted(words.answers.deadlines, [words.answers.what, words.intake.count], rows, values.count),
      ...chartBlocks(answersChart(figures, span, words)),
      ...(deadlines.missed === 0 ? [] : chartBlocks(missedChart(figures, span, words))),
      outcomes,
      ...byChannel(writing),
    ],
  };
}

/** What nobody may read out of the figures. */
function notShown({ words }: Writing): Section {
  return { id: 'not-shown', heading: words.sections.notShown, blocks: words.notShown.map((one) => text(one)) };
}

/** Channels down, decisions across; only decisions that there are. */
function byChannel({ figures, context, words, values }: Writing): readonly Block[] {
  const { byChannel: channels, decidedByChannel } = figures.requests;
  const outcomes = OUTCOMES.filter((outcome) => decidedByChannel.some((one) => one.outcome === outcome));
  if (outcomes.length === 0) {
    return [];
  }
  return [
    {
      kind: 'table',
      caption: words.answers.byChannel,
      columns: [words.intake.channel, ...outcomes.map((outcome) => words.outcomes[outcome])],
      rows: channels.map((channel) => [
        channelName(channel, context, words),
        ...outcomes.map((outcome) => {
          const found = decidedByChannel.find((one) => one.channel === channel.channel && one.outcome === outcome);
          return values.count(found === undefined ? 0 : found.claims);
        }),
      ]),
      numeric: true,
    },
  ];
}

function further({ figures, words, values }: Writing): Section {
  const { further: labels } = words;
  const { identityChecks, recipients, restrictions, complaints, erasures, duties, dismissals, retention } = figures;
  const rows: readonly (readonly [string, number | null])[] = [
    [labels.identityAsked, identityChecks.asked],
    [labels.identityConfirmed, identityChecks.confirmed],
    [labels.recipientsListed, recipients.listed],
    [labels.recipientsNotified, recipients.notified],
    [labels.recipientsLeftOut, recipients.leftOut],
    [labels.restrictionsBegan, restrictions.began],
    [labels.restrictionsLifted, restrictions.lifted],
    [labels.restrictionsActive, restrictions.activeAtEnd],
    [labels.complaintsOpened, complaints.opened],
    [labels.complaintsConcluded, complaints.concluded],
    [labels.complaintsOpen, complaints.openAtEnd],
    [labels.dutiesDone, duties.done],
    [labels.dutiesLeftOut, duties.leftOut],
    [labels.dutiesReopened, duties.reopened],
    [labels.mistakesNoted, dismissals.noted],
    [labels.dismissed, dismissals.dismissed],
    [labels.erasures, erasures.closed],
    [labels.erased, retention.erased],
    [labels.erasedTold, retention.told],
    [labels.erasedUntold, retention.untold],
    [labels.copiesDeleted, retention.copies],
    [labels.channelsDeleted, retention.channels],
    [labels.holdsSet, retention.holds],
    [labels.holdsAtEnd, retention.heldAtEnd],
  ];
  return {
    id: 'further',
    heading: words.sections.further,
    blocks: [counted(labels.caption, [labels.what, words.intake.count], rows, values.count)],
  };
}

function exceptions(writing: Writing): Section {
  const { figures, words } = writing;
  const { exceptions: list, exceptionsLeftOut } = figures.verdict;
  if (exceptionsLeftOut === null) {
    return { id: 'exceptions', heading: words.sections.exceptions, blocks: [text(words.exceptions.published)] };
  }
  const none = figures.requests.recorded === 0 ? words.exceptions.empty : words.exceptions.none;
  const table: readonly Block[] =
    list.length === 0
      ? []
      : [
          text(words.exceptions.text),
          {
            kind: 'table',
            caption: words.exceptions.caption,
            columns: words.exceptions.columns,
            rows: list.map((exception) => exceptionRow(exception, writing)),
            numeric: false,
          },
        ];
  return {
    id: 'exceptions',
    heading: words.sections.exceptions,
    blocks: [
      ...(list.length === 0 && exceptionsLeftOut === 0 ? [text(none)] : table),
      ...(exceptionsLeftOut === 0 ? [] : [text(words.exceptions.leftOut(exceptionsLeftOut))]),
    ],
  };
}

function exceptionRow(exception: VerdictException, { context, words, values }: Writing): readonly string[] {
  const { request, reasons, receivedAt, recordedAt, forwardedAt, reasonStated } = exception;
  return [
    context.references.get(request) ?? request,
    reasons.map((reason) => words.reasons[reason]).join('; '),
    values.moment(receivedAt),
    values.moment(recordedAt),
    forwardedAt === null ? words.none : values.moment(forwardedAt),
    reasonStated ? words.yes : words.no,
  ];
}

function log({ figures, context, words, values }: Writing): Section {
  const { witnesses, timeStamp } = context.witnessing;
  const { log: state, outages } = figures;
  const rows: readonly (readonly [string, number | null])[] = [
    [words.log.size, state.size],
    [words.log.entries, state.entries],
    [words.log.damage, state.damageFound],
    [words.log.clock, state.clockAnomalies],
    [words.log.epochs, state.epochs],
  ];
  return {
    id: 'log',
    heading: words.sections.log,
    blocks: [
      counted(words.log.caption, [words.log.what, words.intake.count], rows, values.count),
      outages.length === 0
        ? text(words.log.noOutage)
        : {
            kind: 'table',
            caption: words.log.outages,
            columns: [words.log.from, words.log.to, words.log.requests],
            rows: outages.map(({ from, to, requests }) => [
              values.moment(from),
              to === null ? words.log.ongoing : values.moment(to),
              values.count(requests),
            ]),
            numeric: false,
          },
      { kind: 'subheading', text: words.log.witnesses },
      witnesses.length === 0
        ? text(words.log.noWitness)
        : counted(
            words.log.witnesses,
            [words.log.witness, words.log.seen],
            witnesses.map(({ name, size }) => [name, size]),
            values.count,
          ),
      text(timeStamp === null ? words.log.noTimeStamp : words.log.timeStamp(values.moment(timeStamp))),
    ],
  };
}

function verify({ context: { checkpoint, keys }, words, values }: Writing): Section {
  return {
    id: 'verify',
    heading: words.sections.verify,
    blocks: [
      text(words.verify.text),
      { kind: 'list', ordered: true, items: words.verify.steps },
      {
        kind: 'codes',
        items: [
          ...(checkpoint === null
            ? []
            : [
                { label: words.verify.origin, value: checkpoint.origin },
                { label: words.verify.size, value: values.count(checkpoint.size) },
                { label: words.verify.root, value: checkpoint.root },
              ]),
          ...keys.flatMap(({ vkey, fingerprint }) => [
            { label: words.verify.key, value: vkey },
            { label: words.verify.fingerprint, value: fingerprint },
          ]),
        ],
      },
    ],
  };
}

function counted(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly [string, number | null])[],
  count: (value: number | null) => string,
): Block {
  return { kind: 'table', caption, columns, rows: rows.map(([label, value]) => [label, count(value)]), numeric: true };
}
