import { RIGHT_NAMES } from '../rights/right.js';
import type { EventShape } from './event-shape.js';
import { EVENTS, isEventName, type EventName } from './events.js';
import type { FactKind, FactShape } from './fact-kinds.js';

/**
 * The canonical line of a well-formed entry as one pattern an event, made from the table of events. Whoever reads
 * millions of entries sees in one look that a line is right; a line that is not seen to be right here may still be
 * (29 February, many rights, large numbers), and is looked at by `parseEntry` piece by piece.
 */

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const UUID_V7 = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const DAY = '\\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)';
const MOMENT = `${DAY}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z`;
/** 43 letters hold 256 bits and two that must be nought. */
const SHA256 = '[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=';

/** JSON of each kind of fact; never wider than `isFact`. */
const KINDS: Readonly<Record<FactKind, string>> = {
  uuid: `"${UUID}"`,
  moment: `"${MOMENT}"`,
  date: `"${DAY}"`,
  integer: '(?:0|[1-9]\\d{0,14})',
  boolean: '(?:true|false)',
  sha256: `"${SHA256}"`,
  rights: `\\[(?:"(?:${RIGHT_NAMES.join('|')})")?\\]`,
  slug: '"(?=[^"]{1,40}")[a-z0-9]+(?:-[a-z0-9]+)*"',
  keyId: '"[0-9a-f]{8}"',
};

const PATTERNS = new Map<EventName, RegExp>();
const EVENT_MEMBER = '"event":"';

/** True only of the exact canonical text of a well-formed entry; false says nothing. */
export function isSeenWellFormed(text: string): boolean {
  const from = text.indexOf(EVENT_MEMBER) + EVENT_MEMBER.length;
  const event = text.slice(from, text.indexOf('"', from));
  if (!isEventName(event)) {
    return false;
  }
  let pattern = PATTERNS.get(event);
  if (pattern === undefined) {
    pattern = patternOf(event, EVENTS[event]);
    PATTERNS.set(event, pattern);
  }
  return pattern.test(text);
}

function patternOf(event: EventName, { facts, optional = {} }: EventShape): RegExp {
  // Each with the comma behind it, or as the last one: in step with the number of facts, however many are optional.
  const listed = [
    ...Object.entries(facts).map(([fact, shape]) => ({ fact, shape, may: '' })),
    ...Object.entries(optional).map(([fact, shape]) => ({ fact, shape, may: '?' })),
  ]
    .sort((a, b) => (a.fact < b.fact ? -1 : 1))
    .map(({ fact, shape, may }) => `(?:"${fact}":${jsonOf(shape)}(?:,(?!\\})|(?=\\})))${may}`);
  const members = [
    `"actor":"(?:system|cli|(?:user|token):${UUID})"`,
    `"at":"${MOMENT}"`,
    `(?:"commit":"${SHA256}",)?"event":"${escaped(event)}"`,
    `"facts":\\{${listed.join('')}\\}`,
    `"id":"${UUID_V7}"`,
    `"subject":\\{"(?:request|organisation)":"${UUID}"\\}`,
    '"v":1',
  ];
  return new RegExp(`^\\{${members.join(',')}\\}$`);
}

function jsonOf(shape: FactShape): string {
  return typeof shape === 'string' ? KINDS[shape] : `"(?:${shape.oneOf.map(escaped).join('|')})"`;
}

function escaped(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
