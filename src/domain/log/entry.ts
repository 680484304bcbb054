import { canonicalJson, NotCanonicalError, parseCanonical } from './canonical-json.js';
import { textOf, utf8 } from './encoding.js';
import { ENTRY_LIMIT_BYTES } from './entry-bundle.js';
import { isSeenWellFormed } from './entry-pattern.js';
import { checkFacts, isEventName, type EventFacts, type EventName } from './events.js';
import { isFact } from './fact-kinds.js';

/** What an entry is about: one rights request, or the organisation itself. */
export type EntrySubject = { readonly request: string } | { readonly organisation: string };

export type EntryActor = 'system' | 'cli' | 'department' | 'person' | `user:${string}` | `token:${string}`;

/** One line of the log. */
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
const SUBJECTS = ['request', 'organisation'];
/** RFC 9562: version 7, variant 10. */
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

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
  const text = bytes.length > ENTRY_LIMIT_BYTES ? undefined : textOf(bytes);
  if (text === undefined) {
    throw new InvalidEntryError('not UTF-8, or too long');
  }
  return parseEntryText(text);
}

/** Of the text of bytes that are known to be UTF-8 and not too long. @throws InvalidEntryError */
export function parseEntryText(text: string): LogEntry {
  if (isSeenWellFormed(text)) {
    return JSON.parse(text) as LogEntry;
  }
  const value = canonicalValueOf(text);
  check(value);
  return value;
}

function canonicalValueOf(text: string): unknown {
  try {
    return parseCanonical(text);
  } catch (error) {
    if (error instanceof NotCanonicalError) {
      throw new InvalidEntryError(error.message, { cause: error });
    }
    throw error;
  }
}

function check(value: unknown): asserts value is LogEntry {
  const entry: Readonly<Record<string, unknown>> = isObject(value) ? value : {};
  const faults: string[] = [];
  const demand = (holds: boolean, fault: string): void => {
    if (!holds) {
      faults.push(fault);
    }
  };
  for (const key of Object.keys(entry)) {
    demand(KEYS.includes(key), 'an unknown member');
  }
  demand(entry['v'] === 1, 'another version');
  demand(typeof entry['id'] === 'string' && UUID_V7.test(entry['id']), 'no id');
  demand(isFact('moment', entry['at']), 'no time');
  demand(isActor(entry['actor']), 'no actor');
  demand(isSubject(entry['subject']), 'no subject');
  demand(!Object.hasOwn(entry, 'commit') || isFact('sha256', entry['commit']), 'an invalid commitment');
  faults.push(...factFaults(entry['event'], entry['facts']));
  if (faults.length > 0) {
    throw new InvalidEntryError(`an entry with ${faults.join(', ')}`);
  }
}

/** In words for logs; of a fact that is not in the list not even the name, which may be anything. */
function factFaults(event: unknown, facts: unknown): readonly string[] {
  if (!isEventName(event)) {
    return ['an unknown event'];
  }
  return isObject(facts)
    ? checkFacts(event, facts).map(
        ({ fact, fault }) => `${fault} fact${fault === 'unknown' ? '' : ` ${fact}`} of ${event}`,
      )
    : [`no facts of ${event}`];
}

function isActor(actor: unknown): boolean {
  if (typeof actor !== 'string') {
    return false;
  }
  const [kind, id, ...rest] = actor.split(':');
  return id === undefined
    ? ['system', 'cli', 'department', 'person'].includes(kind ?? '')
    : rest.length === 0 && (kind === 'user' || kind === 'token') && isFact('uuid', id);
}

function isSubject(subject: unknown): boolean {
  const [member, ...rest] = isObject(subject) ? Object.entries(subject) : [];
  return member !== undefined && rest.length === 0 && SUBJECTS.includes(member[0]) && isFact('uuid', member[1]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
