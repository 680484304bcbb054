import type { Right } from '../rights/right.js';
import type { EventShape } from './event-shape.js';
import { BREACH_EVENTS } from './events/breach.js';
import { CLAIM_EVENTS } from './events/claim.js';
import { CORRESPONDENCE_EVENTS } from './events/correspondence.js';
import { DEADLINE_EVENTS } from './events/deadline.js';
import { DESK_EVENTS } from './events/desk.js';
import { DUTY_EVENTS } from './events/duty.js';
import { FORWARDING_EVENTS } from './events/forwarding.js';
import { IDENTITY_CHECK_EVENTS } from './events/identity-check.js';
import { IDENTITY_EVENTS } from './events/identity.js';
import { LOG_EVENTS } from './events/log.js';
import { MAIL_EVENTS } from './events/mail.js';
import { MAILBOX_EVENTS } from './events/mailbox.js';
import { ORGANISATION_EVENTS } from './events/organisation.js';
import { REPORT_EVENTS } from './events/report.js';
import { REQUEST_EVENTS } from './events/request.js';
import { RETENTION_EVENTS } from './events/retention.js';
import { TASK_EVENTS } from './events/task.js';
import { isFact, type FactKind, type FactShape } from './fact-kinds.js';

/** The closed list of what the log can say. Content and free text have no place here; they are committed to. */
export const EVENTS = {
  ...ORGANISATION_EVENTS,
  ...IDENTITY_EVENTS,
  ...REQUEST_EVENTS,
  ...FORWARDING_EVENTS,
  ...DEADLINE_EVENTS,
  ...BREACH_EVENTS,
  ...CLAIM_EVENTS,
  ...DUTY_EVENTS,
  ...CORRESPONDENCE_EVENTS,
  ...TASK_EVENTS,
  ...IDENTITY_CHECK_EVENTS,
  ...DESK_EVENTS,
  ...REPORT_EVENTS,
  ...RETENTION_EVENTS,
  ...MAIL_EVENTS,
  ...MAILBOX_EVENTS,
  ...LOG_EVENTS,
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
