import { commandOf, emptyForm, instantOf } from '../../../../src/web/handover/handover-form.js';

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

const NOW = new Date('2026-11-23T14:05:00Z');
const EMPTY = emptyForm('letter', 'key');
const read = (typed: Partial<typeof EMPTY>) =>
  commandOf({ ...EMPTY, message: 'x', ...typed }, { files: [], problems: [] }, BERLIN, NOW);

describe('the two moments of a hand-over', () => {
  test('nothing is filled in, and who says nothing has said nothing', () => {
    const { arrived, arrivedOn, arrivedTime, seen, seenOn, seenTime } = EMPTY;
    expect([arrived, arrivedOn, arrivedTime, seen, seenOn, seenTime]).toEqual(['', '', '', '', '', '']);
    expect(read({}).command).toMatchObject({
      receivedAt: null,
      moments: { arrival: 'unknown', seen: 'unsaid', seenAt: null },
    });
  });

  test('one click says that it came and was seen just now', () => {
    const { command, problems } = read({ arrived: 'now', seen: 'now' });
    expect(problems).toEqual([]);
    expect(command).toMatchObject({ receivedAt: null, moments: { arrival: 'moment', seen: 'now', seenAt: null } });
  });

  test('the same click an hour later is the same command, so that a double click is one request', () => {
    expect(read({ arrived: 'now', seen: 'now' }).command).toEqual(
      commandOf(
        { ...EMPTY, message: 'x', arrived: 'now', seen: 'now' },
        { files: [], problems: [] },
        BERLIN,
        new Date(NOW.getTime() + 3_600_000),
      ).command,
    );
  });

  test('a letter has a day and no time', () => {
    const { command } = read({ arrived: 'on', arrivedOn: '2026-11-20', seen: 'yesterday' });
    expect(command).toMatchObject({
      ...{ receivedAt: null, receivedDay: '2026-11-20' },
      moments: { arrival: 'day', seen: 'day', seenDay: '2026-11-22' },
    });
  });

  test('with a time of day it is a moment in the organisation’s zone', () => {
    const { command } = read({ arrived: 'today', arrivedTime: '09:12', seen: 'today', seenTime: '10:00' });
    expect(command.receivedAt?.toISOString()).toBe('2026-11-23T08:12:00.000Z');
    expect(command.moments?.seenAt?.toISOString()).toBe('2026-11-23T09:00:00.000Z');
  });

  test.each([
    ['another day, and which is not said', { arrived: 'on' }, 'arrivedOn', 'required'],
    ['a day that is none', { arrived: 'on', arrivedOn: '2026-02-30' }, 'arrivedOn', 'not-a-date'],
    ['a time that is none', { seen: 'today', seenTime: 'mittags' }, 'seenTime', 'not-a-moment'],
  ])('%s is refused beside its field', (_, typed, field, code) => {
    expect(read(typed).problems).toEqual([{ field, code }]);
  });
});
