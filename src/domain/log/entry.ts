import { canonicalJson, NotCanonicalError, parseCanonical } from './canonical-json.js';
import { textOf, utf8 } from './encoding.js';
import { areFactsOf, isEventName, type EventFacts, type EventName } from './events.js';
import { isFact } from './fact-kinds.js';

/** What an entry is about: one rights request, or the organisation itself. */
export type EntrySubject = { readonly request: string } | { readonly organisation: string };

export type EntryActor = 'system' | 'cli' | `user:${string}` | `token:${string}`;

/** One line of the log (DESIGN §4). */
export interface LogEntry<E extends EventName = EventName> {
  readonly v: 1;
  readonly id: string;
  /** RFC 3339, UTC, milliseconds: the database's clock, never running backwards within a log. */
  readonly at: string;
  readonly event: E;
  readonly subject: EntrySubject;
  readonly actor: EntryActor;
  readonly facts: EventFacts[E];
  /** Commitment to sealed content, base64. */
  readonly commit?: string;
}

/** Bytes that are no entry of this version. */
export class InvalidEntryError extends Error {
  override readonly name = 'InvalidEntryError';
}

const KEYS = ['actor', 'at', 'commit', 'event', 'facts', 'id', 'subject', 'v'];
const ACTOR = /^(system|cli|(user|token):[0-9a-f-]{36})$/;

/** The exact bytes that are hashed. @throws InvalidEntryError when it does not follow the closed list of events */
export function entryBytes(entry: LogEntry): Uint8Array {
  check(entry);
  return utf8(canonicalJson(entry));
}

/**
 * The entry around its time, which the database gives it under the head row's lock: `before + at + after` are its
 * bytes. `actor` sorts before `at`, and everything else behind it.
 */
export function entryParts(entry: Omit<LogEntry, 'at'>): { readonly before: string; readonly after: string } {
  check({ ...entry, at: SOME_TIME });
  const { actor, ...rest } = entry;
  return {
    before: `{"actor":${canonicalJson(actor)},"at":"`,
    after: `",${canonicalJson(rest).slice(1)}`,
  };
}

const SOME_TIME = '2000-01-01T00:00:00.000Z';

/** @throws InvalidEntryError, also for another spelling of the same JSON */
export function parseEntry(bytes: Uint8Array): LogEntry {
  const text = textOf(bytes);
  if (text === undefined) {
    throw new InvalidEntryError('not UTF-8');
  }
  try {
    const value = parseCanonical(text);
    check(value);
    return value;
  } catch (error) {
    if (error instanceof NotCanonicalError) {
      throw new InvalidEntryError(error.message, { cause: error });
    }
    throw error;
  }
}

function check(value: unknown): asserts value is LogEntry {
  const entry = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const faults = [
    !Object.keys(entry).every((key) => KEYS.includes(key)) && 'an unknown member',
    entry['v'] !== 1 && 'another version',
    !isFact('uuid', entry['id']) && 'no id',
    !isFact('moment', entry['at']) && 'no time',
    !isEventName(entry['event']) && 'an unknown event',
    !(typeof entry['actor'] === 'string' && ACTOR.test(entry['actor'])) && 'no actor',
    !isSubject(entry['subject']) && 'no subject',
    isEventName(entry['event']) && !areFactsOf(entry['event'], entry['facts']) && `facts that are not those of ${String(entry['event'])}`,
    entry['commit'] !== undefined && !isFact('sha256', entry['commit']) && 'a commitment that is none',
  ].filter((fault) => fault !== false);
  if (faults.length > 0) {
    throw new InvalidEntryError(`an entry with ${faults.join(', ')}`);
  }
}

function isSubject(value: unknown): boolean {
  const [member, ...rest] = Object.entries((value ?? {}) as object);
  return rest.length === 0 && member !== undefined && ['request', 'organisation'].includes(member[0]) && isFact('uuid', member[1]);
}
