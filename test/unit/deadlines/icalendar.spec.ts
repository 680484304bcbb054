import { iCalendar, type AllDayEvent } from '../../../src/deadlines/icalendar.js';

const EVENT: AllDayEvent = {
  uid: 'a@b.example',
  on: '2026-12-31',
  sequence: 3,
  stamp: new Date('2026-11-23T10:20:30.456Z'),
  summary: 'Frist DSR-2026-ABCDEFG',
  description: 'Letzter Tag.',
  url: 'https://fristen.kammer.example/vorgaenge/1',
};
const lines = (text: string): string[] => text.replaceAll('\r\n ', '').split('\r\n');

describe('a calendar', () => {
  test('has CRLF line ends, one event a deadline, and ends as it began', () => {
    const text = iCalendar('Fristen', [EVENT, { ...EVENT, uid: 'c@b.example' }]);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(lines(text).filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(2);
    expect([lines(text)[0], lines(text).at(-2)]).toEqual(['BEGIN:VCALENDAR', 'END:VCALENDAR']);
  });

  test('shows a whole day: its end is the day after, over the year’s end too', () => {
    expect(lines(iCalendar('Fristen', [EVENT]))).toEqual(
      expect.arrayContaining([
        'DTSTART;VALUE=DATE:20261231',
        'DTEND;VALUE=DATE:20270101',
        'DTSTAMP:20261123T102030Z',
        'SEQUENCE:3',
      ]),
    );
  });

  test('without events is a calendar all the same', () => {
    expect(lines(iCalendar('Fristen', []))).toContain('VERSION:2.0');
  });

  test('escapes what would be taken for structure (RFC 5545 s3.3.11)', () => {
    const text = iCalendar('A, B; C\\D\nATTACH:x', [EVENT]);
    expect(lines(text)).toContain('X-WR-CALNAME:A\\, B\\; C\\\\D\\nATTACH:x');
    expect(lines(text)).not.toContain('ATTACH:x');
  });

  test('folds at 75 octets and never within a character (s3.1)', () => {
    const name = 'ü😀'.repeat(60);
    const text = iCalendar(name, []);
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(lines(text)).toContain(`X-WR-CALNAME:${name}`);
  });
});
