/**
 * "The instruction was followed" as a pure function over facts of the log (P10), so that a stranger recomputes it.
 * Moments are milliseconds since the epoch.
 */
export interface ForwardingFacts {
  readonly receivedAt: number;
  readonly recordedAt: number;
  /** First acceptance by the DPO's mail server; undefined while there is none. */
  readonly forwardedAt: number | undefined;
  readonly handoverLimitMinutes: number;
  readonly forwardingLimitSeconds: number;
  /** Hash of the addresses that were in force, and of those the mail went to. */
  readonly designatedRecipients: string;
  readonly actualRecipients: string | undefined;
}

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
  const handoverInTime = !isHandoverLate(facts.receivedAt, facts.recordedAt, facts.handoverLimitMinutes);
  const forwardingInTime =
    facts.forwardedAt !== undefined && facts.forwardedAt - facts.recordedAt <= facts.forwardingLimitSeconds * 1_000;
  return {
    handoverInTime,
    forwardingInTime,
    atOnce: handoverInTime && forwardingInTime,
    directly: facts.actualRecipients !== undefined && facts.actualRecipients === facts.designatedRecipients,
  };
}

/** Whether the employee has to say why it took so long. */
export function isHandoverLate(receivedAt: number, recordedAt: number, handoverLimitMinutes: number): boolean {
  return recordedAt - receivedAt > handoverLimitMinutes * 60_000;
}
