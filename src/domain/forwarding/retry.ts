/** Milliseconds to wait after the n-th attempt (from 1) came to nothing; for ever, at most ten minutes apart. */
const DELAYS_MS = [5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000] as const;

export function retryDelayMs(attempt: number): number {
  return DELAYS_MS[Math.min(Math.max(attempt, 1), DELAYS_MS.length) - 1] ?? 600_000;
}
