/** Less is two readings of one clock, or its being set by the network. */
const STEP_MS = 5_000;

/** Tells whether a clock has gone back, by one that cannot: the time since this process began. */
export class ClockWatch {
  private last: { readonly clockMs: number; readonly sinceMs: number } | undefined;

  /**
   * @param clockMs what the clock says now
   * @param sinceMs of a clock that only goes forward
   * @param isBehind whether something has been written that is later: the only sign there is of a step before the first look
   */
  wentBack(clockMs: number, sinceMs: number, isBehind: boolean): boolean {
    const before = this.last;
    this.last = { clockMs, sinceMs };
    return before === undefined ? isBehind : clockMs - before.clockMs < sinceMs - before.sinceMs - STEP_MS;
  }
}
