// Recital 26 GDPR: a published figure must not let anybody recognise a person. Cells below a threshold are left out, and
// with them as many others that what is left out cannot be found by subtracting.

import { ENDED_WITHOUT_ANSWER } from '../evidence/request-life.js';
import { OPEN_STATES, STATES, type State } from '../lifecycle/lifecycle.js';
import type { ComplianceFigures, Distribution } from './figures.js';

/** The figures with every number that may be left out as `null`. */
export type Published<T> = T extends number
  ? number | null
  : T extends string | boolean | null
    ? T
    : T extends readonly (infer E)[]
      ? readonly Published<E>[]
      : T extends object
        ? { readonly [K in keyof T]: Published<T[K]> }
        : T;

/** Numbers about people may be missing; those about the organisation and its log are whole. */
type OfNobody = 'instructions' | 'log' | 'outagesLeftOut';
type PublishedInstruction = Omit<ComplianceFigures['instructions'][number], 'confirmedBy'> & {
  readonly confirmedBy: number | null;
};
export type PublishedFigures = Published<Omit<ComplianceFigures, OfNobody>> &
  Pick<ComplianceFigures, 'log' | 'outagesLeftOut'> & { readonly instructions: readonly PublishedInstruction[] };

/**
 * Cells that add up to a total which is known: those below the threshold are left out (`null`; nothing is shown as
 * such), and further ones, smallest first, until at least two are and what is left out together reaches the
 * threshold. A table that cannot be saved that way is left out whole.
 */
export function suppressTable(cells: readonly number[], threshold: number): readonly (number | null)[] {
  const hidden = new Set(cells.flatMap((value, at) => (isSmall(value, threshold) ? [at] : [])));
  const bySize = cells
    .map((value, at) => ({ value, at }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => a.value - b.value || a.at - b.at);
  const sum = (): number => [...hidden].reduce((total, at) => total + (cells[at] ?? 0), 0);
  for (const { at } of bySize) {
    if (hidden.size === 0 || (hidden.size >= 2 && sum() >= threshold)) {
      break;
    }
    hidden.add(at);
  }
  // One alone is the total less nothing: then not even which cells are empty may be seen.
  const whole = hidden.size > 0 && (hidden.size < 2 || sum() < threshold);
  return cells.map((value, at) => (whole || hidden.has(at) ? null : value));
}

/** A part of a known whole: left out when it is small, and when what is missing to the whole is. */
export function suppressPart(part: number, whole: number, threshold: number): number | null {
  return isSmall(part, threshold) || isSmall(whole - part, threshold) ? null : part;
}

/** What may be published of a report; 0 or 1 as threshold leaves everything as it is. */
export function publishable(figures: ComplianceFigures, threshold: number): PublishedFigures {
  if (threshold <= 1) {
    return figures;
  }
  const { recorded } = figures.requests;
  const one = (value: number): number | null => (isSmall(value, threshold) ? null : value);
  // Of a whole that is too small itself nothing can be said.
  const part = (value: number): number | null =>
    isSmall(recorded, threshold) ? null : suppressPart(value, recorded, threshold);
  const { asked, confirmed } = figures.identityChecks;
  const { met, missed, open, ended, extended } = figures.deadlines;
  const [metShown = null, missedShown = null, openShown = null, endedShown = null] = suppressTable(
    [met, missed, open, ended],
    threshold,
  );
  const deadlines = {
    met: metShown,
    missed: missedShown,
    open: openShown,
    ended: endedShown,
    extended: part(extended),
  };
  return {
    ...figures,
    requests: {
      ...publishableRequests(figures.requests, threshold),
      byState: publishableStates(figures, threshold),
      carriedOver: one(figures.requests.carriedOver),
    },
    times: {
      receiptToRecording: publishableTimes(figures.times.receiptToRecording, recorded, threshold),
      recordingToForwarding: publishableTimes(figures.times.recordingToForwarding, recorded, threshold),
      forwardingToAcknowledgement: publishableTimes(figures.times.forwardingToAcknowledgement, recorded, threshold),
      receiptToAnswerDays: publishableTimes(figures.times.receiptToAnswerDays, recorded, threshold),
    },
    verdict: { ...publishableVerdict(figures, threshold), exceptions: [], exceptionsLeftOut: null },
    deadlines,
    inTime: together(figures.inTime, threshold),
    lateEntries: { requests: part(figures.lateEntries.requests) },
    arrivals: together(figures.arrivals, threshold),
    identityChecks: {
      asked: one(asked),
      confirmed: one(asked) === null ? null : suppressPart(confirmed, asked, threshold),
    },
    recipients: together(figures.recipients, threshold),
    restrictions: together(figures.restrictions, threshold),
    complaints: together(figures.complaints, threshold),
    duties: together(figures.duties, threshold),
    dismissals: together(figures.dismissals, threshold),
    retention: together(figures.retention, threshold),
    erasures: { closed: isTold(figures.erasures.closed, figures.requests.byState.closed, threshold) },
    staff: one(figures.staff),
    instructions: figures.instructions.map((instruction) => ({
      ...instruction,
      confirmedBy: one(figures.staff) === null ? null : suppressPart(instruction.confirmedBy, figures.staff, threshold),
    })),
    outages: figures.outages.map((outage) => ({ ...outage, requests: one(outage.requests) })),
    byMonth: publishableTrend(figures, threshold),
    // Weeks lie across months: together they would tell what each alone leaves out.
    byWeek: [],
  };
}

function publishableRequests(
  { recorded, byRight, byChannel, outcomes }: ComplianceFigures['requests'],
  threshold: number,
): Omit<PublishedFigures['requests'], 'carriedOver' | 'byState'> {
  const channels = suppressTable(
    byChannel.map(({ requests }) => requests),
    threshold,
  );
  const rights = suppressRecord(byRight, threshold);
  return {
    recorded: isSmall(recorded, threshold) ? null : recorded,
    byRight: rights,
    byChannel: byChannel.map((channel, at) => ({
      ...channel,
      requests: channels[at] ?? null,
      handover: channels[at] === null ? channel.handover.map(() => null) : suppressTable(channel.handover, threshold),
    })),
    outcomes: publishableOutcomes(outcomes, byRight, rights, threshold),
    // A second way to divide the same decisions would tell what the first leaves out.
    decidedByChannel: [],
  };
}

/** Decisions on a right add up, with what is not decided yet, to the requests that name it. */
function publishableOutcomes(
  outcomes: ComplianceFigures['requests']['outcomes'],
  byRight: ComplianceFigures['requests']['byRight'],
  shown: PublishedFigures['requests']['byRight'],
  threshold: number,
): PublishedFigures['requests']['outcomes'] {
  const rights = [...new Set(outcomes.map(({ right }) => right))];
  const claims = new Map(
    rights.flatMap((right) => {
      const own = outcomes.filter((outcome) => outcome.right === right);
      const counts = own.map((outcome) => outcome.claims);
      const undecided = Math.max(0, byRight[right] - counts.reduce((total, count) => total + count, 0));
      const table = shown[right] === null ? [] : suppressTable([...counts, undecided], threshold);
      return own.map((outcome, at) => [outcome, table[at] ?? null] as const);
    }),
  );
  return outcomes.map((outcome) => ({ ...outcome, claims: claims.get(outcome) ?? null }));
}

/**
 * States and deadlines divide the same requests: those ended without an answer are the deadlines ended, and what is open
 * or answered more than the deadlines open or met are those missed. So states are told only where no deadline is left
 * out and none of these differences is small, and each group only with what adds up in itself.
 */
function publishableStates(
  { requests, deadlines }: ComplianceFigures,
  threshold: number,
): PublishedFigures['requests']['byState'] {
  const { byState } = requests;
  const sum = (states: readonly State[]): number => states.reduce((total, state) => total + byState[state], 0);
  const answered: readonly State[] = ['answered', 'closed'];
  const groups = [OPEN_STATES, answered, ENDED_WITHOUT_ANSWER];
  const { met, missed, open, ended } = deadlines;
  const isLeftOut = suppressTable([met, missed, open, ended], threshold).includes(null);
  const differences = [sum(OPEN_STATES) - open, sum(answered) - met, sum(ENDED_WITHOUT_ANSWER) - ended];
  if (isLeftOut || differences.some((value) => isSmall(Math.abs(value), threshold))) {
    return Object.fromEntries(STATES.map((state) => [state, null])) as Record<State, null>;
  }
  const cells = groups.flatMap((states) => {
    const shown = suppressTable(
      states.map((state) => byState[state]),
      threshold,
    );
    return states.map((state, at) => [state, shown[at] ?? null] as const);
  });
  const shown = new Map(cells);
  return Object.fromEntries(STATES.map((state) => [state, shown.get(state) ?? null])) as Record<State, number | null>;
}

/** Directly, at once and both divide the requests into four; where one of the four is small only “both” can be told. */
function publishableVerdict(
  { requests: { recorded }, verdict: { directly, atOnce, followed } }: ComplianceFigures,
  threshold: number,
): { readonly directly: number | null; readonly atOnce: number | null; readonly followed: number | null } {
  const followedShown = isSmall(recorded, threshold) ? null : suppressPart(followed, recorded, threshold);
  const others = [directly - followed, atOnce - followed, recorded - directly - atOnce + followed];
  return followedShown === null || others.some((value) => isSmall(value, threshold))
    ? { directly: null, atOnce: null, followed: followedShown }
    : { directly, atOnce, followed };
}

/** Numbers of which one is the others' sum or difference, over the years if not over the period: all of them or none. */
function together<T extends Readonly<Record<string, number>>>(
  record: T,
  threshold: number,
): { readonly [K in keyof T]: number | null } {
  const isLeftOut = Object.values(record).some((value) => isSmall(value, threshold));
  return mapNumbers(record, (value) => (isLeftOut ? null : value));
}

/** A number of events of the period, beside the same of its requests: the difference is that of requests before it. */
function isTold(ofPeriod: number, ofItsRequests: number, threshold: number): number | null {
  return isSmall(ofPeriod, threshold) || isSmall(Math.abs(ofPeriod - ofItsRequests), threshold) ? null : ofPeriod;
}

/**
 * A quantile only where so many requests lie at or beyond it; the longest is always one person's. Of how many it is of is
 * told only where it is of all: those that were not answered or not taken over yet are told elsewhere, or left out there.
 */
function publishableTimes(
  { count, median, p90, p99 }: Distribution,
  recorded: number,
  threshold: number,
): Published<Distribution> {
  const shown = isSmall(recorded, threshold) ? null : suppressPart(count, recorded, threshold);
  const from = (beyond: number, value: number | null): number | null =>
    shown !== null && count * beyond >= threshold ? value : null;
  return {
    count: count === recorded ? shown : null,
    median: from(0.5, median),
    p90: from(0.1, p90),
    p99: from(0.01, p99),
    longest: null,
  };
}

function publishableTrend(
  { byMonth, verdict, deadlines, requests, times }: ComplianceFigures,
  threshold: number,
): PublishedFigures['byMonth'] {
  const column = (of: (month: ComplianceFigures['byMonth'][number]) => number, isHidden: boolean) =>
    isHidden ? byMonth.map(() => null) : suppressTable(byMonth.map(of), threshold);
  const missedIsHidden =
    suppressTable([deadlines.met, deadlines.missed, deadlines.open, deadlines.ended], threshold)[1] === null;
  const received = column((month) => month.received, isSmall(requests.recorded, threshold));
  // Small remainders of a month would be the difference of two columns.
  const isWhole = (of: (month: ComplianceFigures['byMonth'][number]) => number): boolean =>
    byMonth.every((month) => suppressPart(of(month), month.received, threshold) !== null);
  const followed = column(
    (month) => month.followed,
    suppressPart(verdict.followed, requests.recorded, threshold) === null || !isWhole((month) => month.followed),
  );
  const missed = column((month) => month.missed, missedIsHidden || !isWhole((month) => month.missed));
  const given = byMonth.reduce((total, month) => total + month.answered, 0);
  const answered = column(
    (month) => month.answered,
    isTold(given, times.receiptToAnswerDays.count, threshold) === null && given > 0,
  );
  return byMonth.map(({ span }, at) => ({
    span,
    received: received[at] ?? null,
    answered: answered[at] ?? null,
    followed: followed[at] ?? null,
    missed: missed[at] ?? null,
  }));
}

function isSmall(value: number, threshold: number): boolean {
  return value > 0 && value < threshold;
}

function suppressRecord<K extends string>(
  record: Readonly<Record<K, number>>,
  threshold: number,
): Readonly<Record<K, number | null>> {
  const names = Object.keys(record) as K[];
  const shown = suppressTable(
    names.map((name) => record[name]),
    threshold,
  );
  return Object.fromEntries(names.map((name, at) => [name, shown[at] ?? null])) as Record<K, number | null>;
}

function mapNumbers<T extends Readonly<Record<string, number>>>(
  record: T,
  of: (value: number) => number | null,
): { readonly [K in keyof T]: number | null } {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value)])) as {
    [K in keyof T]: number | null;
  };
}
