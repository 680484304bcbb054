import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { canonicalJson } from '../../../../src/domain/log/canonical-json.js';
import {
  entryBytes,
  entryParts,
  InvalidEntryError,
  parseEntry,
  type LogEntry,
} from '../../../../src/domain/log/entry.js';
import { EVENTS, type EventName } from '../../../../src/domain/log/events.js';
import { leafHash } from '../../../../src/domain/log/merkle.js';
import { ACCEPTED, goodFacts, SHA256, UUID } from './entries.js';
import { hex } from './naive-tree.js';

const GOLDEN = JSON.parse(readFileSync(join(import.meta.dirname, '../../../vectors/log/entry.json'), 'utf8')) as {
  readonly text: string;
  readonly leafHash: string;
};

const text = (entry: LogEntry) => Buffer.from(entryBytes(entry)).toString('utf8');
const bytesOf = (value: unknown) => Buffer.from(canonicalJson(value));

test('an entry has, for ever, these bytes and this leaf hash', () => {
  expect(text(ACCEPTED)).toBe(GOLDEN.text);
  expect(hex(leafHash(entryBytes(ACCEPTED)))).toBe(GOLDEN.leafHash);
  expect(parseEntry(Buffer.from(GOLDEN.text))).toEqual(ACCEPTED);
});

test('the parts with the time between them are the bytes, whatever the entry: actor sorts before at', () => {
  const entry = fc.record({
    event: fc.constantFrom(...(Object.keys(EVENTS) as EventName[])),
    actor: fc.constantFrom<LogEntry['actor'][]>('system', 'cli', `user:${UUID}`, `token:${UUID}`),
    subject: fc.constantFrom<LogEntry['subject'][]>({ request: UUID }, { organisation: UUID }),
    commit: fc.constantFrom(undefined, SHA256),
    ms: fc.integer({ min: 0, max: 4_102_444_799_999 }),
  });
  fc.assert(
    fc.property(entry, ({ event, actor, subject, commit, ms }) => {
      const facts = goodFacts(event) as LogEntry['facts'];
      const withoutAt = {
        v: 1 as const,
        id: UUID,
        event,
        subject,
        actor,
        facts,
        ...(commit === undefined ? {} : { commit }),
      };
      const at = new Date(ms).toISOString();
      const { before, after } = entryParts(withoutAt);
      expect(`${before}${at}${after}`).toBe(text({ ...withoutAt, at }));
      expect(parseEntry(Buffer.from(`${before}${at}${after}`))).toEqual({ ...withoutAt, at });
    }),
    { numRuns: 300 },
  );
});

const { commit: _commit, ...WITHOUT_COMMIT } = ACCEPTED;
const WITHOUT = (key: keyof LogEntry) => Object.fromEntries(Object.entries(ACCEPTED).filter(([name]) => name !== key));

test('the commitment may be missing, and nothing else', () => {
  expect(parseEntry(bytesOf(WITHOUT_COMMIT))).toEqual(WITHOUT_COMMIT);
  for (const key of ['v', 'id', 'at', 'event', 'subject', 'actor', 'facts'] as const) {
    expect(() => parseEntry(bytesOf(WITHOUT(key)))).toThrow(InvalidEntryError);
  }
});

test.each([
  ['another version', { v: 2 }],
  ['a version that is a text', { v: '1' }],
  ['an unknown event', { event: 'forwarding.hoped' }],
  ['the name of a method as event', { event: 'toString' }],
  ['a random ID (version 4)', { id: '0198c0de-1111-4111-9111-111111111111' }],
  ['a time without milliseconds', { at: '2026-11-23T15:02:13Z' }],
  ['a time of another zone', { at: '2026-11-23T16:02:13.042+01:00' }],
  ['a named actor', { actor: 'Erika Mustermann' }],
  ['a user without ID', { actor: 'user:' }],
  ['a user with a malformed id', { actor: 'user:------------------------------------' }],
  ['the system with an ID', { actor: `system:${UUID}` }],
  ['an actor in two parts too many', { actor: `user:${UUID}:${UUID}` }],
  ['no subject', { subject: {} }],
  ['two subjects', { subject: { organisation: UUID, request: UUID } }],
  ['another subject', { subject: { person: UUID } }],
  ['a subject in an array', { subject: [UUID] }],
  ['a subject that is null', { subject: null }],
  ['facts of another event', { facts: { forwarding: UUID } }],
  ['facts that are an array', { facts: [] }],
  ['facts that are null', { facts: null }],
  ['a fact too many', { facts: { ...ACCEPTED.facts, reply: '250 OK' } }],
  ['a commitment of another length', { commit: 'AA==' }],
  ['a commitment that is null', { commit: null }],
  ['a member too many', { note: 'x' }],
])('bytes with %s are no entry, nor are they written', (_why, change) => {
  expect(() => parseEntry(bytesOf({ ...ACCEPTED, ...change }))).toThrow(InvalidEntryError);
  expect(() => entryBytes({ ...ACCEPTED, ...change } as LogEntry)).toThrow(InvalidEntryError);
});

test.each([
  ['a space', `${GOLDEN.text} `],
  ['a newline behind it', `${GOLDEN.text}\n`],
  ['members in another order', JSON.stringify(ACCEPTED)],
  ['a member twice', GOLDEN.text.replace('"v":1', '"v":1,"v":1')],
  ['an escape that is not needed', GOLDEN.text.replace('system', '\\u0073ystem')],
  ['a byte order mark', `\ufeff${GOLDEN.text}`],
  ['nothing', ''],
  ['an array', '[]'],
  ['null', 'null'],
])('the same entry with %s has other bytes, and is none', (_why, written) => {
  expect(() => parseEntry(Buffer.from(written))).toThrow(InvalidEntryError);
});

test('bytes that are no UTF-8, or more than a bundle can hold, are no entry', () => {
  expect(() => parseEntry(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(InvalidEntryError);
  expect(() => parseEntry(new Uint8Array(65_536).fill(0x20))).toThrow('too long');
});

test('why it is no entry is said without a word of what stood in it', () => {
  const hostile = {
    ...ACCEPTED,
    Erika: 1,
    actor: 'Erika',
    facts: { ...ACCEPTED.facts, Erika: 'Mustermann', tls: 'Erika' },
  };
  const message = (() => {
    try {
      return parseEntry(bytesOf(hostile)).id;
    } catch (error) {
      return String(error);
    }
  })();
  expect(message).toContain('wrong-kind fact tls');
  expect(message).not.toMatch(/Erika|Mustermann/);
});

test('the parts of what is no entry are not given out', () => {
  expect(() => entryParts({ ...ACCEPTED, actor: 'user:Erika' })).toThrow(InvalidEntryError);
});
