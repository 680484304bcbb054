import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/config.js';
import { Rate } from '../platform/http/rate.js';

/** Seconds of its rate that a token may use at once after a rest. */
const BURST_SECONDS = 2;

/** How often one token may call this instance, TOKEN_RATE a second: a program that runs wild holds up nobody but itself. */
@Injectable()
export class TokenRate {
  private readonly rate: Rate | undefined;

  constructor(@Inject(CONFIG) { tokenRate }: Pick<Config, 'tokenRate'>) {
    this.rate = tokenRate === 0 ? undefined : new Rate(tokenRate, tokenRate * BURST_SECONDS);
  }

  /** Counts a call. `now`: milliseconds of a clock that never goes back. @throws Refusal too-many-attempts */
  take(token: string, now: number): void {
    this.rate?.take(token, now);
  }
}
