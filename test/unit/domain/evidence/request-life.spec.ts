import { Replay } from '../../../../src/domain/evidence/replay.js';
import type { LogEntry } from '../../../../src/domain/log/entry.js';
import type { EventFacts, EventName } from '../../../../src/domain/log/events.js';

const ID = '0198c0de-0000-7000-8000-000000000001';
const TIME = '2026-11-23T10:00:00.000Z';

function entry<E extends EventName>(event: E, facts: EventFacts[E]): LogEntry {
  return { v: 1, id: ID, at: TIME, event, subject: { request: ID }, actor: 'system', facts };
}

const RECORDED = entry('request.recorded', {
  ...{ receivedAt: TIME, recordedAt: TIME, channel: ID, channelKind: 'email', door: 'handover', rights: ['access'] },
  ...{ instruction: ID, instructionVersion: 1, designation: ID, handoverLate: false },
  ...{ safeOn: '2026-12-23', dueOn: '2026-12-23', attachments: 0 },
});
const ACKNOWLEDGED = entry('request.acknowledged', { user: ID });
const CHECKED = entry('claim.checked', { right: 'access', check: 'data-held', answer: 'yes' });
const DECIDED = entry('claim.decided', { right: 'access', outcome: 'granted' });
const ANSWERED = entry('request.answered', { outcome: 'answered', on: '2026-11-23', late: false, dueOn: '2026-12-23' });
const CLOSED = entry('request.closed', { on: '2026-11-23' });
const REOPENED = entry('request.reopened', { on: '2026-11-23', dueOn: '2026-12-23' });
const LIFTED = entry('restriction.lifted', { restriction: ID, on: '2026-11-23' });
const CORRECTED = entry('claim.corrected', { right: 'erasure', replaces: 'access' });

function faultsOf(...entries: readonly LogEntry[]): unknown[] {
  const replay = new Replay(undefined, 'Europe/Berlin');
  entries.forEach((one, index) => replay.add(index, one));
  return replay.finish().faults.map(({ index, fault }) => [index, fault]);
}

describe('a sequence of events that the lifecycle allows', () => {
  test.each<[string, readonly LogEntry[]]>([
    ['checked, decided, answered, closed', [RECORDED, ACKNOWLEDGED, CHECKED, DECIDED, ANSWERED, CLOSED]],
    ['taken up again after closing', [RECORDED, ACKNOWLEDGED, ANSWERED, CLOSED, REOPENED, DECIDED, ANSWERED]],
    ['a claim forgotten in the answer', [RECORDED, ACKNOWLEDGED, ANSWERED, DECIDED, CLOSED]],
  ])('%s', (_, entries) => {
    expect(faultsOf(...entries)).toEqual([]);
  });
});

describe('the end of the period of a request', () => {
  const answered = entry('request.answered', {
    outcome: 'answered',
    on: '2026-12-20',
    late: false,
    dueOn: '2026-12-23',
  });
  const complaint = entry('complaint.opened', { complaint: ID, dueOn: '2026-11-30' });
  const asked = (kind: 'identity' | 'clarification') =>
    entry('deadline.paused', { kind, on: '2026-11-23', stands: true, safeOn: '2026-12-23', dueOn: '2026-12-23' });
  const resumed = entry('deadline.resumed', {
    ...{ kind: 'identity' as const, on: '2026-11-23', safeOn: '2026-12-23', dueOn: '2026-12-23' },
  });
  const shown = (...entries: readonly LogEntry[]) => {
    const replay = new Replay(undefined, 'Europe/Berlin');
    entries.forEach((one, index) => replay.add(index, one));
    const [one] = replay.finish('Europe/Berlin', '2027-01-15T10:00:00.000Z').requests;
    return [one?.dueOn, one?.deadline];
  };

  test.each<[string, readonly LogEntry[], unknown[]]>([
    ['is not that of an authority', [RECORDED, ACKNOWLEDGED, complaint], ['2026-12-23', 'missed']],
    ['nor behind an answer', [RECORDED, ACKNOWLEDGED, answered, complaint], ['2026-12-23', 'met']],
    ['nor before one', [RECORDED, ACKNOWLEDGED, complaint, answered], ['2026-12-23', 'met']],
    [
      'stands while one of two questions is open',
      [RECORDED, ACKNOWLEDGED, asked('identity'), asked('clarification'), resumed],
      ['2026-12-23', 'open'],
    ],
  ])('%s', (_, entries, expected) => {
    expect(shown(...entries)).toEqual(expected);
  });
});

describe('a sequence that cannot be', () => {
  test.each<[string, readonly LogEntry[], unknown[]]>([
    ['closed before it was answered', [RECORDED, ACKNOWLEDGED, CLOSED], [[2, 'not-allowed']]],
    ['decided before it was taken over', [RECORDED, DECIDED], [[1, 'not-allowed']]],
    ['decided after it was closed', [RECORDED, ACKNOWLEDGED, ANSWERED, CLOSED, DECIDED], [[4, 'not-allowed']]],
    ['corrected after the answer', [RECORDED, ACKNOWLEDGED, ANSWERED, CORRECTED], [[3, 'not-allowed']]],
    ['closed twice', [RECORDED, ACKNOWLEDGED, ANSWERED, CLOSED, CLOSED], [[4, 'not-allowed']]],
    [
      'a restriction lifted in a closed matter',
      [RECORDED, ACKNOWLEDGED, ANSWERED, CLOSED, LIFTED],
      [[4, 'not-allowed']],
    ],
    ['anything before it was recorded', [ACKNOWLEDGED, RECORDED], [[0, 'before-recorded']]],
  ])('%s', (_, entries, expected) => {
    expect(faultsOf(...entries)).toEqual(expected);
  });
});

describe('how an answer is known', () => {
  const MESSAGE = '0198c0de-0000-7000-8000-000000000002';
  const SENT = entry('message.sent', { message: MESSAGE, by: 'mail', on: '2026-11-23' });
  const CAME_BACK = entry('message.bounced', { message: MESSAGE });
  const base = { outcome: 'answered', on: '2026-11-23', late: false, dueOn: '2026-12-23' } as const;
  const PROVED = entry('request.answered', { ...base, proof: 'message', evidence: MESSAGE });
  const STATED = entry('request.answered', { ...base, proof: 'attested', way: 'letter' });
  const EARLY = entry('request.answered', { ...base, on: '2026-10-15', proof: 'attested', way: 'letter' });

  test.each<[string, readonly LogEntry[], string | null, readonly string[]]>([
    ['a mail that a server accepted', [SENT, PROVED], 'proved', []],
    ['one that came back', [SENT, PROVED, CAME_BACK], 'came-back', []],
    ['a day that somebody stated', [STATED], 'stated', []],
    ['an entry from before this was asked', [ANSWERED], 'stated', []],
    ['no answer', [], null, []],
    ['taken up again', [STATED, REOPENED], null, []],
    ['a message that never went out', [PROVED], 'stated', ['no-such-proof']],
    ['a day before the take-over: the entry cannot be', [EARLY], 'stated', ['stated-too-early']],
  ])('%s', (_, entries, answer, faults) => {
    const replay = new Replay(undefined, 'Europe/Berlin');
    [RECORDED, ACKNOWLEDGED, ...entries].forEach((one, index) => replay.add(index, one));
    const { requests, faults: found } = replay.finish('Europe/Berlin');
    expect([requests[0]?.answer, found.map(({ fault }) => fault)]).toEqual([answer, faults]);
  });
});

describe('a forwarding that came back', () => {
  const started = (attempt: number) =>
    entry('forwarding.attempt-started', { forwarding: ID, attempt, designation: ID });
  const accepted = (attempt: number) =>
    entry('forwarding.accepted', {
      ...{ forwarding: ID, attempt, designation: ID, acceptedAt: TIME, smtpCode: 250, tls: true },
      recipients: 'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=',
    });
  const bounced = (attempt: number) => entry('forwarding.bounced', { forwarding: ID, attempt, deputy: false });
  const forwardedAt = (...entries: readonly LogEntry[]) => {
    const replay = new Replay(undefined, 'Europe/Berlin');
    entries.forEach((one, index) => replay.add(index, one));
    return replay.finish('Europe/Berlin', TIME).requests[0]?.forwardedAt;
  };

  test('was not forwarded by what had been accepted, but by what is accepted after it', () => {
    const first = [RECORDED, started(1), accepted(1)];
    expect(forwardedAt(...first)).toBe(TIME);
    expect(forwardedAt(...first, bounced(1))).toBeNull();
    expect(forwardedAt(...first, bounced(1), started(2), accepted(2))).toBe(TIME);
    expect(faultsOf(...first, bounced(1), started(2), accepted(2), bounced(2))).toEqual([]);
  });

  test.each<[string, readonly LogEntry[], number]>([
    ['before it was accepted', [RECORDED, started(1), bounced(1)], 2],
    ['twice', [RECORDED, started(1), accepted(1), bounced(1), bounced(1)], 4],
    ['by another attempt', [RECORDED, started(1), accepted(1), bounced(2)], 3],
  ])('cannot have come back %s', (_, entries, at) => {
    expect(faultsOf(...entries)).toEqual([[at, 'attempt-out-of-turn']]);
  });
});
