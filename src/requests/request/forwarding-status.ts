import type { RightsRequestRow } from './rights-requests.repository.js';

/** What is shown of a forwarding. */
export type ForwardingStatus = 'queued' | 'forwarded' | 'acknowledged' | 'late' | 'failed' | 'bounced' | 'untaken';

/** The DPO has to be told by another way: their telephone number is shown. */
export function isAlarm(status: ForwardingStatus): boolean {
  return status === 'late' || status === 'failed' || status === 'bounced' || status === 'untaken';
}

export function forwardingStatus(row: RightsRequestRow, now: Date): ForwardingStatus {
  if (row.acknowledgedAt !== null) {
    return 'acknowledged';
  }
  if (row.forwardingState === 'queued') {
    return now.getTime() > row.forwardingLateAt.getTime() ? 'late' : 'queued';
  }
  // Withdrawn by whoever handed it over: nobody has to hurry any more.
  const isUntaken = row.forwardingState === 'forwarded' && row.forwardingUntakenAt !== null && row.state === 'recorded';
  return isUntaken ? 'untaken' : row.forwardingState;
}
