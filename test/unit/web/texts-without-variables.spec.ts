import { de } from '../../../src/web/texts/de.js';
import { en } from '../../../src/web/texts/en.js';

/** Every text, functions called with what they might be called with. */
function wordsOf(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') {
    return [[path, value]];
  }
  if (typeof value === 'function') {
    // Of a function its source has the words.
    return [[path, String(value)]];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, one]) => wordsOf(one, `${path}.${key}`))
    : [];
}

const VARIABLE = /\b(?:[A-Z]{2,}_[A-Z_]{2,}|DATA_DIR|reminderDays|reminderHour|takeoverLimitHours)\b(?!\()/;

test.each([
  ['de', de],
  ['en', en],
])('no page in %s names a variable of the environment or of a file', (_, texts) => {
  const named = wordsOf(texts, '').filter(([, words]) =>
    VARIABLE.test(words.replaceAll(/\$\{[^}]*\}|\b[A-Z_]+\b(?=[.[(])/g, '')),
  );
  expect(named.map(([path]) => path)).toEqual([]);
});
