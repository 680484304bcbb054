import type { LogEntry } from '../../../../src/domain/log/entry.js';
import { EVENTS, type EventName } from '../../../../src/domain/log/events.js';
import type { FactShape } from '../../../../src/domain/log/fact-kinds.js';

export const UUID = '0198c0de-0000-7000-8000-000000000001';
export const SHA256 = Buffer.alloc(32, 7).toString('base64');

/** One good value of each kind. */
const GOOD = {
  uuid: UUID,
  moment: '2026-11-23T15:02:13.000Z',
  date: '2026-12-23',
  integer: 1,
  boolean: true,
  sha256: SHA256,
  rights: ['erasure', 'objection'],
  slug: 'ihk-musterstadt',
  keyId: 'c74f20a3',
} as const;

export function goodValue(shape: FactShape): unknown {
  return typeof shape === 'string' ? GOOD[shape] : shape.oneOf[0];
}

/** Every fact of an event, the optional ones included, with a good value. */
export function goodFacts(event: EventName): Record<string, unknown> {
  return Object.fromEntries(Object.entries(shapesOf(event)).map(([fact, shape]) => [fact, goodValue(shape)]));
}

export function shapesOf(event: EventName): Record<string, FactShape> {
  const { facts, optional = {} }: { facts: object; optional?: object } = EVENTS[event];
  return { ...facts, ...optional };
}

/** An entry that says `forwarding.accepted`, and means nobody. */
export const ACCEPTED: LogEntry<'forwarding.accepted'> = {
  v: 1,
  id: '0198c0de-1111-7111-9111-111111111111',
  at: '2026-11-23T15:02:13.042Z',
  event: 'forwarding.accepted',
  subject: { request: '0198c0de-2222-7222-a222-222222222222' },
  actor: 'system',
  facts: {
    forwarding: '0198c0de-3333-7333-b333-333333333333',
    attempt: 1,
    designation: '0198c0de-4444-7444-8444-444444444444',
    acceptedAt: '2026-11-23T15:02:13.040Z',
    smtpCode: 250,
    tls: true,
    recipients: SHA256,
  },
  commit: SHA256,
};
