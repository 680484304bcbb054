// Recital 26 GDPR: a published figure must not let anybody recognise a person. Cells below a threshold are left out, and
// with them as many others that what is left out cannot be found by subtracting.

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
type OfNobody = 'instructions' | 'staff' | 'log' | 'outagesLeftOut';
export type PublishedFigures = Published<Omit<ComplianceFigures, OfNobody>> & Pick<ComplianceFigures, OfNobody>;

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
  const pair = (whole: number, some: number) => ({
    whole: one(whole),
    some: one(whole) === null ? null : suppressPart(some, whole, threshold),
  });
  const { asked, confirmed } = figures.identityChecks;
  const identity = pair(asked, confirmed);
  const { met, missed, open, ended, extended } = figures.deadlines;
  const [metShown = null, missedShown = null, openShown = null, endedShown = null] = suppressTable(
    [met, missed, open, ended],
    threshold,
  );
  return {
    ...figures,
    requests: { ...publishableRequests(figures.requests, threshold), carriedOver: one(figures.requests.carriedOver) },
    times: {
      receiptToRecording: publishableTimes(figures.times.receiptToRecording, recorded, threshold),
      recordingToForwarding: publishableTimes(figures.times.recordingToForwarding, recorded, threshold),
      forwardingToAcknowledgement: publishableTimes(figures.times.forwardingToAcknowledgement, recorded, threshold),
      receiptToAnswerDays: publishableTimes(figures.times.receiptToAnswerDays, recorded, threshold),
    },
    verdict: {
      directly: part(figures.verdict.directly),
      atOnce: part(figures.verdict.atOnce),
      followed: part(figures.verdict.followed),
      exceptions: [],
      exceptionsLeftOut: null,
    },
    deadlines: {
      ...{ met: metShown, missed: missedShown, open: openShown, ended: endedShown },
      extended: part(extended),
    },
    identityChecks: { asked: identity.whole, confirmed: identity.some },
    recipients: mapNumbers(figures.recipients, one),
    restrictions: mapNumbers(figures.restrictions, one),
    complaints: mapNumbers(figures.complaints, one),
    erasures: { closed: one(figures.erasures.closed) },
    outages: figures.outages.map((outage) => ({ ...outage, requests: one(outage.requests) })),
    byMonth: publishableTrend(figures, threshold),
    // Weeks lie across months: together they would tell what each alone leaves out.
    byWeek: [],
  };
}

function publishableRequests(
  { recorded, byRight, byState, byChannel, outcomes }: ComplianceFigures['requests'],
  threshold: number,
): Omit<PublishedFigures['requests'], 'carriedOver'> {
  const channels = suppressTable(
    byChannel.map(({ requests }) => requests),
    threshold,
  );
  const claims = suppressTable(
    outcomes.map((outcome) => outcome.claims),
    threshold,
  );
  return {
    recorded: isSmall(recorded, threshold) ? null : recorded,
    byRight: suppressRecord(byRight, threshold),
    byState: suppressRecord(byState, threshold),
    byChannel: byChannel.map((channel, at) => ({
      ...channel,
      requests: channels[at] ?? null,
      handover: channels[at] === null ? channel.handover.map(() => null) : suppressTable(channel.handover, threshold),
    })),
    outcomes: outcomes.map((outcome, at) => ({ ...outcome, claims: claims[at] ?? null })),
    // A second way to divide the same decisions would tell what the first leaves out.
    decidedByChannel: [],
  };
}

/** A quantile only where so many requests lie at or beyond it; the longest is always one person's. */
function publishableTimes(
  { count, median, p90, p99 }: Distribution,
  recorded: number,
  threshold: number,
): Published<Distribution> {
  const shown = isSmall(recorded, threshold) ? null : suppressPart(count, recorded, threshold);
  const from = (beyond: number, value: number | null): number | null =>
    shown !== null && count * beyond >= threshold ? value : null;
  return { count: shown, median: from(0.5, median), p90: from(0.1, p90), p99: from(0.01, p99), longest: null };
}

function publishableTrend(
  { byMonth, verdict, deadlines, requests }: ComplianceFigures,
  threshold: number,
): PublishedFigures['byMonth'] {
  const column = (of: (month: ComplianceFigures['byMonth'][number]) => number, isHidden: boolean) =>
    isHidden ? byMonth.map(() => null) : suppressTable(byMonth.map(of), threshold);
  const missedIsHidden =
    suppressTable([deadlines.met, deadlines.missed, deadlines.open, deadlines.ended], threshold)[1] === null;
  const received = column((month) => month.received, isSmall(requests.recorded, threshold));
  // Small remainders of a month would be the difference of two columns.
  const isTold = (of: (month: ComplianceFigures['byMonth'][number]) => number): boolean =>
    byMonth.every((month) => suppressPart(of(month), month.received, threshold) !== null);
  const followed = column(
    (month) => month.followed,
    suppressPart(verdict.followed, requests.recorded, threshold) === null || !isTold((month) => month.followed),
  );
  const missed = column((month) => month.missed, missedIsHidden || !isTold((month) => month.missed));
  const answered = column((month) => month.answered, false);
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
