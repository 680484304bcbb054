import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { civilDateIn } from '../../../../src/domain/civil-date.js';
import { previewDeadline } from '../../../../src/domain/deadlines/preview.js';

// The published test sets: anyone can run them against their own engine. Expected days were computed by a second
// implementation in another language; those with a name of their own also by hand.
const FOLDER = join(import.meta.dirname, '../../../vectors/deadlines');

interface Vector {
  readonly name: string;
  readonly input: Record<string, unknown>;
  readonly expect: {
    readonly safeOn: string;
    readonly dueOn: string;
    readonly state: string;
    readonly warnings: readonly string[];
  };
  readonly legalDay?: string;
}

function vectorsIn(file: string): Vector[] {
  return (JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { vectors: Vector[] }).vectors;
}

function answerTo(vector: Vector) {
  const preview = previewDeadline(vector.input);
  if (!preview.ok) {
    return { problems: preview.problems };
  }
  const { safeOn, dueOn, state, warnings } = preview.deadline;
  return { safeOn, dueOn, state, warnings: warnings.map(({ code }) => code) };
}

function explains(input: Record<string, unknown>): boolean {
  const preview = previewDeadline(input);
  if (!preview.ok) {
    return false;
  }
  const { steps, dueOn } = preview.deadline;
  const texts = steps.flatMap(({ de, en, source, sourceDe }) => [de, en, source, sourceDe]);
  return (
    steps.filter(({ rule }) => rule === 'receipt').length === 1 &&
    steps.at(-1)?.date === dueOn &&
    texts.every((text) => text !== '' && !/undefined|\[object|NaN/.test(text))
  );
}

const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

describe.each(FILES)('test set %s', (file) => {
  test('every vector comes out as published', () => {
    const vectors = vectorsIn(file);
    expect(vectors.length).toBeGreaterThan(0);
    const wrong = vectors
      .map((vector) => ({ name: vector.name, got: answerTo(vector), expected: vector.expect }))
      .filter(({ got, expected }) => JSON.stringify(got) !== JSON.stringify(expected));
    expect(wrong).toEqual([]);
  });

  test('the steps lead from the receipt to the day that is due, in both languages', () => {
    const astray = vectorsIn(file).filter(({ input }) => !explains(input));
    expect(astray).toEqual([]);
  });
});

test('the moments of receipt fall on the legal days published with them', () => {
  for (const { input, legalDay } of vectorsIn('moments-and-clock-changes.json')) {
    expect(civilDateIn(String(input['receivedAt']), (input['timeZone'] as string | undefined) ?? 'Europe/Berlin')).toBe(
      legalDay,
    );
  }
});

test('the sets together hold every Land and more than a thousand vectors', () => {
  const all = FILES.flatMap(vectorsIn);
  expect(all.length).toBeGreaterThan(1000);
  expect(new Set(all.map(({ input }) => input['land'])).size).toBe(16);
});
