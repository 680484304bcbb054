// EDPB Guidelines 01/2022 para. 159: while the controller waits for what it needs to identify the person or to
// understand the request "there may be a suspension in time", provided it asked without undue delay.
// The day of asking still counts (Reg. 1182/71 Art. 3(1)), the day of the answer is the last one lost, so that a pause
// from A to B costs B − A days; days in two pauses are lost once (cf. § 209 BGB).

import { compareDates, daysBetween, laterOf, type CivilDate } from '../civil-date.js';
import type { PauseKind } from './facts.js';

export interface Pause {
  readonly kind: PauseKind;
  readonly from: CivilDate;
  /** Missing while the answer is. */
  readonly until?: CivilDate;
  /** Questions put and answers received; a reminder before any answer is part of the same pause (Example 31). */
  readonly asked: number;
  readonly answered: number;
  /** Does the clock stand? Not if the question came late. */
  readonly counts: boolean;
}

/** Days the clock stood still; an open pause lasts until `now`, or counts nothing without one. */
export function lostDays(pauses: readonly Pause[], now?: CivilDate): number {
  const stretches = pauses
    .filter((pause) => pause.counts)
    .map((pause) => ({ from: pause.from, until: pause.until ?? laterOf(pause.from, now ?? pause.from) }))
    .sort((a, b) => compareDates(a.from, b.from));
  let lost = 0;
  let reached: CivilDate | undefined;
  for (const { from, until } of stretches) {
    const start = reached === undefined ? from : laterOf(from, reached);
    lost += Math.max(0, daysBetween(start, until));
    reached = laterOf(start, until);
  }
  return lost;
}

/** Is the clock standing, that is, does a pause that counts await its answer? */
export function isStopped(pauses: readonly Pause[]): boolean {
  return pauses.some((pause) => pause.counts && pause.until === undefined);
}

/** A question is put: a new pause, or one more question in the pause that is open. */
export function ask(pauses: readonly Pause[], kind: PauseKind, on: CivilDate, counts: boolean): Pause[] {
  const open = lastOf(pauses, kind);
  if (open === undefined || open.until !== undefined) {
    return [...pauses, { kind, from: on, asked: 1, answered: 0, counts }];
  }
  return replace(pauses, open, { ...open, asked: open.asked + 1 });
}

/** An answer came; undefined if there is no question it could belong to. */
export function answer(pauses: readonly Pause[], kind: PauseKind, on: CivilDate): Pause[] | undefined {
  const last = lastOf(pauses, kind);
  if (last === undefined || last.answered >= last.asked) {
    return undefined;
  }
  return replace(pauses, last, { ...last, until: on, answered: last.answered + 1 });
}

/** The matter ended: no answer is awaited any more. */
export function closeAll(pauses: readonly Pause[], on: CivilDate): Pause[] {
  return pauses.map((pause) => (pause.until === undefined ? { ...pause, until: on, answered: pause.asked } : pause));
}

export function isOpen(pauses: readonly Pause[], kind: PauseKind): boolean {
  const last = lastOf(pauses, kind);
  return last !== undefined && last.until === undefined;
}

function lastOf(pauses: readonly Pause[], kind: PauseKind): Pause | undefined {
  return pauses.findLast((pause) => pause.kind === kind);
}

function replace(pauses: readonly Pause[], old: Pause, made: Pause): Pause[] {
  return pauses.map((pause) => (pause === old ? made : pause));
}
