import { civilDate } from '../../../../src/domain/civil-date.js';
import {
  authorityLetterDue,
  authorityProgressDue,
  type AuthorityTerm,
} from '../../../../src/domain/deadlines/authority.js';
import { deadlinesByClaim } from '../../../../src/domain/deadlines/claims.js';
import type { DeadlineEvent } from '../../../../src/domain/deadlines/facts.js';
import { directMarketingStopDue } from '../../../../src/domain/deadlines/objection.js';
import { liftingNoticeDue } from '../../../../src/domain/deadlines/restriction-lifting.js';

const on = civilDate;
const place = { land: 'BW' } as const;

describe('the answer to an authority — § 31 VwVfG', () => {
  test.each<[string, AuthorityTerm, string, string]>([
    ['a day it names that is a working day', { until: on('2026-07-01') }, '2026-07-01', '2026-07-01'],
    ['a Saturday it names moves to Monday', { until: on('2026-07-04') }, '2026-07-04', '2026-07-06'],
    ['Corpus Christi moves to Friday', { until: on('2026-06-04') }, '2026-06-04', '2026-06-05'],
    ['a day expressly fixed does not move', { until: on('2026-07-04'), fixed: true }, '2026-07-04', '2026-07-04'],
    ['two weeks from the day it was made known', { length: { unit: 'weeks', count: 2 } }, '2026-06-15', '2026-06-15'],
    ['five days end on a Saturday', { length: { unit: 'days', count: 5 } }, '2026-06-06', '2026-06-08'],
    [
      'no two working days: that is a rule for Union law',
      { length: { unit: 'days', count: 2 } },
      '2026-06-03',
      '2026-06-03',
    ],
  ])('%s', (_name, term, safeOn, dueOn) => {
    const due = authorityLetterDue({ receivedOn: on('2026-06-01'), term, place });
    expect(due).toMatchObject({ safeOn, dueOn });
    expect(due.steps.at(-1)?.date).toBe(dueOn);
  });

  test('a short period over a weekend is not lengthened to two working days', () => {
    const term = { length: { unit: 'days', count: 2 } } as const;
    expect(authorityLetterDue({ receivedOn: on('2026-06-12'), term, place }).dueOn).toBe('2026-06-15');
  });

  test('the authority owes the person word within three months — Art. 78(2)', () => {
    expect(authorityProgressDue({ lodgedOn: on('2026-03-05'), place })).toMatchObject({
      safeOn: '2026-06-05',
      dueOn: '2026-06-05',
    });
    expect(authorityProgressDue({ lodgedOn: on('2025-11-30'), place })).toMatchObject({
      safeOn: '2026-02-28',
      dueOn: '2026-03-02',
    });
  });
});

describe('the notice before a restriction is lifted — Art. 18(3)', () => {
  test.each([
    ['2026-06-10', '2026-06-09', '2026-06-09', 1],
    ['2026-06-15', '2026-06-12', '2026-06-14', 2],
    ['2026-04-07', '2026-04-02', '2026-04-06', 2],
  ])('lifting on %s: safe on %s, at the latest on %s, never after', (liftOn, safeOn, dueOn, steps) => {
    const due = liftingNoticeDue({ liftOn: on(liftOn), place });
    expect(due).toMatchObject({ safeOn, dueOn });
    expect(due.steps).toHaveLength(steps);
  });
});

test('direct marketing stops on the day of the objection, even on Easter Sunday — Art. 21(3)', () => {
  expect(directMarketingStopDue(on('2026-04-05'))).toMatchObject({ safeOn: '2026-04-05', dueOn: '2026-04-05' });
});

describe('claims added later', () => {
  const matter = (...events: DeadlineEvent[]) =>
    deadlinesByClaim({ receivedOn: on('2026-06-01'), land: 'HH', events }).map(({ claim, receivedOn, deadline }) => [
      claim,
      receivedOn,
      deadline.safeOn,
      deadline.state,
    ]);
  const added: DeadlineEvent = { type: 'claim-added', on: on('2026-06-15'), claim: 'erasure' };

  test('have a deadline of their own and leave the first alone', () => {
    expect(matter(added)).toEqual([
      [undefined, '2026-06-01', '2026-07-01', 'running'],
      ['erasure', '2026-06-15', '2026-07-15', 'running'],
    ]);
  });

  test('are stopped by a question that is open when they come, from their first day', () => {
    const events: DeadlineEvent[] = [
      { type: 'identity-requested', on: on('2026-06-05') },
      { type: 'identity-confirmed', on: on('2026-06-20') },
    ];
    expect(matter(added, ...events)).toEqual([
      [undefined, '2026-06-01', '2026-07-16', 'running'],
      ['erasure', '2026-06-15', '2026-07-20', 'running'],
    ]);
  });

  test('are not stopped by a question answered before', () => {
    const events: DeadlineEvent[] = [
      { type: 'identity-requested', on: on('2026-06-05') },
      { type: 'identity-confirmed', on: on('2026-06-10') },
    ];
    expect(matter(added, ...events)[1]).toEqual(['erasure', '2026-06-15', '2026-07-15', 'running']);
  });

  test('are extended and answered by themselves', () => {
    const events: DeadlineEvent[] = [
      { type: 'extended', decidedOn: on('2026-06-20'), sentOn: on('2026-06-20'), reason: 'scope', claim: 'erasure' },
      { type: 'answered', on: on('2026-08-01'), claim: 'erasure' },
    ];
    expect(matter(added, ...events)).toEqual([
      [undefined, '2026-06-01', '2026-07-01', 'running'],
      ['erasure', '2026-06-15', '2026-09-15', 'ended'],
    ]);
  });

  test('are not answered by what was answered before they came', () => {
    expect(matter({ type: 'answered', on: on('2026-06-10') }, added)).toEqual([
      [undefined, '2026-06-01', '2026-07-01', 'ended'],
      ['erasure', '2026-06-15', '2026-07-15', 'running'],
    ]);
  });
});
