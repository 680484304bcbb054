import type { RightsRequestRow } from '../requests/rights-requests.repository.js';
import { deadlineOf } from '../requests/request-deadline.js';
import { forwardingStatus, type ForwardingStatus } from '../requests/forwarding-status.js';

/** A request as the API shows it: facts and deadlines, no content. */
export function requestView(row: RightsRequestRow, now: Date) {
  return {
    id: row.id,
    reference: row.reference,
    state: row.state,
    version: row.version,
    channel: {
      slug: row.channelSlug,
      kind: row.channelKind,
      label: { de: row.channelLabelDe, en: row.channelLabelEn },
    },
    door: row.door,
    rights: row.rights,
    receivedAt: row.receivedAt.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    handoverLate: row.handoverLate,
    deadline: deadlineView(row),
    forwarding: forwardingView(row, now),
  };
}

function deadlineView(row: RightsRequestRow) {
  const { steps } = deadlineOf(row);
  return { safeOn: row.safeOn, dueOn: row.dueOn, steps };
}

function forwardingView(row: RightsRequestRow, now: Date) {
  const state: ForwardingStatus = forwardingStatus(row, now);
  return {
    state,
    attempts: row.forwardingAttempts,
    forwardedAt: row.forwardedAt?.toISOString() ?? null,
    lateAt: row.forwardingLateAt.toISOString(),
    nextAttemptAt: row.forwardingNextAttemptAt?.toISOString() ?? null,
  };
}
