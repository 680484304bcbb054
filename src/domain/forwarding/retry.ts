/** Milliseconds to wait after the n-th attempt (from 1) came to nothing; for ever, at most ten minutes apart. */
const DELAYS_MS = [5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000] as const;

export function retryDelayMs(attempt: number): number {
  return nth(DELAYS_MS, attempt);
}

/** First waits of a forwarding; then half a minute for about two hours, a minute for about a day. */
const FIRST_MS = [5_000, 15_000] as const;
const SHORT = { ms: 30_000, attempts: 240 } as const;
const LONG = { ms: 60_000, attempts: 1_680 } as const;

/**
 * As `retryDelayMs`, for the mail that must leave at once: after an outage, and when greylisting has run its time, the
 * next attempt is at most a minute away. `slow`: who has refused us is asked more rarely; so is who is away for days.
 */
export function forwardingDelayMs(attempt: number, slow: boolean): number {
  if (slow) {
    return retryDelayMs(attempt);
  }
  if (attempt <= FIRST_MS.length) {
    return nth(FIRST_MS, attempt);
  }
  return attempt <= SHORT.attempts ? SHORT.ms : attempt <= LONG.attempts ? LONG.ms : 300_000;
}

/** After the n-th time (from 1) that it was accepted and came back: most mailboxes need somebody to mend them. */
const BOUNCE_DELAYS_MS = [60_000, 300_000, 900_000, 3_600_000] as const;

export function bounceDelayMs(bounces: number): number {
  return nth(BOUNCE_DELAYS_MS, bounces);
}

function nth(delays: readonly number[], n: number): number {
  return delays[Math.min(Math.max(n, 1), delays.length) - 1] ?? 600_000;
}
