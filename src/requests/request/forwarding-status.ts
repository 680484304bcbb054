import type { RightsRequestRow } from './rights-requests.repository.js';

/** What is shown of a forwarding: `late` and `failed` raise the alarm. */
export type ForwardingStatus = 'queued' | 'forwarded' | 'acknowledged' | 'late' | 'failed';

export function forwardingStatus(row: RightsRequestRow, now: Date): ForwardingStatus {
  if (row.acknowledgedAt !== null) {
    return 'acknowledged';
  }
  if (row.forwardingState === 'queued') {
    return now.getTime() > row.forwardingLateAt.getTime() ? 'late' : 'queued';
  }
  return row.forwardingState;
}
