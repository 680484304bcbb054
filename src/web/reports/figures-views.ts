import type { EventFigure } from '../../domain/reports/event-figures.js';
import type { ComplianceFigures } from '../../domain/reports/figures.js';
import type { State } from '../../domain/lifecycle/lifecycle.js';
import { OUTCOMES, type Ground, type Outcome } from '../../domain/rights/outcome.js';
import type { Right } from '../../domain/rights/right.js';
import type { ComplianceWords } from '../../reports/compliance/writing/words.de.js';

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

/** Names of channels in the language of the page, by their ids. */
type ChannelNames = ReadonlyMap<string, string>;

/** What a figure of requests is called in the report. The name is one that `questionOf` knows. */
export function figureLabel(figure: string, channels: ChannelNames, words: ComplianceWords): string {
  const [family = '', first = '', second = '', third = ''] = figure.split(':');
  const channel = channels.get(first) ?? first;
  switch (family) {
    case 'right':
      return words.rights[first as Right | 'unnamed'];
    case 'channel':
      return channel;
    case 'state':
      return words.states[first as State];
    case 'deadline':
      return words.answers[first as 'met' | 'missed' | 'open' | 'ended'];
    case 'outcome': {
      const ground = third === '-' ? [] : [words.grounds[third as Ground]];
      return [words.rights[first as Right], words.outcomes[second as Outcome], ...ground].join(', ');
    }
    case 'handover':
      return `${channels.get(second) ?? second}, ${words.way.classes[Number(third)] ?? third}`;
    case 'decided':
      return `${channel}, ${words.outcomes[second as Outcome]}`;
    default:
      return plainLabels(words)[figure] ?? figure;
  }
}

function plainLabels(words: ComplianceWords): Readonly<Record<string, string>> {
  return {
    recorded: words.result.recorded,
    extended: words.answers.extended,
    'in-time:proved': words.answers.inTimeProved,
    'in-time:stated': words.answers.inTimeStated,
    'in-time:came-back': words.answers.inTimeCameBack,
    'entered-late': words.answers.enteredLate,
    'arrival:same-day': words.way.arrivals.sameDay,
    'arrival:next-day': words.way.arrivals.nextDay,
    'arrival:later': words.way.arrivals.later,
    'arrival:unsaid': words.way.arrivals.unsaid,
    'arrival:unknown': words.way.arrivals.unknown,
    'verdict:directly': words.way.directly,
    'verdict:at-once': words.way.atOnce,
    'verdict:followed': words.way.followed,
    'verdict:exceptions': words.exceptions.caption,
    'carried-over': words.scope.carriedOver,
    answers: words.answers.answered,
    'identity:asked': words.further.identityAsked,
    'identity:confirmed': words.further.identityConfirmed,
    'recipients:listed': words.further.recipientsListed,
    'recipients:notified': words.further.recipientsNotified,
    'recipients:left-out': words.further.recipientsLeftOut,
    'restrictions:began': words.further.restrictionsBegan,
    'restrictions:lifted': words.further.restrictionsLifted,
    'restrictions:active': words.further.restrictionsActive,
    'complaints:opened': words.further.complaintsOpened,
    'complaints:concluded': words.further.complaintsConcluded,
    'complaints:open': words.further.complaintsOpen,
    'erasures:closed': words.further.erasures,
    'duties:done': words.further.dutiesDone,
    'duties:left-out': words.further.dutiesLeftOut,
    'duties:reopened': words.further.dutiesReopened,
    'dismissals:noted': words.further.mistakesNoted,
    'dismissals:dismissed': words.further.dismissed,
    'retention:erased': words.further.erased,
    'retention:told': words.further.erasedTold,
    'retention:untold': words.further.erasedUntold,
    'retention:copies': words.further.copiesDeleted,
    'retention:channels': words.further.channelsDeleted,
    'retention:holds': words.further.holdsSet,
    'retention:held': words.further.holdsAtEnd,
  };
}

/** Every number of a period that is of requests, in the groups and words of the report; those that are none left out. */
export function figureGroups(
  figures: ComplianceFigures,
  channels: ChannelNames,
  words: ComplianceWords,
): readonly FigureGroup[] {
  const { requests, verdict, deadlines, inTime, arrivals } = figures;
  const group = (id: string, caption: string, of: string, counts: readonly (readonly [string, number])[]) => ({
    id,
    caption,
    of,
    rows: counts
      .filter(([, count]) => count > 0)
      .map(([figure, count]) => ({ label: figureLabel(figure, channels, words), figure, count })),
  });
  return [
    group('verdict', words.way.verdict, words.way.criterion, [
      ['recorded', requests.recorded],
      ['verdict:directly', verdict.directly],
      ['verdict:at-once', verdict.atOnce],
      ['verdict:followed', verdict.followed],
      ['verdict:exceptions', requests.recorded - verdict.followed],
    ]),
    group('rights', words.intake.byRight, words.intake.right, named('right', requests.byRight)),
    group(
      'channels',
      words.intake.byChannel,
      words.intake.channel,
      requests.byChannel.map((one) => [`channel:${one.channel}`, one.requests] as const),
    ),
    group(
      'handover',
      words.way.heat,
      `${words.intake.channel}, ${words.way.duration}`,
      requests.byChannel.flatMap(({ kind, channel, handover }) =>
        handover.map((count, at) => [`handover:${kind}:${channel}:${at}`, count] as const),
      ),
    ),
    group('arrivals', words.way.arrivals.caption, words.way.arrivals.what, [
      ['arrival:same-day', arrivals.sameDay],
      ['arrival:next-day', arrivals.nextDay],
      ['arrival:later', arrivals.later],
      ['arrival:unsaid', arrivals.unsaid],
      ['arrival:unknown', arrivals.unknown],
    ]),
    group('states', words.intake.byState, words.intake.state, named('state', requests.byState)),
    group('deadlines', words.answers.deadlines, words.answers.what, [
      ['deadline:met', deadlines.met],
      ['in-time:proved', inTime.proved],
      ['in-time:stated', inTime.stated],
      ['in-time:came-back', inTime.cameBack],
      ['entered-late', figures.lateEntries.requests],
      ['deadline:missed', deadlines.missed],
      ['deadline:open', deadlines.open],
      ['deadline:ended', deadlines.ended],
      ['extended', deadlines.extended],
    ]),
    group(
      'outcomes',
      words.answers.outcomes,
      `${words.intake.right}, ${words.answers.outcome}, ${words.answers.ground}`,
      requests.outcomes.map(
        ({ right, outcome, ground, claims }) => [`outcome:${right}:${outcome}:${ground ?? '-'}`, claims] as const,
      ),
    ),
    group(
      'decided',
      words.answers.byChannel,
      `${words.intake.channel}, ${words.answers.outcome}`,
      OUTCOMES.flatMap((outcome) =>
        requests.decidedByChannel
          .filter((one) => one.outcome === outcome)
          .map(({ channel, claims }) => [`decided:${channel}:${outcome}`, claims] as const),
      ),
    ),
    group('further', words.further.caption, words.further.what, furtherCounts(figures)),
  ];
}

/** What is counted on the day it happened, whenever its request was recorded (domain/reports/event-figures.ts). */
function furtherCounts(figures: ComplianceFigures): readonly (readonly [EventFigure, number])[] {
  const {
    requests,
    identityChecks,
    recipients,
    restrictions,
    complaints,
    erasures,
    duties,
    dismissals,
    retention,
    byMonth,
  } = figures;
  return [
    ['carried-over', requests.carriedOver],
    ['answers', byMonth.reduce((total, { answered }) => total + answered, 0)],
    ['identity:asked', identityChecks.asked],
    ['identity:confirmed', identityChecks.confirmed],
    ['recipients:listed', recipients.listed],
    ['recipients:notified', recipients.notified],
    ['recipients:left-out', recipients.leftOut],
    ['restrictions:began', restrictions.began],
    ['restrictions:lifted', restrictions.lifted],
    ['restrictions:active', restrictions.activeAtEnd],
    ['complaints:opened', complaints.opened],
    ['complaints:concluded', complaints.concluded],
    ['complaints:open', complaints.openAtEnd],
    ['erasures:closed', erasures.closed],
    ['duties:done', duties.done],
    ['duties:left-out', duties.leftOut],
    ['duties:reopened', duties.reopened],
    ['dismissals:noted', dismissals.noted],
    ['dismissals:dismissed', dismissals.dismissed],
    ['retention:erased', retention.erased],
    ['retention:told', retention.told],
    ['retention:untold', retention.untold],
    ['retention:copies', retention.copies],
    ['retention:channels', retention.channels],
    ['retention:holds', retention.holds],
    ['retention:held', retention.heldAtEnd],
  ];
}

function named(family: string, counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(counts).map(([name, count]) => [`${family}:${name}`, count]);
}
