import type { IntakeCommand } from '../../../src/intake/intake-command.js';
import {
  cleanedCommand,
  knownMoments,
  lateReasonProblem,
  LINE_LIMIT,
  MESSAGE_LIMIT,
  problemsOf,
  REASON_LIMIT,
} from '../../../src/intake/intake-rules.js';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const GOOD: IntakeCommand = {
  door: 'handover',
  channel: 'instagram',
  message: 'Bitte löschen Sie mein Foto.',
  receivedAt: null,
  rights: [],
  from: '',
  contact: '',
  lateReason: '',
  files: [],
  idempotencyKey: null,
};
const FILE = { filename: 'bild.png', contentType: 'image/png', content: Buffer.from('x') };
const problems = (change: Partial<IntakeCommand>) =>
  problemsOf({ ...GOOD, ...change }, NOW).map(({ field, code }) => `${field}: ${code}`);
const at = (moment: string) => ({ receivedAt: new Date(moment) });

describe('what an intake must have', () => {
  test.each<[string, Partial<IntakeCommand>]>([
    ['a channel and a message', {}],
    ['a file instead of a message', { message: '', files: [FILE] }],
    ['a message of exactly the limit', { message: 'x'.repeat(MESSAGE_LIMIT) }],
    ['line breaks, tabs, emoji and text from right to left', { message: 'a\n\tb 😀 שלום\r\n' }],
    ['markup, which stays text', { message: '<script>alert(1)</script>' }],
    ['a moment three years ago', at('2023-11-23T12:00:00.000Z')],
    ['a letter that lay in a drawer for eight years', at('2018-11-23T12:00:00.000Z')],
    ['a clock two minutes ahead', at('2026-11-23T12:02:00.000Z')],
  ])('is enough: %s', (_, change) => {
    expect(problems(change)).toEqual([]);
  });

  test.each<[string, Partial<IntakeCommand>, string]>([
    ['no channel', { channel: '' }, 'channel: required'],
    ['no message', { message: '' }, 'message: required'],
    ['white space for a message', { message: ' \n\t ' }, 'message: required'],
    ['a message over the limit', { message: 'x'.repeat(MESSAGE_LIMIT + 1) }, 'message: too-long'],
    ['NUL in the message', { message: 'a\u0000b' }, 'message: control-characters'],
    ['half an emoji in the message', { message: 'a\uD83D' }, 'message: control-characters'],
    ['a line break in the name', { from: 'a\r\nBcc: b@c.example' }, 'from: control-characters'],
    ['a C1 control in the contact', { contact: 'a\u0085b' }, 'contact: control-characters'],
    ['a name over the limit', { from: 'x'.repeat(LINE_LIMIT + 1) }, 'from: too-long'],
    ['a reason over the limit', { lateReason: 'x'.repeat(REASON_LIMIT + 1) }, 'lateReason: too-long'],
    ['a moment a second past the tolerance', at('2026-11-23T12:02:00.001Z'), 'receivedAt: in-the-future'],
    ['1970', at('1970-01-01T00:00:00.000Z'), 'receivedAt: too-long-ago'],
    ['the last century', at('1999-12-31T23:59:59.000Z'), 'receivedAt: too-long-ago'],
    ['no moment', { receivedAt: new Date(Number.NaN) }, 'receivedAt: not-a-moment'],
  ])('is refused: %s', (_, change, expected) => {
    expect(problems(change)).toEqual([expected]);
  });

  test('everything wrong is told at once', () => {
    expect(problems({ channel: '', message: '', from: '\u0000' })).toEqual([
      'channel: required',
      'message: required',
      'from: control-characters',
    ]);
  });
});

describe('a late hand-over', () => {
  const late = (minutes: number, lateReason: string) =>
    lateReasonProblem({ ...GOOD, receivedAt: new Date(NOW.getTime() - minutes * 60_000), lateReason }, NOW, 60);

  test('on the minute is in time and needs no reason', () => {
    expect(late(60, '')).toEqual({ late: false, problem: undefined });
  });

  test('after it needs a reason, and says after how many minutes', () => {
    expect(late(61, ' ')).toEqual({ late: true, problem: { field: 'lateReason', code: 'required', limit: 60 } });
  });

  test('with a reason is late and accepted', () => {
    expect(late(61, 'Urlaub')).toEqual({ late: true, problem: undefined });
  });
});

describe('a name or contact that is no line', () => {
  const cleaned = (change: Partial<IntakeCommand>) => cleanedCommand({ ...GOOD, ...change });

  test.each([
    ['a line break', 'Aurelia\r\nBeispiel', 'Aurelia Beispiel'],
    ['NUL', 'Aurelia\u0000 Beispiel', 'Aurelia Beispiel'],
  ])('with %s becomes one', (_, from, expected) => {
    expect(cleaned({ from })).toMatchObject({ from: expected, files: GOOD.files });
    expect(problemsOf(cleaned({ from }), NOW)).toEqual([]);
  });

  test('of more than 100,000 characters is kept whole as a file; the line has its beginning', () => {
    const from = `Aurelia\n${'x'.repeat(100_001)}`;
    const command = cleaned({ from, contact: from });
    expect(problemsOf(command, NOW)).toEqual([]);
    expect([command.from.length, command.from.startsWith('Aurelia x'), command.from.endsWith(' …')]).toEqual([
      ...[LINE_LIMIT, true, true],
    ]);
    expect(
      command.files.slice(GOOD.files.length).map(({ filename, content }) => [filename, content.toString()]),
    ).toEqual([
      ['absender.txt', from],
      ['kontakt.txt', from],
    ]);
  });
});

describe('the two moments', () => {
  const moments = { arrival: 'moment', seen: 'moment', seenAt: null } as const;
  const known = (change: Partial<IntakeCommand>) => knownMoments({ ...GOOD, ...change }, NOW);

  test('a door that asks nobody knows when it arrived', () => {
    expect(known(at('2026-11-23T11:00:00.000Z'))).toEqual({
      ...{ receivedAt: new Date('2026-11-23T11:00:00.000Z'), arrival: null, seenAt: null, seen: null },
    });
  });

  test('where the arrival is not known the clock counts from seeing, else from the hand-over', () => {
    const seenAt = new Date('2026-11-22T10:00:00.000Z');
    expect(known({ moments: { ...moments, arrival: 'unknown', seenAt } }).receivedAt).toEqual(seenAt);
    expect(known({ moments: { ...moments, arrival: 'unknown', seen: 'unsaid' } }).receivedAt).toEqual(NOW);
  });

  test.each<[string, Partial<IntakeCommand>, readonly string[]]>([
    [
      'seen before it arrived',
      { ...at('2026-11-23T11:00:00.000Z'), moments: { ...moments, seenAt: new Date('2026-11-23T10:00:00.000Z') } },
      ['seenAt: before-arrival'],
    ],
    [
      'seen on the day before it arrived',
      {
        ...at('2026-11-22T23:00:00.000Z'),
        moments: { arrival: 'day', seen: 'day', seenAt: new Date('2026-11-21T23:00:00.000Z') },
      },
      ['seenAt: before-arrival'],
    ],
    [
      'seen on the day it arrived',
      {
        ...at('2026-11-23T09:00:00.000Z'),
        moments: { arrival: 'moment', seen: 'day', seenAt: new Date('2026-11-22T23:00:00.000Z') },
      },
      [],
    ],
    [
      'seen in the same minute',
      { ...at('2026-11-23T11:00:30.000Z'), moments: { ...moments, seenAt: new Date('2026-11-23T11:00:00.000Z') } },
      [],
    ],
    [
      'seen tomorrow',
      { moments: { ...moments, arrival: 'unknown', seenAt: new Date('2026-11-24T12:00:00.000Z') } },
      ['seenAt: in-the-future'],
    ],
  ])('%s', (_, change, expected) => {
    expect(problems(change)).toEqual(expected);
  });

  test('a letter of three days ago that was seen just now is not late, and its arrival keeps the deadline', () => {
    const command = {
      ...GOOD,
      ...at('2026-11-20T00:00:00.000Z'),
      moments: { ...moments, arrival: 'day', seen: 'now' },
    };
    expect(lateReasonProblem(command as IntakeCommand, NOW, 60)).toEqual({ late: false, problem: undefined });
    expect(knownMoments(command as IntakeCommand, NOW)).toEqual({
      ...{ receivedAt: new Date('2026-11-20T00:00:00.000Z'), arrival: 'day', seenAt: NOW, seen: 'moment' },
    });
  });
});
