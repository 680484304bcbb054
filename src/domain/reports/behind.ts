// Which requests stand behind a number: the same question that counts them.

import type { DeadlineOutcome } from '../evidence/request-life.js';
import { STATES } from '../lifecycle/lifecycle.js';
import { GROUNDS, OUTCOMES } from '../rights/outcome.js';
import { RIGHT_NAMES } from '../rights/right.js';
import { isFollowed, type RequestProfile } from './request-summary.js';

/** `overdue`: its deadline runs, and its day lies before the end of the period. */
export type ProfileQuestion = (profile: RequestProfile, overdue: boolean) => boolean;

export function deadlineOf({ deadline }: RequestProfile, overdue: boolean): DeadlineOutcome {
  return deadline === 'open' && overdue ? 'missed' : deadline;
}

const DEADLINES: readonly DeadlineOutcome[] = ['met', 'missed', 'open', 'ended'];
const UUID = /^[0-9a-f-]{36}$/;

const VERDICTS: Readonly<Record<string, ProfileQuestion>> = {
  directly: ({ directly }) => directly,
  'at-once': ({ atOnce }) => atOnce,
  followed: (profile) => isFollowed(profile),
  exceptions: (profile) => !isFollowed(profile),
};

/**
 * The question of a figure by its name: `recorded`, `extended`, `right:erasure`, `right:unnamed`, `channel:<id>`,
 * `state:closed`, `deadline:missed`, `verdict:exceptions`, `outcome:access:refused:excessive` (or `…:granted:-`).
 * Undefined: no figure of requests has this name.
 */
export function questionOf(figure: string): ProfileQuestion | undefined {
  const [kind = '', name = '', ...rest] = figure.split(':');
  switch (kind) {
    case 'recorded':
      return name === '' ? () => true : undefined;
    case 'extended':
      return name === '' ? ({ extended }) => extended : undefined;
    case 'right':
      return rightQuestion(name, rest.length);
    case 'channel':
      return rest.length === 0 && UUID.test(name) ? ({ channel }) => channel === name : undefined;
    case 'state':
      return STATES.some((state) => state === name) ? ({ state }) => state === name : undefined;
    case 'deadline':
      return DEADLINES.some((one) => one === name)
        ? (profile, overdue) => deadlineOf(profile, overdue) === name
        : undefined;
    case 'verdict':
      return Object.hasOwn(VERDICTS, name) ? VERDICTS[name] : undefined;
    case 'outcome':
      return outcomeQuestion(name, rest);
    default:
      return undefined;
  }
}

function rightQuestion(name: string, more: number): ProfileQuestion | undefined {
  if (more > 0) {
    return undefined;
  }
  if (name === 'unnamed') {
    return ({ rights }) => rights.length === 0;
  }
  return RIGHT_NAMES.some((right) => right === name)
    ? ({ rights }) => rights.some((right) => right === name)
    : undefined;
}

function outcomeQuestion(right: string, [outcome, ground]: readonly string[]): ProfileQuestion | undefined {
  const isKnown =
    RIGHT_NAMES.some((one) => one === right) &&
    OUTCOMES.some((one) => one === outcome) &&
    (ground === '-' || GROUNDS.some((one) => one === ground));
  return isKnown
    ? ({ outcomes }) =>
        outcomes.some((one) => one.right === right && one.outcome === outcome && (one.ground ?? '-') === ground)
    : undefined;
}
