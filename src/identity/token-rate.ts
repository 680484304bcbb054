import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../domain/problem.js';
import { CONFIG, type Config } from '../platform/config/config.js';

/** Seconds of its rate that a token may use at once after a rest. */
const BURST_SECONDS = 2;
const REMEMBERED = 10_000;

interface Bucket {
  left: number;
  at: number;
}

/**
 * How often one token may call this instance: a bucket that fills at TOKEN_RATE a second (OWASP API4:2023). One program
 * that runs wild then holds up nobody but itself.
 */
@Injectable()
export class TokenRate {
  private readonly buckets = new Map<string, Bucket>();

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'tokenRate'>) {}

  /** Counts a call. `now`: milliseconds of a clock that never goes back. @throws Refusal too-many-attempts */
  take(token: string, now: number): void {
    const { tokenRate } = this.config;
    if (tokenRate === 0) {
      return;
    }
    const most = tokenRate * BURST_SECONDS;
    const bucket = this.buckets.get(token) ?? this.remember(token, { left: most, at: now });
    bucket.left = Math.min(most, bucket.left + ((now - bucket.at) / 1_000) * tokenRate);
    bucket.at = now;
    if (bucket.left < 1) {
      refuse('too-many-attempts', { retryAfterSeconds: Math.max(1, Math.ceil((1 - bucket.left) / tokenRate)) });
    }
    bucket.left -= 1;
  }

  private remember(token: string, bucket: Bucket): Bucket {
    if (this.buckets.size >= REMEMBERED) {
      // Only those who rest have nothing to lose by being forgotten; at worst somebody gets a full bucket.
      this.buckets.clear();
    }
    this.buckets.set(token, bucket);
    return bucket;
  }
}
