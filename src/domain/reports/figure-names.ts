// A figure of requests has a name, and a request counts under some of them: one rule for what is counted and for which
// requests stand behind a number.

import { CHANNEL_KINDS } from '../channel-kind.js';
import type { DeadlineOutcome } from '../evidence/request-life.js';
import type { ProofStanding } from '../proof/ledger.js';
import { STATES } from '../lifecycle/lifecycle.js';
import { GROUNDS, OUTCOMES } from '../rights/outcome.js';
import { RIGHT_NAMES } from '../rights/right.js';
import { HANDOVER_CLASSES } from './figures.js';
import { ARRIVALS, isFollowed, type RequestProfile } from './request-summary.js';

export type Counts = ReadonlyMap<string, number>;

/** Kept by day beside the figures: how many more requests were somebody's task at its end than at its beginning. */
export const OPEN = 'open';

/** `overdue`: its deadline runs, and its day lies before the end of the period. */
export function deadlineOf({ deadline }: RequestProfile, overdue: boolean): DeadlineOutcome {
  return deadline === 'open' && overdue ? 'missed' : deadline;
}

/**
 * The figures that a request counts under: `recorded`, `extended`, `right:erasure`, `right:unnamed`, `channel:<id>`,
 * `state:closed`, `deadline:missed`, `in-time:stated`, `verdict:exceptions`, `outcome:access:refused:excessive` (or `…:granted:-`),
 * `handover:<kind>:<channel>:<class>` (or `…:-`), `decided:<channel>:refused`; the last one twice where two rights were refused.
 */
export function figuresOf(profile: RequestProfile, overdue: boolean): readonly string[] {
  const { channel, kind, handover, rights, state, outcomes, extended, answer, deadline } = profile;
  return [
    'recorded',
    ...(extended ? ['extended'] : []),
    ...(profile.enteredLate === true ? ['entered-late'] : []),
    ...(profile.arrival === undefined ? [] : [`arrival:${profile.arrival}`]),
    ...(answer !== null && deadline === 'met' ? [`in-time:${answer}`] : []),
    ...(rights.length === 0 ? ['right:unnamed'] : rights.map((right) => `right:${right}`)),
    `channel:${channel}`,
    `handover:${kind}:${channel}:${handover ?? '-'}`,
    `state:${state}`,
    `deadline:${deadlineOf(profile, overdue)}`,
    ...(profile.directly ? ['verdict:directly'] : []),
    ...(profile.atOnce ? ['verdict:at-once'] : []),
    isFollowed(profile) ? 'verdict:followed' : 'verdict:exceptions',
    ...outcomes.flatMap(({ right, outcome, ground }) => [
      `outcome:${right}:${outcome}:${ground ?? '-'}`,
      `decided:${channel}:${outcome}`,
    ]),
  ];
}

/** What a name is made of, part by part. */
const UUID = /^[0-9a-f-]{36}$/;
const HANDOVER_CLASS = new RegExp(`^[0-${HANDOVER_CLASSES.length}]$`);
type Part = readonly string[] | RegExp;
const NAMES: Readonly<Record<string, readonly Part[]>> = {
  recorded: [],
  extended: [],
  'entered-late': [],
  right: [[...RIGHT_NAMES, 'unnamed']],
  channel: [UUID],
  state: [STATES],
  deadline: [['met', 'missed', 'open', 'ended'] satisfies readonly DeadlineOutcome[]],
  'in-time': [['proved', 'stated', 'came-back'] satisfies readonly ProofStanding[]],
  arrival: [ARRIVALS],
  verdict: [['directly', 'at-once', 'followed', 'exceptions']],
  outcome: [RIGHT_NAMES, OUTCOMES, [...GROUNDS, '-']],
  handover: [CHANNEL_KINDS, UUID, HANDOVER_CLASS],
  decided: [UUID, OUTCOMES],
};

/** How often requests count under this figure; undefined: none has this name. */
export function questionOf(figure: string): ((profile: RequestProfile, overdue: boolean) => number) | undefined {
  const [family = '', ...parts] = figure.split(':');
  const wanted = Object.hasOwn(NAMES, family) ? NAMES[family] : undefined;
  const isName =
    wanted?.length === parts.length &&
    wanted.every((part, at) => {
      const given = parts[at] ?? '';
      return part instanceof RegExp ? part.test(given) : part.includes(given);
    });
  return isName
    ? (profile, overdue) => figuresOf(profile, overdue).filter((name) => name === figure).length
    : undefined;
}

/** The parts of each name of a family, with its count. */
export function countsOf(
  counts: Counts,
  family: string,
): readonly (readonly [parts: readonly string[], count: number])[] {
  return [...counts]
    .filter(([name, count]) => count !== 0 && name.startsWith(`${family}:`))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => [name.split(':').slice(1), count]);
}
