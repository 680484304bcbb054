import { parseCivilDate, type CivilDate } from '../../../../src/domain/civil-date.js';
import { isEnteredLate, statedDayFaults } from '../../../../src/domain/proof/told.js';

const on = (text: string): CivilDate => parseCivilDate(text) ?? ('' as CivilDate);
const FRAME = {
  ...{ doer: 'house' as const, receivedOn: on('2026-10-01'), forwardedOn: on('2026-10-05') },
  ...{ acknowledgedOn: on('2026-10-07'), today: on('2026-12-01') },
} as const;

describe('a stated day', () => {
  test.each([
    ['2026-12-02', ['in-the-future']],
    ['2026-09-30', ['before-receipt']],
    ['2026-10-04', ['before-forwarding']],
    ['2026-10-06', ['before-acknowledgement']],
    ['2026-10-07', []],
    ['2026-12-01', []],
  ])('%s of what the house did', (day, codes) => {
    expect(statedDayFaults('on', on(day), FRAME).map(({ code }) => code)).toEqual(codes);
  });

  test('of what the person did may lie before the take-over', () => {
    expect(statedDayFaults('on', on('2026-10-02'), { ...FRAME, doer: 'person' })).toEqual([]);
  });
});

describe('an entry is late', () => {
  // Friday, 27 November 2026; in Baden-Württemberg no holiday follows.
  test.each([
    ['on the same day', '2026-11-27', false],
    ['on the Sunday after', '2026-11-29', false],
    ['on Monday, the next working day', '2026-11-30', false],
    ['on Tuesday', '2026-12-01', true],
  ])('%s', (_, entered, late) => {
    expect(isEnteredLate(on('2026-11-27'), on(entered), { land: 'BW' })).toBe(late);
  });
});
