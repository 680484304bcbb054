import type { EventShape } from '../event-shape.js';

const KEY_PURPOSE = { oneOf: ['log', 'organisation', 'master'] } as const;
const EPOCH_REASON = {
  oneOf: ['backup-restored', 'replica-promoted', 'log-key-lost', 'log-host-renamed', 'log-changed'],
} as const;

/**
 * What can be wrong with a log: what was found in it, why it is not signed, who refuses it, where rows contradict it, and
 * what happens to those outside who vouch for it.
 */
export const ALARM_KINDS = [
  'entry',
  'root',
  'gone-back',
  'key-lost',
  'renamed',
  'tree-changed',
  'entry-gone',
  'stray-entry',
  'witness-contradicts',
  'witness-refuses',
  'fork-seen',
  'stamp-stale',
  'entry-malformed',
  'columns',
  'request-row',
  'forwarding-row',
  'instruction-row',
  'claim-row',
  'designation-row',
  'role-row',
  'request-content',
  'head-changed',
  'copy-changed',
  'witness-silent',
  'clock-apart',
  'sister-contradicts',
  'sister-silent',
  'stamp-ends',
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

/** The log about itself and its keys. */
export const LOG_EVENTS = {
  'key.created': {
    gloss: 'a key was made; an organisation key for this epoch',
    facts: { purpose: KEY_PURPOSE, keyId: 'keyId' },
    optional: { epoch: 'integer' },
  },
  'key.rotated': {
    gloss: 'a key took the place of an older one, and what lives on was wrapped anew',
    facts: { purpose: KEY_PURPOSE, keyId: 'keyId', replaces: 'keyId' },
    // `key`: SHA-256 of the whole new public key. An id of 32 bits can be ground out, so it names nobody.
    optional: { epoch: 'integer', key: 'sha256' },
  },
  'key.destroyed': {
    gloss: 'a key was destroyed; what only it opens is erased, in every backup too',
    facts: { purpose: KEY_PURPOSE, keyId: 'keyId' },
    optional: { epoch: 'integer' },
  },
  'log.epoch-opened': {
    gloss: 'the log goes on under a new origin behind this checkpoint of the old one, by decision of an administrator',
    facts: { epoch: 'integer', reason: EPOCH_REASON, previousSize: 'integer', previousRoot: 'sha256' },
  },
  'log.damage-found': {
    gloss: 'the monitor found a stored entry (or, at this size, the whole) other than it was signed',
    facts: { kind: { oneOf: ['entry', 'root'] }, index: 'integer' },
  },
  'log.alarm-raised': {
    gloss: 'something is wrong with the log; the DPO and the administrators are told, and a person has to resolve it',
    facts: { alarm: 'uuid', kind: { oneOf: ALARM_KINDS } },
    optional: { at: 'integer' },
  },
  'log.alarm-resolved': {
    gloss: 'a person has dealt with what was wrong with the log',
    facts: { alarm: 'uuid', kind: { oneOf: ALARM_KINDS } },
  },
  'clock.anomaly': { gloss: "the database's clock stood behind the log's last entry", facts: { behindMs: 'integer' } },
} as const satisfies Readonly<Record<string, EventShape>>;
