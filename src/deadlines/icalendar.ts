// RFC 5545 (iCalendar): all-day events, as calendars of any make read them.

import { addDays, type CivilDate } from '../domain/civil-date.js';

export interface AllDayEvent {
  /** Stable over all changes, so that a calendar moves the event instead of showing it twice. */
  readonly uid: string;
  readonly on: string;
  /** RFC 5545 s3.8.7.4: grows with each change. */
  readonly sequence: number;
  readonly stamp: Date;
  readonly summary: string;
  readonly description: string;
  readonly url: string;
}

const LINE_OCTETS = 75;

/** A whole calendar; `name` is what programs show for it. */
export function iCalendar(name: string, events: readonly AllDayEvent[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Forthwith//Fristen//DE',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines(event: AllDayEvent): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `DTSTAMP:${event.stamp.toISOString().replaceAll(/[-:]|\.\d{3}/g, '')}`,
    `DTSTART;VALUE=DATE:${basic(event.on)}`,
    // The end of an all-day event is the day after (s3.6.1).
    `DTEND;VALUE=DATE:${basic(addDays(event.on as CivilDate, 1))}`,
    `SEQUENCE:${event.sequence}`,
    `SUMMARY:${escaped(event.summary)}`,
    `DESCRIPTION:${escaped(event.description)}`,
    `URL:${event.url}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

function basic(date: string): string {
  return date.replaceAll('-', '');
}

/** s3.3.11 */
function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, (character) => `\\${character}`).replaceAll(/\r?\n/g, '\\n');
}

/** s3.1: lines of at most 75 octets, never cut within a character. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const character of line) {
    const limit = parts.length === 0 ? LINE_OCTETS : LINE_OCTETS - 1;
    if (Buffer.byteLength(part + character) > limit) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part].join('\r\n ');
}
