import type { LogEntry } from '../../../../src/domain/log/entry.js';
import type { EventFacts, EventName } from '../../../../src/domain/log/events.js';
import { ProofLedger } from '../../../../src/domain/proof/ledger.js';
import type { Told } from '../../../../src/domain/proof/told.js';

const ID = '0198c0de-0000-7000-8000-000000000001';
const MESSAGE = '0198c0de-0000-7000-8000-000000000002';
const AT = '2026-11-23T10:00:00.000Z';
const ON = '2026-11-23';

function entry<E extends EventName>(event: E, facts: EventFacts[E]): LogEntry {
  return { v: 1, id: ID, at: AT, event, subject: { request: ID }, actor: 'system', facts };
}

const ACKNOWLEDGED = entry('request.acknowledged', { user: ID });
const SENT = entry('message.sent', { message: MESSAGE, by: 'mail', on: ON });
const POSTED = entry('message.sent', { message: MESSAGE, by: 'letter', on: ON });
const BOUNCED = entry('message.bounced', { message: MESSAGE });
const ASKED = entry('identity.asked', { check: MESSAGE, doubt: 'other', method: 'code' });
const CODE = entry('identity.code-sent', { check: MESSAGE, smtpCode: 250 });
const answered = (told?: Told, on = ON) =>
  entry('request.answered', { outcome: 'answered', on, late: false, dueOn: '2026-12-23', ...told });
const paused = (told: Told) =>
  entry('deadline.paused', { kind: 'identity', on: ON, stands: true, safeOn: ON, dueOn: ON, ...told });

function judged(...entries: readonly LogEntry[]): readonly unknown[] {
  const ledger = new ProofLedger();
  const faults = entries.flatMap((one) => ledger.add(one, 'Europe/Berlin') ?? []);
  const last = entries.findLast(({ event }) => event === 'request.answered' || event === 'deadline.paused');
  return [last && ledger.standingOf(last), ...faults];
}

const BY_MESSAGE = { proof: 'message', evidence: MESSAGE } as const;

describe('what the entries prove', () => {
  test.each<[string, readonly LogEntry[], readonly unknown[]]>([
    ['a mail that a server accepted', [SENT, answered(BY_MESSAGE)], ['proved']],
    ['a mail that came back later', [SENT, answered(BY_MESSAGE), BOUNCED], ['came-back']],
    ['a letter, whose day somebody typed', [POSTED, answered(BY_MESSAGE)], ['stated']],
    ['a message that the log does not have', [answered(BY_MESSAGE)], ['stated', 'no-such-proof']],
    ['a message sent only afterwards', [answered(BY_MESSAGE), SENT], ['proved', 'no-such-proof']],
    ['a message of another day', [SENT, answered(BY_MESSAGE, '2026-11-20')], ['proved', 'no-such-proof']],
    ['a statement', [ACKNOWLEDGED, answered({ proof: 'attested', way: 'letter' })], ['stated']],
    [
      'a statement of a day before the take-over',
      [ACKNOWLEDGED, answered({ proof: 'attested', way: 'letter' }, '2026-10-15')],
      ['stated', 'stated-too-early'],
    ],
    ['an entry of old, that says nothing of it', [ACKNOWLEDGED, answered(undefined, '2026-10-15')], ['stated']],
    ['a code that was sent', [ASKED, CODE, paused({ proof: 'check', evidence: MESSAGE })], ['proved']],
    ['a check that was done by hand', [ASKED, paused({ proof: 'check', evidence: MESSAGE })], ['stated']],
    ['a check that there never was', [paused({ proof: 'check', evidence: ID })], ['stated', 'no-such-proof']],
  ])('%s', (_, entries, expected) => {
    expect(judged(...entries)).toEqual(expected);
  });
});
