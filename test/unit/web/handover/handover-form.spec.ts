import { instantOf, quickMoments } from '../../../../src/web/handover/handover-form.js';

const BERLIN = 'Europe/Berlin';
const utc = (local: string, zone = BERLIN) => instantOf(local, zone).toISOString();

describe('a wall-clock time in the organisation’s zone', () => {
  test.each([
    ['in winter', '2026-01-15T10:30', '2026-01-15T09:30:00.000Z'],
    ['in summer', '2026-07-15T10:30', '2026-07-15T08:30:00.000Z'],
    ['before midnight', '2026-11-23T23:59', '2026-11-23T22:59:00.000Z'],
    ['after midnight', '2026-11-24T00:01', '2026-11-23T23:01:00.000Z'],
    ['before the clocks go forward', '2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
    ['after the clocks went forward', '2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
    ['with seconds, as some browsers send it', '2026-01-15T10:30:59', '2026-01-15T09:30:00.000Z'],
  ])('%s is one instant', (_, local, expected) => {
    expect(utc(local)).toBe(expected);
  });

  test('in the hour that autumn repeats is the earlier one: the clock of the law must not start late', () => {
    expect(utc('2026-10-25T02:30')).toBe('2026-10-25T00:30:00.000Z');
  });

  test('in the hour that spring leaves out is read as if the clock had not changed', () => {
    expect(utc('2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000Z');
  });

  test.each([
    '',
    'gestern',
    '2026-13-01T10:00',
    '2026-02-30T10:00',
    '2026-01-15T24:00',
    '2026-01-15',
    '2026-01-15 10:30',
  ])('%j is rejected', (text) => {
    expect(Number.isNaN(instantOf(text, BERLIN).getTime())).toBe(true);
  });
});

describe('the buttons beside the moment of receipt', () => {
  test('fill in now, this morning and yesterday morning', () => {
    expect(quickMoments(new Date('2026-11-23T14:05:00Z'), BERLIN)).toEqual({
      now: '2026-11-23T15:05',
      today: '2026-11-23T08:00',
      yesterday: '2026-11-22T08:00',
    });
  });

  test('never fill in the future: before eight in the morning "today" is now', () => {
    expect(quickMoments(new Date('2026-11-23T05:30:00Z'), BERLIN).today).toBe('2026-11-23T06:30');
  });

  test('take the day of the organisation, not that of the server', () => {
    expect(quickMoments(new Date('2026-11-22T23:30:00Z'), BERLIN).yesterday).toBe('2026-11-22T08:00');
  });
});
