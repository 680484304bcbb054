import type { Words } from '../../src/verifier/words.de.js';

/** A sentence with its place among the words; where a value goes in, its number stands in brackets. */
export interface Sentence {
  readonly key: string;
  readonly text: string;
}

/** Every sentence that a verifier can say, in one language. */
export function sentencesOf(words: Words | object, path: readonly string[] = []): readonly Sentence[] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]): readonly Sentence[] => {
    const key = [...path, name];
    if (typeof value === 'string') {
      return [{ key: key.join('.'), text: value }];
    }
    if (typeof value === 'function') {
      const call = value as (...given: readonly string[]) => string;
      const given = Array.from({ length: call.length }, (_, at) => `‹${at + 1}›`);
      return [{ key: key.join('.'), text: call(...given) }];
    }
    return typeof value === 'object' && value !== null ? sentencesOf(value, key) : [];
  });
}
