import { civilDate as on, type CivilDate } from '../../../../src/domain/civil-date.js';
import { conclusionFaults, letterFaults, statementFaults } from '../../../../src/domain/rights/complaint-course.js';
import {
  announceFaults,
  beginFaults,
  liftFaults,
  restrictionNextOn,
  restrictionStep,
  type RestrictionDays,
} from '../../../../src/domain/rights/restriction-course.js';

const BEGUN: RestrictionDays = {
  ...{ beganOn: on('2026-06-01'), reviewOn: on('2026-07-01') },
  ...{ announcedOn: null, liftingOn: null, liftedOn: null },
};
const ANNOUNCED: RestrictionDays = { ...BEGUN, announcedOn: on('2026-06-10'), liftingOn: on('2026-06-20') };
const LIFTED: RestrictionDays = { ...ANNOUNCED, liftedOn: on('2026-06-20') };
const TODAY = on('2026-06-25');
const codes = (faults: readonly { field: string; code: string }[]) =>
  faults.map(({ field, code }) => `${field} ${code}`);

describe('lifting a restriction — Art. 18(3) GDPR', () => {
  test.each<[string, RestrictionDays, string, string[]]>([
    ['before the person was told', BEGUN, '2026-06-20', ['on not-announced']],
    ['before the day announced', ANNOUNCED, '2026-06-19', ['on before-start']],
    ['on the day announced', ANNOUNCED, '2026-06-20', []],
    ['after it', ANNOUNCED, '2026-06-24', []],
    ['on a day to come', ANNOUNCED, '2026-06-26', ['on in-the-future']],
    ['a second time', LIFTED, '2026-06-21', ['on only-once']],
  ])('%s', (_, days, day, faults) => {
    expect(codes(liftFaults(days, on(day), TODAY))).toEqual(faults);
  });

  test.each<[string, RestrictionDays, string, string, string[]]>([
    ['on the day before at the latest', BEGUN, '2026-06-19', '2026-06-20', []],
    ['not on the very day', BEGUN, '2026-06-20', '2026-06-20', ['liftingOn before-start']],
    ['not before it began', BEGUN, '2026-05-31', '2026-06-20', ['on before-start']],
    ['not in the future', BEGUN, '2026-06-26', '2026-06-30', ['on in-the-future']],
    ['again with another day', ANNOUNCED, '2026-06-12', '2026-06-30', []],
    ['not once it is lifted', LIFTED, '2026-06-21', '2026-06-30', ['on only-once']],
  ])('the person is told %s', (_, days, told, lifting, faults) => {
    expect(codes(announceFaults(days, on(told), on(lifting), { land: 'BW' }, TODAY))).toEqual(faults);
  });
});

test.each<[RestrictionDays, CivilDate, string, string | null]>([
  [BEGUN, TODAY, 'announce', '2026-07-01'],
  [ANNOUNCED, on('2026-06-19'), 'wait', '2026-06-20'],
  [ANNOUNCED, on('2026-06-20'), 'lift', '2026-06-20'],
  [LIFTED, TODAY, 'none', null],
])('the next step of %j on %s is %s', (days, today, step, nextOn) => {
  expect([restrictionStep(days, today), restrictionNextOn(days)]).toEqual([step, nextOn]);
});

test('a restriction begins today or earlier and is looked at after it began', () => {
  expect(codes(beginFaults(on('2026-06-26'), null, TODAY))).toEqual(['on in-the-future']);
  expect(codes(beginFaults(on('2026-06-20'), on('2026-06-19'), TODAY))).toEqual(['reviewOn before-start']);
  expect(beginFaults(on('2026-06-20'), on('2026-06-20'), TODAY)).toEqual([]);
});

describe('an authority’s letter', () => {
  const open = { receivedOn: on('2026-06-10'), statedOn: null, concludedOn: null };
  test('sets no limit before it arrived and arrives not in the future', () => {
    expect(codes(letterFaults(on('2026-06-26'), on('2026-06-20'), TODAY))).toEqual([
      'on in-the-future',
      'until before-start',
    ]);
    expect(letterFaults(on('2026-06-10'), on('2026-06-10'), TODAY)).toEqual([]);
  });

  test('is answered once, and concluded once', () => {
    expect(codes(statementFaults(open, on('2026-06-09'), TODAY))).toEqual(['on before-start']);
    expect(statementFaults(open, on('2026-06-10'), TODAY)).toEqual([]);
    expect(codes(statementFaults({ ...open, statedOn: on('2026-06-11') }, TODAY, TODAY))).toEqual(['on only-once']);
    expect(codes(statementFaults({ ...open, concludedOn: on('2026-06-11') }, TODAY, TODAY))).toEqual(['on only-once']);
    expect(conclusionFaults(open, TODAY, TODAY)).toEqual([]);
    expect(codes(conclusionFaults({ ...open, concludedOn: TODAY }, TODAY, TODAY))).toEqual(['on only-once']);
  });
});
