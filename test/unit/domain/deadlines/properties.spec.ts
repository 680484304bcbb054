import fc from 'fast-check';
import { addDays, civilDate, type CivilDate } from '../../../../src/domain/civil-date.js';
import { isWorkingDay } from '../../../../src/domain/deadlines/calendar.js';
import { deadline } from '../../../../src/domain/deadlines/deadline.js';
import { dayOfEvent, type DeadlineEvent, type PauseKind } from '../../../../src/domain/deadlines/facts.js';
import { LANDS } from '../../../../src/domain/deadlines/land.js';

const land = fc.constantFrom(...LANDS);
const receipt = fc.integer({ min: 0, max: 36_889 }).map((days) => addDays(civilDate('2000-01-01'), days));
const offset = fc.integer({ min: -3, max: 120 });

interface Drawn {
  readonly type: DeadlineEvent['type'];
  readonly after: number;
  readonly more: number;
}

const drawn = fc.array(
  fc.record({
    type: fc.constantFrom<DeadlineEvent['type'][]>(
      'extended',
      'identity-requested',
      'identity-confirmed',
      'clarification-requested',
      'clarified',
      'claim-added',
      'withdrawn',
      'answered',
      'refused',
      'reopened',
    ),
    after: offset,
    more: fc.integer({ min: 0, max: 40 }),
  }),
  { maxLength: 8 },
);

function eventsFrom(receivedOn: CivilDate, list: readonly Drawn[]): DeadlineEvent[] {
  return list.map(({ type, after, more }) => {
    const day = addDays(receivedOn, after);
    if (type !== 'extended') {
      return { type, on: day };
    }
    return {
      type,
      decidedOn: day,
      ...(more > 2 && { sentOn: addDays(day, more - 3) }),
      reason: more === 0 ? ' ' : 'scope',
    };
  });
}

function pause(receivedOn: CivilDate, kind: PauseKind, from: number, length: number): DeadlineEvent[] {
  const [asked, answered] = [addDays(receivedOn, from), addDays(receivedOn, from + length)];
  return kind === 'identity'
    ? [
        { type: 'identity-requested', on: asked },
        { type: 'identity-confirmed', on: answered },
      ]
    : [
        { type: 'clarification-requested', on: asked },
        { type: 'clarified', on: answered },
      ];
}

describe('whatever happened,', () => {
  test('the deadline is a working day and not earlier than the safe day', () => {
    fc.assert(
      fc.property(receipt, land, drawn, (receivedOn, where, list) => {
        const events = eventsFrom(receivedOn, list);
        const result = deadline({ receivedOn, land: where, events });
        expect(isWorkingDay(result.dueOn, { land: where })).toBe(true);
        expect(result.dueOn >= result.safeOn).toBe(true);
        expect(result.safeOn > receivedOn).toBe(true);
      }),
    );
  });

  test('the order in which facts of different days were noted does not matter', () => {
    fc.assert(
      fc.property(receipt, land, drawn, (receivedOn, where, list) => {
        const events = eventsFrom(receivedOn, list).filter(
          (event, index, all) => all.findIndex((other) => dayOfEvent(other) === dayOfEvent(event)) === index,
        );
        const noted = deadline({ receivedOn, land: where, events });
        expect(deadline({ receivedOn, land: where, events: events.toReversed() })).toEqual(noted);
      }),
    );
  });

  test('a later receipt never ends earlier', () => {
    fc.assert(
      fc.property(receipt, land, fc.integer({ min: 0, max: 40 }), fc.boolean(), (receivedOn, where, days, long) => {
        const later = addDays(receivedOn, days);
        const of = (day: CivilDate) =>
          deadline({
            receivedOn: day,
            land: where,
            events: long ? [{ type: 'extended', decidedOn: day, sentOn: day, reason: 'scope' }] : [],
          });
        expect(of(later).safeOn >= of(receivedOn).safeOn).toBe(true);
        expect(of(later).dueOn >= of(receivedOn).dueOn).toBe(true);
      }),
    );
  });

  test('a pause never shortens, and lengthens by no more than it lasted', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 60 }));
    fc.assert(
      fc.property(receipt, land, span, span, fc.boolean(), (receivedOn, where, first, second, extended) => {
        const base: DeadlineEvent[] = [
          ...pause(receivedOn, 'identity', ...first),
          ...(extended
            ? [{ type: 'extended', decidedOn: receivedOn, sentOn: receivedOn, reason: 'scope' } as const]
            : []),
        ];
        const without = deadline({ receivedOn, land: where, events: base });
        const paused = deadline({
          receivedOn,
          land: where,
          events: [...base, ...pause(receivedOn, 'clarification', ...second)],
        });
        expect(paused.safeOn >= without.safeOn).toBe(true);
        expect(paused.dueOn >= without.dueOn).toBe(true);
        expect(first[0] > 14 || paused.safeOn <= addDays(without.safeOn, second[1])).toBe(true);
      }),
    );
  });

  test('an extension never shortens', () => {
    fc.assert(
      fc.property(receipt, land, fc.integer({ min: 0, max: 60 }), (receivedOn, where, days) => {
        const sentOn = addDays(receivedOn, days);
        const extended = deadline({
          receivedOn,
          land: where,
          events: [{ type: 'extended', decidedOn: sentOn, sentOn, reason: 'scope' }],
        });
        const without = deadline({ receivedOn, land: where, events: [] });
        expect(extended.safeOn >= without.safeOn).toBe(true);
        expect(extended.safeOn > without.safeOn).toBe(sentOn <= without.dueOn);
      }),
    );
  });
});
