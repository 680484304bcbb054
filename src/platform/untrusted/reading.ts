import type { BudgetLimits } from './budget.js';

/**
 * One way to read a stranger's bytes, by the name under which the thread knows it. The types are those of the function
 * behind the name: a thread is spoken to in messages, which carry none.
 */
export interface Reading<Options, Result> {
  readonly name: string;
  readonly limits: BudgetLimits;
  readonly types?: (options: Options) => Result;
}

/** What is said to the thread, and what it answers. */
export interface ReadingJob {
  readonly name: string;
  readonly limits: BudgetLimits;
  readonly bytes: Uint8Array;
  readonly options: unknown;
}

export type ReadingReply =
  | { readonly result: unknown }
  | { readonly breach: 'bytes' | 'parts' | 'time' }
  /** A defect of ours, without what it quotes. */
  | { readonly fault: string };
