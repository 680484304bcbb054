import { CHANNEL_KINDS } from '../channel-kind.js';
import type { Right } from '../rights/right.js';
import { isFact, type FactKind, type FactShape } from './fact-kinds.js';

const CHANNEL_KIND = { oneOf: CHANNEL_KINDS } as const;
const DOOR = { oneOf: ['handover', 'api', 'form', 'mailbox', 'webhook'] } as const;
const ROLE = { oneOf: ['staff', 'dpo', 'auditor', 'admin'] } as const;
const KEY_PURPOSE = { oneOf: ['log', 'organisation', 'master'] } as const;
const REPORT = { oneOf: ['compliance', 'evidence-of-request', 'evidence-of-period'] } as const;
const EPOCH_REASON = { oneOf: ['backup-restored', 'replica-promoted', 'log-key-lost', 'log-host-renamed'] } as const;
const PAUSE = { oneOf: ['identity', 'clarification'] } as const;
const REMINDER = { oneOf: ['digest', 'overdue'] } as const;
const DEFERRAL = { oneOf: ['network', 'timeout', 'tls', 'server-4xx', 'authentication', 'other'] } as const;

interface EventShape {
  /** One line for people: what happened. */
  readonly gloss: string;
  readonly facts: Readonly<Record<string, FactShape>>;
  /** Facts that may be missing. */
  readonly optional?: Readonly<Record<string, FactShape>>;
}

/** The closed list of what the log can say. Content and free text have no place here; they are committed to. */
export const EVENTS = {
  'organisation.created': { gloss: 'an organisation and its log begin', facts: { slug: 'slug', profile: 'sha256' } },
  'organisation.changed': { gloss: 'settings of the organisation changed', facts: { profile: 'sha256' } },
  'channel.added': { gloss: 'a channel was set up', facts: { channel: 'uuid', kind: CHANNEL_KIND, active: 'boolean' } },
  'channel.changed': {
    gloss: 'a channel changed or was closed',
    facts: { channel: 'uuid', kind: CHANNEL_KIND, active: 'boolean' },
  },
  'designation.set': {
    gloss: 'a data protection officer (or deputy) was designated',
    facts: { designation: 'uuid', validFrom: 'moment', recipients: 'sha256', deputy: 'boolean' },
    optional: { replaces: 'uuid' },
  },
  'designation.ended': {
    gloss: 'a designation ended without a successor',
    facts: { designation: 'uuid', deputy: 'boolean' },
  },
  'instruction.issued': {
    gloss: 'a version of the internal instruction was issued',
    facts: {
      instruction: 'uuid',
      version: 'integer',
      holdsFrom: 'date',
      text: 'sha256',
      handoverLimitMinutes: 'integer',
      forwardingLimitSeconds: 'integer',
    },
  },
  'instruction.confirmed': {
    gloss: 'a user confirmed having read the instruction',
    facts: { instruction: 'uuid', version: 'integer', user: 'uuid' },
  },
  'user.added': { gloss: 'a user was added', facts: { user: 'uuid', role: ROLE } },
  'role.granted': { gloss: 'a user was given a role', facts: { user: 'uuid', role: ROLE } },
  'role.revoked': { gloss: 'a role was taken from a user', facts: { user: 'uuid', role: ROLE } },
  'password.set': { gloss: 'a user was given a new password', facts: { user: 'uuid' } },
  'token.issued': { gloss: 'a token for programs was issued', facts: { user: 'uuid', token: 'uuid' } },
  'token.revoked': { gloss: 'a token for programs was revoked', facts: { user: 'uuid', token: 'uuid' } },
  'request.recorded': {
    gloss: 'a rights request was taken in; forwarding begins',
    facts: {
      receivedAt: 'moment',
      recordedAt: 'moment',
      channel: 'uuid',
      channelKind: CHANNEL_KIND,
      door: DOOR,
      rights: 'rights',
      instruction: 'uuid',
      instructionVersion: 'integer',
      designation: 'uuid',
      handoverLate: 'boolean',
      safeOn: 'date',
      dueOn: 'date',
      attachments: 'integer',
    },
    optional: { by: 'uuid' },
  },
  'request.withdrawn': {
    gloss: 'a mistaken hand-over was taken back, so many seconds after it',
    facts: { within: 'integer' },
  },
  'request.acknowledged': {
    gloss: 'the data protection officer took the request over',
    facts: { user: 'uuid' },
    optional: { designation: 'uuid' },
  },
  'deadline.paused': {
    gloss: 'the person was asked who they are, or what they ask for; whether the clock stands',
    facts: { kind: PAUSE, on: 'date', stands: 'boolean', safeOn: 'date', dueOn: 'date' },
  },
  'deadline.resumed': {
    gloss: 'the person answered; the lost days are added',
    facts: { kind: PAUSE, on: 'date', safeOn: 'date', dueOn: 'date' },
  },
  'deadline.extended': {
    gloss: 'extension by two further months, decided with reasons and sent within the first month',
    facts: { decidedOn: 'date', sentOn: 'date', safeOn: 'date', dueOn: 'date' },
  },
  'deadline.missed': { gloss: 'the deadline passed without an answer', facts: { dueOn: 'date' } },
  'claim.added': {
    gloss: 'a further right was claimed in the same matter; it has a deadline of its own',
    facts: { rights: 'rights', on: 'date', dueOn: 'date' },
  },
  'request.answered': {
    gloss: 'the person was answered: with information, or refused with reasons',
    facts: { outcome: { oneOf: ['answered', 'refused'] }, on: 'date', late: 'boolean', dueOn: 'date' },
  },
  'request.retracted': { gloss: 'the person took the request back', facts: { on: 'date' } },
  'request.reopened': {
    gloss: 'the matter was taken up again; the original deadline holds',
    facts: { on: 'date', dueOn: 'date' },
  },
  'reminder.raised': {
    gloss: 'a reminder of deadlines to the data protection officer was due',
    facts: { reminder: 'uuid', kind: REMINDER, on: 'date', requests: 'integer' },
  },
  'reminder.sent': {
    gloss: 'the reminder was accepted by the mail server',
    facts: { reminder: 'uuid', designation: 'uuid', requests: 'integer', smtpCode: 'integer' },
  },
  'reminder.dropped': {
    gloss: 'nothing was left to remind of when the reminder was to be sent',
    facts: { reminder: 'uuid' },
  },
  'absence.entered': {
    gloss: 'the data protection officer is away on these days; the deputy is reminded instead',
    facts: { absence: 'uuid', from: 'date', until: 'date' },
  },
  'absence.cancelled': { gloss: 'an absence was cancelled', facts: { absence: 'uuid' } },
  'calendar.issued': {
    gloss: 'a secret address for the calendar of deadlines was made',
    facts: { user: 'uuid', calendar: 'uuid' },
  },
  'calendar.revoked': { gloss: 'the address of the calendar was revoked', facts: { user: 'uuid', calendar: 'uuid' } },
  'content.read': {
    gloss: 'sealed content was opened for a user',
    facts: { user: 'uuid', purpose: { oneOf: ['casework', 'disclosure'] } },
  },
  'forwarding.attempt-started': {
    gloss: 'the content was opened for the mail to the designation, and the attempt to send it began',
    facts: { forwarding: 'uuid', attempt: 'integer', designation: 'uuid' },
  },
  'forwarding.accepted': {
    gloss: 'the mail server took responsibility for the mail',
    facts: {
      forwarding: 'uuid',
      attempt: 'integer',
      designation: 'uuid',
      acceptedAt: 'moment',
      smtpCode: 'integer',
      tls: 'boolean',
      recipients: 'sha256',
    },
  },
  'forwarding.deferred': {
    gloss: 'the mail could not be handed over yet and will be tried again',
    facts: { forwarding: 'uuid', attempt: 'integer', reason: DEFERRAL, retryAt: 'moment' },
    optional: { smtpCode: 'integer' },
  },
  'forwarding.refused': {
    gloss: 'the mail server refused the mail; alarm, deputy if there is one, and tried again',
    facts: { forwarding: 'uuid', attempt: 'integer', deputy: 'boolean', retryAt: 'moment' },
    optional: { smtpCode: 'integer' },
  },
  'forwarding.unknown': {
    gloss: 'an attempt ended without a result, because its worker is gone',
    facts: { forwarding: 'uuid', attempt: 'integer' },
  },
  'forwarding.late': {
    gloss: "the instruction's limit passed before the mail was accepted",
    facts: { forwarding: 'uuid' },
  },
  'report.issued': {
    gloss: 'a report or an evidence bundle over these days was given out',
    facts: { report: 'uuid', kind: REPORT, from: 'date', to: 'date', document: 'sha256' },
  },
  'key.created': {
    gloss: 'a key was made; an organisation key for this epoch',
    facts: { purpose: KEY_PURPOSE, keyId: 'keyId' },
    optional: { epoch: 'integer' },
  },
  'key.rotated': {
    gloss: 'a key took the place of an older one, and what lives on was wrapped anew',
    facts: { purpose: KEY_PURPOSE, keyId: 'keyId', replaces: 'keyId' },
    optional: { epoch: 'integer' },
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
  'clock.anomaly': { gloss: "the database's clock stood behind the log's last entry", facts: { behindMs: 'integer' } },
} as const satisfies Readonly<Record<string, EventShape>>;

export type EventName = keyof typeof EVENTS;

type ValueOf<S> = S extends { readonly oneOf: readonly (infer W)[] }
  ? W
  : S extends FactKind
    ? {
        uuid: string;
        moment: string;
        date: string;
        integer: number;
        boolean: boolean;
        sha256: string;
        rights: readonly Right[];
        slug: string;
        keyId: string;
      }[S]
    : never;

type Facts<F> = { readonly [K in keyof F]: ValueOf<F[K]> };

/** The facts of each event, typed by the table. */
export type EventFacts = {
  readonly [E in EventName]: Facts<(typeof EVENTS)[E]['facts']> &
    ((typeof EVENTS)[E] extends { readonly optional: infer O } ? Partial<Facts<O>> : unknown);
};

export function isEventName(value: unknown): value is EventName {
  return typeof value === 'string' && Object.hasOwn(EVENTS, value);
}

/** Name of a fact and what is wrong with it; never its value. */
export interface FactFault {
  readonly fact: string;
  readonly fault: 'missing' | 'unknown' | 'wrong-kind';
}

interface KnownShapes {
  readonly required: readonly string[];
  readonly all: ReadonlyMap<string, FactShape>;
}

/** Per event, because a verifier asks millions of times. */
const SHAPES: ReadonlyMap<EventName, KnownShapes> = new Map(
  (Object.entries(EVENTS) as [EventName, EventShape][]).map(([event, { facts, optional = {} }]) => [
    event,
    {
      required: Object.keys(facts),
      all: new Map([...Object.entries(facts), ...Object.entries(optional)]),
    },
  ]),
);

/** Empty when `facts` are exactly those of the event: none missing, none besides, each of its kind. */
export function checkFacts(event: EventName, facts: object): readonly FactFault[] {
  const { required, all } = SHAPES.get(event) ?? { required: [], all: new Map<string, FactShape>() };
  const faults: FactFault[] = [];
  for (const fact of required) {
    if (!Object.hasOwn(facts, fact)) {
      faults.push({ fact, fault: 'missing' });
    }
  }
  for (const fact of Object.keys(facts)) {
    const shape = all.get(fact);
    if (shape === undefined) {
      faults.push({ fact, fault: 'unknown' });
    } else if (!isFact(shape, (facts as Record<string, unknown>)[fact])) {
      faults.push({ fact, fault: 'wrong-kind' });
    }
  }
  return faults;
}
