import type { ClaimDeadline } from '../domain/deadlines/claims.js';
import type { Situation } from '../domain/deadlines/situation.js';
import type { NextStep } from '../domain/lifecycle/next-step.js';
import type { ClaimState } from '../requests/claims/claim-state.js';
import type { RightsRequestRow } from '../requests/request/rights-requests.repository.js';
import type { OtherClocks } from '../requests/request/other-clocks.js';
import { situationOf } from '../requests/request/request-deadline.js';
import { forwardingStatus, type ForwardingStatus } from '../requests/request/forwarding-status.js';

/** A request as the API shows it: facts and deadlines, no content. What is next is told to the DPO only. */
export function requestView(row: RightsRequestRow, now: Date, next: NextStep | undefined) {
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
    arrival: row.arrival,
    seenAt: row.seenAt?.toISOString() ?? null,
    seen: row.seen,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    handoverLate: row.handoverLate,
    deadline: situationView(situationOf(row, now)),
    forwarding: forwardingView(row, now),
    nextStep: next === undefined ? null : { what: next.what, on: next.on, missing: next.missing ?? null },
  };
}

/** What runs beside the statutory period: own target, joint controllers, a breach. */
export function clocksView({ targetOn, joint, breach }: OtherClocks) {
  return {
    targetOn,
    joint,
    breach:
      breach === null
        ? null
        : { ...breach, since: breach.since.toISOString(), strictAt: breach.strictAt.toISOString() },
  };
}

/** What became of each right that is claimed; the reasons stay under seal. */
export function claimsView(claims: readonly ClaimState[]) {
  return claims.map(({ right, outcome, ground, checks, decidedAt }) => ({
    right,
    outcome,
    ground,
    checks,
    decidedAt: decidedAt?.toISOString() ?? null,
  }));
}

/** The deadline that comes first, with its steps; `claims` where more than one was made. */
export function situationView({ current, claims, clock, next }: Situation) {
  return {
    ...claimView(current),
    clock,
    next: next ?? null,
    ...(claims.length > 1 ? { claims: claims.map(claimView) } : {}),
  };
}

function claimView({ claim, receivedOn, deadline }: ClaimDeadline) {
  const { strictOn, later, safeOn, dueOn, state, steps, warnings, ended, ifAnswered } = deadline;
  return {
    claim: claim ?? null,
    receivedOn,
    strictOn,
    safeOn,
    dueOn,
    later,
    state,
    steps,
    warnings,
    ended,
    ifAnswered,
  };
}

function forwardingView(row: RightsRequestRow, now: Date) {
  const state: ForwardingStatus = forwardingStatus(row, now);
  return {
    state,
    attempts: row.forwardingAttempts,
    forwardedAt: row.forwardedAt?.toISOString() ?? null,
    // Null: nothing is known beyond the acceptance by the house's mail server.
    arrival: row.forwardingArrival,
    arrivalAt: row.forwardingArrivalAt?.toISOString() ?? null,
    lateAt: row.forwardingLateAt.toISOString(),
    nextAttemptAt: row.forwardingNextAttemptAt?.toISOString() ?? null,
  };
}
