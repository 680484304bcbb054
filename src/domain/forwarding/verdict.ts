/**
 * "The instruction was followed" as a pure function over facts of the log (P10), so that a stranger recomputes it.
 * Moments are milliseconds since the epoch.
 */
export interface ForwardingFacts {
  readonly receivedAt: number;
  readonly recordedAt: number;
  /** When whoever handed it over saw it; undefined: nobody said. */
  readonly seenAt?: number;
  /** How exactly it is known when it arrived; undefined: whoever recorded it was not asked for more than a moment. */
  readonly arrival?: Precision;
  /** First acceptance by the DPO's mail server; undefined while there is none. */
  readonly forwardedAt: number | undefined;
  readonly handoverLimitMinutes: number;
  readonly forwardingLimitSeconds: number;
  /** Hash of the addresses that were in force, and of those the mail went to. */
  readonly designatedRecipients: string;
  readonly actualRecipients: string | undefined;
}

/** A moment as somebody knows it: to the minute, its day only (a letter), or not at all. */
export const PRECISIONS = ['moment', 'day', 'unknown'] as const;
export type Precision = (typeof PRECISIONS)[number];

export interface Verdict {
  /** Handed over within the instruction's limit. */
  readonly handoverInTime: boolean;
  /** Accepted by the DPO's server within the instruction's limit. */
  readonly forwardingInTime: boolean;
  /** "Sofort": both. */
  readonly atOnce: boolean;
  /** "Unmittelbar": to exactly the designation in force, and to nobody else. */
  readonly directly: boolean;
}

export function verdict(facts: ForwardingFacts): Verdict {
  const from = handoverCountsFrom(facts);
  const handoverInTime = from !== undefined && !isHandoverLate(from, facts.recordedAt, facts.handoverLimitMinutes);
  const forwardingInTime =
    facts.forwardedAt !== undefined && facts.forwardedAt - facts.recordedAt <= facts.forwardingLimitSeconds * 1_000;
  return {
    handoverInTime,
    forwardingInTime,
    // An arrival that nobody knows is allowed, and no success.
    atOnce: handoverInTime && forwardingInTime && facts.arrival !== 'unknown',
    directly: facts.actualRecipients !== undefined && facts.actualRecipients === facts.designatedRecipients,
  };
}

/**
 * "At once" counts from seeing; where nobody said when that was, from the arrival, which was before. Undefined: neither
 * is known, so that it cannot be said to have been at once.
 */
export function handoverCountsFrom({
  receivedAt,
  seenAt,
  arrival,
}: Pick<ForwardingFacts, 'receivedAt' | 'seenAt' | 'arrival'>): number | undefined {
  if (arrival === 'unknown') {
    return seenAt;
  }
  // A day stands for its first moment: nobody sees what has not arrived.
  return seenAt === undefined ? receivedAt : Math.max(seenAt, receivedAt);
}

/** Whether the employee has to say why it took so long. */
export function isHandoverLate(from: number, recordedAt: number, handoverLimitMinutes: number): boolean {
  return recordedAt - from > handoverLimitMinutes * 60_000;
}
