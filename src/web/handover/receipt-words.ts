import type { State } from '../../domain/lifecycle/lifecycle.js';

/** What a receipt may say of a hand-over; each has its words in `texts.receipt.leads`. */
export type ReceiptLead = 'in-time' | 'unknown' | 'late' | 'remarked' | 'dismissed';

export interface HandedOver {
  readonly state: State;
  /** After the limit of the instruction. */
  readonly late: boolean;
  /** Whoever handed it over did not know when it arrived. */
  readonly arrivalUnknown: boolean;
  /** Called a mistake by whoever handed it over. */
  readonly remarked: boolean;
}

/** The verdict of the DPO before the remark of the staff, and both before the time it took. */
export function receiptLead({ state, late, arrivalUnknown, remarked }: HandedOver): ReceiptLead {
  if (state === 'withdrawn') {
    return 'dismissed';
  }
  if (remarked && state === 'recorded') {
    return 'remarked';
  }
  return late ? 'late' : arrivalUnknown ? 'unknown' : 'in-time';
}

/** Whether the person is still to be told that their request has arrived: not where there is none, nor after the answer. */
export function hasReply({ state, remarked }: HandedOver): boolean {
  return (state === 'recorded' && !remarked) || state === 'acknowledged';
}
