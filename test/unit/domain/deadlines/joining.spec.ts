import fc from 'fast-check';
import { civilDate, type CivilDate } from '../../../../src/domain/civil-date.js';
import type { DeadlineEvent, DeadlineFacts } from '../../../../src/domain/deadlines/facts.js';
import { joinedEvents, partMatter, withoutJoined, type Matter } from '../../../../src/domain/deadlines/joining.js';
import { stateOfAll } from '../../../../src/domain/deadlines/situation.js';
import type { Right } from '../../../../src/domain/rights/right.js';

const day = (text: string): CivilDate => civilDate(text);
const facts = ({ receivedOn, events }: Matter): DeadlineFacts => ({ receivedOn, land: 'BW', events });
const dues = (matter: Matter) => stateOfAll(facts(matter)).claims.map(({ deadline }) => deadline.dueOn);
const due = (matter: Matter) => stateOfAll(facts(matter)).current.deadline.dueOn;

const ASKED: DeadlineEvent = { type: 'identity-requested', on: day('2026-03-05') };
const SHOWN: DeadlineEvent = { type: 'identity-confirmed', on: day('2026-03-12') };
const EXTENDED: DeadlineEvent = {
  type: 'extended',
  decidedOn: day('2026-03-20'),
  sentOn: day('2026-03-20'),
  reason: 'sealed',
};
const matter = (receivedOn: string, rights: readonly Right[], events: readonly DeadlineEvent[] = []): Matter => ({
  receivedOn: day(receivedOn),
  rights,
  events,
});

function mergedInto(from: Matter, into: Matter): Matter {
  return { ...into, events: [...into.events, ...joinedEvents(from, into)] };
}

describe('merging', () => {
  test.each([
    ['the later into the earlier', matter('2026-03-10', ['access']), matter('2026-03-02', ['erasure']), '2026-04-02'],
    ['the earlier into the later', matter('2026-03-02', ['access']), matter('2026-03-10', ['erasure']), '2026-04-02'],
    // Extended for the one only: the other keeps its first month.
    [
      'one into another that was extended',
      matter('2026-03-10', ['access']),
      matter('2026-03-02', ['erasure'], [EXTENDED]),
      '2026-04-10',
    ],
    [
      'one that was extended into another',
      matter('2026-03-02', ['access'], [EXTENDED]),
      matter('2026-03-10', ['erasure']),
      '2026-04-10',
    ],
    [
      'one whose clock stood for seven days',
      matter('2026-03-02', ['access'], [ASKED, SHOWN]),
      matter('2026-03-30', ['erasure']),
      '2026-04-09',
    ],
    ['the same right twice', matter('2026-03-02', ['access']), matter('2026-03-10', ['access']), '2026-04-02'],
    ['one that names no right', matter('2026-03-02', []), matter('2026-03-10', ['access']), '2026-04-02'],
  ])('%s gives the earlier deadline of both', (_, from, into, expected) => {
    expect(due(mergedInto(from, into))).toBe(expected);
    expect([due(from), due(into)].sort()[0]).toBe(expected);
  });

  const days = fc.integer({ min: 0, max: 20 }).map((at) => day(`2026-03-${String(at + 1).padStart(2, '0')}`));
  const event = fc.oneof(
    days.map((on): DeadlineEvent => ({ type: 'identity-requested', on })),
    days.map((on): DeadlineEvent => ({ type: 'identity-confirmed', on })),
    days.map((on): DeadlineEvent => ({ type: 'extended', decidedOn: on, sentOn: on, reason: 'sealed' })),
    days.map((on): DeadlineEvent => ({ type: 'claim-added', on, claim: 'objection' })),
  );
  const anyMatter = fc.record({
    receivedOn: days,
    rights: fc.constantFrom<readonly Right[]>(['access'], ['access', 'erasure'], []),
    events: fc.uniqueArray(event, { maxLength: 4, selector: ({ type }) => type }),
  });

  test('keeps the deadline of each claim of both, whatever was done to either before', () => {
    fc.assert(
      fc.property(anyMatter, anyMatter, (from, into) => {
        const merged = dues(mergedInto(from, into));
        for (const kept of [...dues(from), ...dues(into)]) {
          expect(merged).toContain(kept);
        }
        expect(merged.every((one) => [...dues(from), ...dues(into)].includes(one))).toBe(true);
      }),
    );
  });

  test('undone leaves what there was before', () => {
    fc.assert(
      fc.property(anyMatter, anyMatter, (from, into) => {
        const added = joinedEvents(from, into);
        expect(withoutJoined([...into.events, ...added], added)).toEqual(into.events);
      }),
    );
  });
});

describe('splitting', () => {
  test('gives the part the same day of receipt and everything that moved its deadline', () => {
    const whole = matter('2026-03-02', ['access', 'erasure'], [ASKED, SHOWN, EXTENDED]);
    const parted = partMatter(whole, ['erasure']);
    expect(parted?.leaving).toEqual({ ...whole, rights: ['erasure'] });
    expect(parted?.staying).toEqual({ ...whole, rights: ['access'] });
  });

  test('lets a right that came later begin on the day it came', () => {
    const added: DeadlineEvent = { type: 'claim-added', on: day('2026-03-16'), claim: 'objection' };
    const parted = partMatter(matter('2026-03-02', ['access', 'objection'], [added]), ['objection']);
    expect(parted?.leaving).toEqual(matter('2026-03-16', ['objection']));
    expect(parted?.staying).toEqual(matter('2026-03-02', ['access']));
  });

  test.each<[string, readonly Right[]]>([
    ['nothing', []],
    ['everything', ['access', 'erasure']],
    ['a right that was never claimed', ['objection']],
  ])('is not possible for %s', (_, moved) => {
    expect(partMatter(matter('2026-03-02', ['access', 'erasure']), moved)).toBeUndefined();
  });
});
