/** Milliseconds to wait after the n-th attempt (from 1) came to nothing; for ever, at most ten minutes apart. */
const DELAYS_MS = [5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000] as const;

export function retryDelayMs(attempt: number): number {
  return DELAYS_MS[Math.min(Math.max(attempt, 1), DELAYS_MS.length) - 1] ?? 600_000;
}

/** After the n-th time (from 1) that it was accepted and came back: most mailboxes need somebody to mend them. */
const BOUNCE_DELAYS_MS = [60_000, 300_000, 900_000, 3_600_000] as const;

export function bounceDelayMs(bounces: number): number {
  return BOUNCE_DELAYS_MS[Math.min(Math.max(bounces, 1), BOUNCE_DELAYS_MS.length) - 1] ?? 3_600_000;
}
