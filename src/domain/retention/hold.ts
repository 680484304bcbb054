// Art. 17(3)(b), (e), 18(1)(c) GDPR: why something is kept although its day has come. A closed list, because "to be safe" is
// no reason.

export const HOLD_REASONS = [
  /** A suit or an appeal about the matter. */
  'lawsuit',
  /** Damages are claimed or announced, Art. 82. */
  'damages',
  /** A complaint to the authority, before its letter is here. */
  'complaint',
  /** A breach that concerns the matter is not concluded, Art. 33. */
  'breach',
  /** The person needs it for a claim of their own, Art. 18(1)(c). */
  'needed-by-person',
  /** A law orders it to be kept, or to be offered to an archive first. */
  'statutory',
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** A hold is looked at again within this time. */
export const HOLD_REVIEW_MONTHS = 6;
