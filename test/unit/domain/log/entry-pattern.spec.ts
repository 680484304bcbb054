import fc from 'fast-check';
import { entryBytes, InvalidEntryError, parseEntry, type LogEntry } from '../../../../src/domain/log/entry.js';
import { isSeenWellFormed } from '../../../../src/domain/log/entry-pattern.js';
import { canonicalJson, parseCanonical } from '../../../../src/domain/log/canonical-json.js';
import { EVENTS, type EventName } from '../../../../src/domain/log/events.js';
import { goodFacts } from './entries.js';

const ID = '0198c0de-0000-7000-8000-000000000001';

function textOf(event: EventName, change: object = {}): string {
  const entry = {
    v: 1,
    id: ID,
    at: '2026-11-23T15:02:13.123Z',
    event,
    subject: { request: ID },
    actor: `user:${ID}`,
    facts: goodFacts(event),
    ...change,
  };
  return canonicalJson(entry);
}

/** Without the short cut: piece by piece, as it is written. */
function isWellFormed(text: string): boolean {
  try {
    const value = parseCanonical(text) as LogEntry;
    return Buffer.from(entryBytes(value)).toString('utf8') === text;
  } catch {
    return false;
  }
}

const NAMES = Object.keys(EVENTS) as EventName[];

test.each(NAMES)('%s is seen to be right, with and without its optional facts and a commitment', (event) => {
  // More than one right is looked at piece by piece.
  const facts: Record<string, unknown> = {
    ...goodFacts(event),
    ...('rights' in EVENTS[event].facts ? { rights: ['access'] } : {}),
  };
  const required = Object.fromEntries(Object.keys(EVENTS[event].facts).map((fact) => [fact, facts[fact]]));
  const texts = [
    textOf(event, { facts }),
    textOf(event, { facts: required }),
    textOf(event, { facts, commit: Buffer.alloc(32, 7).toString('base64'), actor: 'system' }),
  ];
  expect(texts.map(isWellFormed)).toEqual([true, true, true]);
  expect(texts.map(isSeenWellFormed)).toEqual([true, true, true]);
});

test('every choice of optional facts is seen, and no stray comma', () => {
  const all = goodFacts('request.recorded');
  const optional = Object.keys(EVENTS['request.recorded'].optional);
  for (let choice = 0; choice < 2 ** optional.length; choice += 1) {
    const left = optional.filter((_, at) => (choice & (2 ** at)) === 0);
    const facts = Object.fromEntries(
      Object.entries({ ...all, rights: ['access'] }).filter(([fact]) => !left.includes(fact)),
    );
    const text = textOf('request.recorded', { facts });
    expect([left, isSeenWellFormed(text), isWellFormed(text)]).toEqual([left, true, true]);
    expect(isSeenWellFormed(text.replace('},"id"', ',},"id"'))).toBe(false);
    expect(isSeenWellFormed(text.replace('"attachments"', ',"attachments"'))).toBe(false);
  }
});

test('whatever is changed in a line, only what is right is seen to be right', () => {
  const anyLine = fc.constantFrom(...NAMES).map((event) => textOf(event));
  const spoiled = fc
    .tuple(anyLine, fc.nat(), fc.constantFrom('', ' ', '0', '9', 'a', '"', ',', '{', 'A', '\\', 'ü', '\n'), fc.nat(2))
    .map(([line, at, put, cut]) => line.slice(0, at % line.length) + put + line.slice((at % line.length) + cut));
  fc.assert(
    fc.property(spoiled, (text) => {
      fc.pre(isSeenWellFormed(text));
      expect(isWellFormed(text)).toBe(true);
    }),
    { numRuns: 4_000, maxSkipsPerRun: 1_000 },
  );
});

test.each([
  ['29 February', { at: '2028-02-29T00:00:00.000Z' }, true],
  ['an invalid date', { at: '2027-02-29T00:00:00.000Z' }, false],
  ['the thirty-first of April', { at: '2027-04-31T00:00:00.000Z' }, false],
  ['another version', { v: 2 }, false],
  ['a member more', { note: 1 }, false],
])('what the pattern does not see is looked at: %s', (_, change, right) => {
  const bytes = Buffer.from(textOf('request.acknowledged', change));
  const outcome = (): unknown => {
    try {
      return parseEntry(bytes);
    } catch (error) {
      return error;
    }
  };
  expect(outcome() instanceof InvalidEntryError).toBe(!right);
});

test.each([
  ['another spelling of a number', textOf('clock.anomaly').replace(/"behindMs":\d+/, '"behindMs":1e2')],
  ['other order', textOf('clock.anomaly').replace('{"actor"', '{"v":1,"actor"').replace(',"v":1}', '}')],
  ['a commitment with bits left over', textOf('clock.anomaly', { commit: `${'A'.repeat(42)}B=` })],
  ['a line break behind it', `${textOf('clock.anomaly')}\n`],
])('%s is not seen to be right', (_, text) => {
  expect(isSeenWellFormed(text)).toBe(false);
});
