import type { ComplianceFigures } from '../../../../src/domain/reports/figures.js';
import { publishable } from '../../../../src/domain/reports/small-numbers.js';
import { YEAR } from '../../../integration/reports/sample-figures.js';

const T = 5;
type Requests = ComplianceFigures['requests'];

const published = (change: Partial<ComplianceFigures>): ReturnType<typeof publishable> =>
  publishable({ ...YEAR, ...change }, T);
const requests = (change: Partial<Requests>): Requests => ({ ...YEAR.requests, ...change });

// 20 requests of a quiet year in which all went well, but two deadlines were missed and three people took theirs back.
const STATES = { recorded: 0, acknowledged: 8, answered: 20, closed: 100, retracted: 10, withdrawn: 10, merged: 0 };
const ALL_WELL = { met: 120, missed: 0, open: 8, ended: 20, extended: 0 };

test('what is left out of the deadlines is in no difference to the states', () => {
  const whole = published({ requests: requests({ byState: STATES }), deadlines: ALL_WELL });
  expect(whole.requests.byState).toEqual(STATES);
  // Answered and closed less met would be the two missed.
  const missed = published({
    requests: requests({ byState: STATES }),
    deadlines: { ...ALL_WELL, met: 118, missed: 2 },
  });
  expect(Object.values(missed.requests.byState)).toEqual(Array(7).fill(null));
  // Six missed can be told, but not that two of them are not answered yet.
  const some = { ...ALL_WELL, met: 116, missed: 6, open: 6 };
  expect(published({ requests: requests({ byState: STATES }), deadlines: some }).requests.byState.closed).toBeNull();
});

test('within the states each group hides its own', () => {
  const byState = { ...STATES, retracted: 3, withdrawn: 17 };
  const { requests: shown, deadlines } = published({ requests: requests({ byState }), deadlines: ALL_WELL });
  // Ended are twenty: one of the two alone would tell the other.
  expect([deadlines.ended, shown.byState.retracted, shown.byState.withdrawn]).toEqual([20, null, null]);
  expect(shown.byState.closed).toBe(100);
});

test.each([
  // Six not directly, six not at once, of which five are the same: one alone was at once and yet not directly.
  [
    { directly: 142, atOnce: 142, followed: 141 },
    { directly: null, atOnce: null, followed: 141 },
  ],
  [
    { directly: 148, atOnce: 141, followed: 141 },
    { directly: 148, atOnce: 141, followed: 141 },
  ],
  [
    { directly: 148, atOnce: 145, followed: 145 },
    { directly: null, atOnce: null, followed: null },
  ],
])('%j is published as %j', (verdict, shown) => {
  expect(published({ verdict: { ...YEAR.verdict, ...verdict } }).verdict).toMatchObject(shown);
});

test('how many were answered is not told beside how many were met', () => {
  const { times } = publishable(YEAR, T);
  expect(times.receiptToAnswerDays).toMatchObject({ count: null, median: 11 });
  expect(times.receiptToRecording.count).toBe(148);
});

test('decisions on a right do not tell how many are not granted, nor of a right that is left out', () => {
  const of = (claims: number) => ({ right: 'erasure', outcome: 'granted', ground: null, claims }) as const;
  const byRight = { ...YEAR.requests.byRight, erasure: 33 };
  expect(published({ requests: requests({ byRight, outcomes: [of(33)] }) }).requests.outcomes).toEqual([of(33)]);
  const three = published({ requests: requests({ byRight, outcomes: [of(30)] }) }).requests.outcomes;
  expect(three).toEqual([{ ...of(30), claims: null }]);
  const small = published({ requests: requests({ byRight: { ...byRight, erasure: 4 }, outcomes: [of(4)] }) });
  expect(small.requests.outcomes).toEqual([{ ...of(4), claims: null }]);
});

test('what has a sum or a difference is told as a whole or not at all', () => {
  expect(published({ recipients: { listed: 22, notified: 19, leftOut: 3 } }).recipients).toEqual({
    ...{ listed: null, notified: null, leftOut: null },
  });
  expect(published({ recipients: { listed: 22, notified: 22, leftOut: 0 } }).recipients.notified).toBe(22);
  // 118 closed in the year less 115 of its own requests: three that came before.
  const byState = { ...STATES, closed: 115 };
  expect(published({ requests: requests({ byState }), erasures: { closed: 118 } }).erasures.closed).toBeNull();
});

test('nobody of a small staff is told apart either', () => {
  expect(published({ staff: 46 }).instructions[0]?.confirmedBy).toBe(41);
  expect(published({ staff: 43 }).instructions[0]?.confirmedBy).toBeNull();
  expect(published({ staff: 4 }).staff).toBeNull();
});
