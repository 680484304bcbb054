import type { ComplianceFigures } from '../domain/reports/figures.js';
import { OUTCOMES } from '../domain/rights/outcome.js';
import { channelName, type ComplianceContext } from '../reports/compliance-writing.js';
import type { ComplianceWords } from '../reports/compliance-words.de.js';

/** A number, and the name by which the requests behind it are asked for (domain/reports/figure-names.ts). */
export interface NamedFigure {
  readonly label: string;
  readonly figure: string;
  readonly count: number;
}

export interface FigureGroup {
  readonly id: string;
  readonly caption: string;
  readonly of: string;
  readonly rows: readonly NamedFigure[];
}

type Names = Pick<ComplianceContext, 'channelNames'>;

/** Every number of a period that is of requests, in the groups and words of the report. */
export function figureGroups(figures: ComplianceFigures, names: Names, words: ComplianceWords): readonly FigureGroup[] {
  const { requests, verdict, deadlines } = figures;
  const row = (label: string, figure: string, count: number): NamedFigure => ({ label, figure, count });
  const nameOf = (id: string): string => {
    const channel = requests.byChannel.find((one) => one.channel === id);
    return channel === undefined ? id : channelName(channel, names, words);
  };
  const group = (id: string, caption: string, of: string, rows: readonly NamedFigure[]): FigureGroup => ({
    ...{ id, caption, of },
    rows: rows.filter(({ count }) => count > 0),
  });
  return [
    group('verdict', words.way.verdict, words.way.criterion, [
      row(words.result.recorded, 'recorded', requests.recorded),
      row(words.way.directly, 'verdict:directly', verdict.directly),
      row(words.way.atOnce, 'verdict:at-once', verdict.atOnce),
      row(words.way.followed, 'verdict:followed', verdict.followed),
      row(words.exceptions.caption, 'verdict:exceptions', requests.recorded - verdict.followed),
    ]),
    group('rights', words.intake.byRight, words.intake.right, namedBy(requests.byRight, 'right', words.rights)),
    group(
      'channels',
      words.intake.byChannel,
      words.intake.channel,
      requests.byChannel.map((one) => row(channelName(one, names, words), `channel:${one.channel}`, one.requests)),
    ),
    group('states', words.intake.byState, words.intake.state, namedBy(requests.byState, 'state', words.states)),
    group('deadlines', words.answers.deadlines, words.answers.what, [
      row(words.answers.met, 'deadline:met', deadlines.met),
      row(words.answers.missed, 'deadline:missed', deadlines.missed),
      row(words.answers.open, 'deadline:open', deadlines.open),
      row(words.answers.ended, 'deadline:ended', deadlines.ended),
      row(words.answers.extended, 'extended', deadlines.extended),
    ]),
    group(
      'outcomes',
      words.answers.outcomes,
      `${words.intake.right}, ${words.answers.outcome}, ${words.answers.ground}`,
      requests.outcomes.map(({ right, outcome, ground, claims }) =>
        row(
          [words.rights[right], words.outcomes[outcome], ...(ground === null ? [] : [words.grounds[ground]])].join(
            ', ',
          ),
          `outcome:${right}:${outcome}:${ground ?? '-'}`,
          claims,
        ),
      ),
    ),
    group(
      'decided',
      words.answers.byChannel,
      `${words.intake.channel}, ${words.answers.outcome}`,
      OUTCOMES.flatMap((outcome) =>
        requests.decidedByChannel
          .filter((one) => one.outcome === outcome)
          .map(({ channel, claims }) =>
            row(`${nameOf(channel)}, ${words.outcomes[outcome]}`, `decided:${channel}:${outcome}`, claims),
          ),
      ),
    ),
  ];
}

/** Whichever group it stands in. */
export function figureNamed(groups: readonly FigureGroup[], figure: string): NamedFigure | undefined {
  return groups.flatMap(({ rows }) => rows).find((one) => one.figure === figure);
}

function namedBy<K extends string>(
  counts: Readonly<Record<K, number>>,
  family: string,
  labels: Readonly<Record<K, string>>,
): readonly NamedFigure[] {
  const names = Object.keys(counts) as K[];
  return names.map((name) => ({ label: labels[name], figure: `${family}:${name}`, count: counts[name] }));
}
