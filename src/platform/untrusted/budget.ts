/** What a reading may use up. */
export interface BudgetLimits {
  readonly bytes: number;
  /** Pieces of whatever the format is made of: MIME parts, chunks of a picture, fields, entries, nested values. */
  readonly parts: number;
  readonly milliseconds: number;
}

export const BUDGET_BREACHES = ['bytes', 'parts', 'time', 'memory'] as const;
export type BudgetBreach = (typeof BUDGET_BREACHES)[number];

/** A stranger's bytes asked for more than they may have (CWE-400). Says nothing of what they hold. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded';

  constructor(readonly breach: BudgetBreach) {
    super(`reading what a stranger sent took more than its budget of ${breach}`);
  }
}

/**
 * Counts what reading a stranger's bytes uses, and ends it when it is too much. Whoever reads says what it is about to
 * use before it does. Time is looked at with each part; what never counts one is ended from outside, with its thread.
 */
export class Budget {
  #bytes = 0;
  #parts = 0;
  readonly #until: number;

  constructor(
    private readonly limits: BudgetLimits,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#until = now() + limits.milliseconds;
  }

  /** @throws BudgetExceeded */
  spendBytes(count: number): void {
    this.#bytes += count;
    if (this.#bytes > this.limits.bytes) {
      throw new BudgetExceeded('bytes');
    }
  }

  /** @throws BudgetExceeded */
  spendParts(count = 1): void {
    this.#parts += count;
    if (this.#parts > this.limits.parts) {
      throw new BudgetExceeded('parts');
    }
    if (this.now() > this.#until) {
      throw new BudgetExceeded('time');
    }
  }
}
