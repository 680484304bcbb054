import type { BundleCheckResult } from './findings.js';

/**
 * What a verifier may say at most. `proved`: everything that the bundle says is proved by whom the reader named.
 * `consistent`: nothing in it contradicts anything, and something of what it says nobody named has confirmed.
 * `false`: something in it is not as it says.
 */
export type Outcome = 'proved' | 'consistent' | 'false';

/** What keeps a bundle without a fault from being proved. */
export const UNCONFIRMED = [
  /** Whoever verifies named no key: that it is that of the log, only the bundle says. */
  'no-key',
  /** The key given was replaced by one of which the log has kept 32 bits only. */
  'weak-handover',
  /** It is to hold every entry of its days, and what stands before or behind them is not in it to show that. */
  'not-complete',
  /** Whoever verifies holds something of the log, and nothing shows that this is the same history. */
  'not-linked',
] as const;

export type Unconfirmed = (typeof UNCONFIRMED)[number];

export function outcomeOf(checks: readonly BundleCheckResult[], unconfirmed: readonly Unconfirmed[]): Outcome {
  if (checks.some(({ state }) => state === 'failed')) {
    return 'false';
  }
  return unconfirmed.length === 0 ? 'proved' : 'consistent';
}
