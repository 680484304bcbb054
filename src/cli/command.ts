import type { ParseArgsConfig } from 'node:util';
import type { Config } from '../platform/config/config.js';

export type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** What a command has: its words, the environment, and where to write. */
export interface CommandInput {
  readonly words: readonly string[];
  readonly flags: Flags;
  readonly config: Config;
  /** One result: as text for people, as one JSON object with `--json`. */
  readonly result: (value: object, text: string) => void;
}

export interface Command {
  /** The words that call it, e.g. "user create". */
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  /** Exit code: 0 done, 1 refused or not verified, 2 not usable as called. */
  run(input: CommandInput): Promise<number>;
}

/** The command was called in a way it does not understand. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A flag that must be there, as text. @throws UsageError */
export function required(flags: Flags, name: string): string {
  const value = flags[name];
  if (typeof value !== 'string' || value === '') {
    throw new UsageError(`--${name} is missing`);
  }
  return value;
}
