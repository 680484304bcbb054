import type { FactShape } from './fact-kinds.js';

export interface EventShape {
  /** One line for people: what happened. */
  readonly gloss: string;
  readonly facts: Readonly<Record<string, FactShape>>;
  /** Facts that may be missing. */
  readonly optional?: Readonly<Record<string, FactShape>>;
}
