import { refuse } from '../../domain/problem.js';

const REMEMBERED = 10_000;

interface Bucket {
  left: number;
  at: number;
}

/** How often each of many may call this instance: buckets that fill at a rate (OWASP API4:2023). Kept in memory only. */
export class Rate {
  private readonly buckets = new Map<string, Bucket>();

  /** @param most calls at once after a rest */
  constructor(
    private readonly perSecond: number,
    private readonly most: number,
  ) {}

  /** Counts a call. `now`: milliseconds of a clock that never goes back. @throws Refusal too-many-attempts */
  take(who: string, now: number): void {
    const bucket = this.buckets.get(who) ?? this.remember(who, { left: this.most, at: now });
    bucket.left = Math.min(this.most, bucket.left + ((now - bucket.at) / 1_000) * this.perSecond);
    bucket.at = now;
    if (bucket.left < 1) {
      refuse('too-many-attempts', { retryAfterSeconds: Math.max(1, Math.ceil((1 - bucket.left) / this.perSecond)) });
    }
    bucket.left -= 1;
  }

  private remember(who: string, bucket: Bucket): Bucket {
    if (this.buckets.size >= REMEMBERED) {
      // Only those who rest have nothing to lose by being forgotten; at worst somebody gets a full bucket.
      this.buckets.clear();
    }
    this.buckets.set(who, bucket);
    return bucket;
  }
}
