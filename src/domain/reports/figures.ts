// Art. 5(2), 24 GDPR: the figures of a compliance report (Rechenschaftsbericht). Each is a fold over entries of the log
// up to the end of the period, so that anybody who has the entries can count them again (P10).

import type { ChannelKind } from '../channel-kind.js';
import type { CivilDate } from '../civil-date.js';
import type { State } from '../lifecycle/lifecycle.js';
import type { Ground, Outcome } from '../rights/outcome.js';
import type { Right } from '../rights/right.js';

/** Whole days in the organisation's time zone, both included. */
export interface ReportPeriod {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/** Of durations in milliseconds, nearest rank; null where there is none. */
export interface Distribution {
  readonly count: number;
  readonly median: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly longest: number | null;
}

export type ExceptionReason =
  'late-handover' | 'arrival-unknown' | 'late-forwarding' | 'not-forwarded' | 'other-recipient';

/** A request of the period that was not forwarded directly and at once. Moments RFC 3339. */
export interface VerdictException {
  readonly request: string;
  readonly reasons: readonly ExceptionReason[];
  readonly receivedAt: string;
  readonly recordedAt: string;
  readonly forwardedAt: string | null;
  /** The employee stated a reason for the late hand-over; it is sealed, the log has only the fact. */
  readonly reasonStated: boolean;
}

export interface ChannelFigures {
  /** Channel and account. */
  readonly channel: string;
  readonly kind: ChannelKind;
  readonly requests: number;
  /** Requests per class of hand-over time, receipt to recording (`HANDOVER_CLASSES`); parts that were split off are in none. */
  readonly handover: readonly number[];
}

/** Upper bounds of the classes of hand-over time in minutes; the last class is everything beyond. */
export const HANDOVER_CLASSES = [15, 60, 240, 1_440, 4_320] as const;

export interface OutcomeFigures {
  readonly right: Right;
  readonly outcome: Outcome;
  readonly ground: Ground | null;
  readonly claims: number;
}

/** Decisions on rights claimed over a channel, whichever right and ground. */
export interface ChannelOutcomeFigures {
  readonly channel: string;
  readonly outcome: Outcome;
  readonly claims: number;
}

/** One calendar month (`2026-03`) or ISO week (`2026-W10`) of the period. */
export interface TrendPoint {
  readonly span: string;
  readonly received: number;
  readonly answered: number;
  /** Of those received: forwarded directly and at once. */
  readonly followed: number;
  readonly missed: number;
}

/** A time in which mail to the DPO was not accepted. */
export interface Outage {
  readonly from: string;
  /** Null: it had not ended by the end of the period. */
  readonly to: string | null;
  readonly requests: number;
}

export interface InstructionFigures {
  readonly instruction: string;
  readonly version: number;
  readonly holdsFrom: CivilDate;
  readonly handoverLimitMinutes: number;
  readonly forwardingLimitSeconds: number;
  /** base64 SHA-256 of its text. */
  readonly text: string;
  readonly confirmedBy: number;
}

export interface ComplianceFigures {
  readonly period: ReportPeriod;
  readonly timeZone: string;
  readonly requests: {
    /** Recorded in the period: what all shares below are of. */
    readonly recorded: number;
    /** Recorded before the period and still open when it began. */
    readonly carriedOver: number;
    /** `unnamed`: the person named no right. A request with two rights counts under both. */
    readonly byRight: Readonly<Record<Right | 'unnamed', number>>;
    readonly byChannel: readonly ChannelFigures[];
    /** As they stood at the end of the period. */
    readonly byState: Readonly<Record<State, number>>;
    readonly outcomes: readonly OutcomeFigures[];
    readonly decidedByChannel: readonly ChannelOutcomeFigures[];
  };
  readonly times: {
    readonly receiptToRecording: Distribution;
    readonly recordingToForwarding: Distribution;
    readonly forwardingToAcknowledgement: Distribution;
    /** In whole days, as the law counts. */
    readonly receiptToAnswerDays: Distribution;
  };
  readonly verdict: {
    readonly directly: number;
    readonly atOnce: number;
    /** Both. */
    readonly followed: number;
    readonly exceptions: readonly VerdictException[];
    /** Exceptions beyond those listed. */
    readonly exceptionsLeftOut: number;
  };
  readonly deadlines: {
    readonly met: number;
    readonly missed: number;
    readonly open: number;
    /** Without an answer: taken back, a mistake, or merged. */
    readonly ended: number;
    readonly extended: number;
  };
  /** Of those answered in time, how that is known: reports of earlier versions do not say. */
  readonly inTime: { readonly proved: number; readonly stated: number; readonly cameBack: number };
  /** Requests in which something was stated more than a working day after its day: reports of earlier versions do not say. */
  readonly lateEntries: { readonly requests: number };
  /** From the arrival to seeing it, as those say who handed over: reports of earlier versions do not say. */
  readonly arrivals: {
    readonly sameDay: number;
    readonly nextDay: number;
    readonly later: number;
    readonly unsaid: number;
    readonly unknown: number;
  };
  readonly identityChecks: { readonly asked: number; readonly confirmed: number };
  readonly recipients: { readonly listed: number; readonly notified: number; readonly leftOut: number };
  readonly restrictions: { readonly began: number; readonly lifted: number; readonly activeAtEnd: number };
  readonly complaints: { readonly opened: number; readonly concluded: number; readonly openAtEnd: number };
  readonly erasures: { readonly closed: number };
  /** What decisions made follow: reports of earlier versions do not say. */
  readonly duties: { readonly done: number; readonly leftOut: number; readonly reopened: number };
  /** What was called a mistake, and what the DPO found to be no request: not taken back by the person. */
  readonly dismissals: { readonly noted: number; readonly dismissed: number };
  /**
   * What was erased, by its entries; whom it was told; copies outside that somebody says are deleted; holds. A request whose
   * classes go on several days counts with each. Reports of earlier versions do not say.
   */
  readonly retention: {
    readonly erased: number;
    readonly told: number;
    readonly untold: number;
    readonly copies: number;
    readonly channels: number;
    readonly holds: number;
    readonly heldAtEnd: number;
  };
  readonly instructions: readonly InstructionFigures[];
  /** Users with the role staff at the end of the period. */
  readonly staff: number;
  /** The longest, in the order of their beginning. */
  readonly outages: readonly Outage[];
  readonly outagesLeftOut: number;
  readonly log: {
    /** Entries up to the end of the period, and of the period alone. */
    readonly size: number;
    readonly entries: number;
    readonly damageFound: number;
    readonly clockAnomalies: number;
    readonly epochs: number;
  };
  readonly byMonth: readonly TrendPoint[];
  readonly byWeek: readonly TrendPoint[];
}
