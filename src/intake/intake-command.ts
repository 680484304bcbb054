import type { CivilDate } from '../domain/civil-date.js';
import type { Precision } from '../domain/forwarding/verdict.js';
import type { Right } from '../domain/rights/right.js';
import type { Door } from '../requests/request/rights-request.entity.js';

/** A file as it is kept: checked, and free of EXIF and the like (`platform/documents`). */
export interface IntakeFile {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** What whoever hands over knows of the two moments; a day stands for its first moment. */
export interface HandoverMoments {
  /** How exactly `receivedAt` is known; `unknown`: it is then counted from seeing, or from the hand-over. */
  readonly arrival: Precision;
  /** `now`: while it is handed over; `unsaid`: nobody said. */
  readonly seen: 'now' | 'moment' | 'day' | 'unsaid';
  /** When they saw it; null where `seen` says it all. */
  readonly seenAt: Date | null;
  readonly seenDay?: CivilDate;
}

/** A request at the door, in domain values; every door makes one of these. */
export interface IntakeCommand {
  readonly door: Door;
  /** Slug of the channel and account. */
  readonly channel: string;
  readonly message: string;
  /** When it reached the organisation; null: now. */
  readonly receivedAt: Date | null;
  /** Only the day is known, in the organisation's time zone. */
  readonly receivedDay?: CivilDate;
  /** Missing: nobody was asked; the door knows when it arrived. */
  readonly moments?: HandoverMoments;
  /** Empty: not known, the DPO decides. */
  readonly rights: readonly Right[];
  readonly from: string;
  readonly contact: string;
  readonly lateReason: string;
  /** It may tell of a personal data breach (Art. 33). */
  readonly breachHint?: boolean;
  readonly files: readonly IntakeFile[];
  readonly idempotencyKey: string | null;
}
