import type { Right } from '../domain/rights/right.js';
import type { Door } from '../requests/request/rights-request.entity.js';

/** A file as it is kept: checked, and free of EXIF and the like (`platform/documents`). */
export interface IntakeFile {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** A request at the door, in domain values; every door makes one of these. */
export interface IntakeCommand {
  readonly door: Door;
  /** Slug of the channel and account. */
  readonly channel: string;
  readonly message: string;
  /** When it reached the organisation; null: now. */
  readonly receivedAt: Date | null;
  /** Empty: not known, the DPO decides. */
  readonly rights: readonly Right[];
  readonly from: string;
  readonly contact: string;
  readonly lateReason: string;
  readonly files: readonly IntakeFile[];
  readonly idempotencyKey: string | null;
}
