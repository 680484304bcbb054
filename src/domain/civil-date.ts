// Legal days are calendar dates in the organisation's time zone, never instants.
// Reg. 1182/71 Art. 3 counts whole days, so arithmetic is on day numbers and no clock or zone enters it.

/** A day of the Gregorian calendar, 'YYYY-MM-DD'. Compares and sorts as text. */
export type CivilDate = string & { readonly __brand: 'CivilDate' };

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The years that may be entered. Arithmetic may lead out of them: a request of December 2100 ends in 2101. */
export const FIRST_YEAR = 2000;
export const LAST_YEAR = 2100;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;
const MS_PER_DAY = 86_400_000;

/** The date a text names, or undefined if it is not exactly 'YYYY-MM-DD', not in the calendar or not in 2000–2100. */
export function parseCivilDate(text: unknown): CivilDate | undefined {
  const match = typeof text === 'string' ? DATE.exec(text) : null;
  if (!match) {
    return undefined;
  }
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < FIRST_YEAR || year > LAST_YEAR || !isDayOfMonth(year, month, day)) {
    return undefined;
  }
  return format(year, month, day);
}

/** A date known to be good (a literal, a database column); throws RangeError, a defect, if it is not. */
export function civilDate(text: string): CivilDate {
  const date = parseCivilDate(text);
  if (date === undefined) {
    throw new RangeError('not a civil date of the years 2000 to 2100');
  }
  return date;
}

export function civilDateOf(year: number, month: number, day: number): CivilDate {
  if (!isDayOfMonth(year, month, day)) {
    throw new RangeError(`no such day: ${year}-${month}-${day}`);
  }
  return format(year, month, day);
}

export function yearOf(date: CivilDate): number {
  return Number(date.slice(0, 4));
}

export function monthOf(date: CivilDate): number {
  return Number(date.slice(5, 7));
}

export function dayOf(date: CivilDate): number {
  return Number(date.slice(8, 10));
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** The same day number `months` later, or the last day of that month where it has no such day. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const count = yearOf(date) * 12 + monthOf(date) - 1 + months;
  const year = Math.floor(count / 12);
  const month = (count % 12) + 1;
  return format(year, month, Math.min(dayOf(date), daysInMonth(year, month)));
}

/** Days from `from` to `to`; negative if `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumber(to) - dayNumber(from);
}

export function weekdayOf(date: CivilDate): Weekday {
  // Day 0 (1970-01-01) was a Thursday.
  return (((((dayNumber(date) + 3) % 7) + 7) % 7) + 1) as Weekday;
}

/** For sorting: below 0 if `a` is the earlier day. */
export function compareDates(a: CivilDate, b: CivilDate): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function laterOf(a: CivilDate, b: CivilDate): CivilDate {
  return a < b ? b : a;
}

export function earlierOf(a: CivilDate, b: CivilDate): CivilDate {
  return a < b ? a : b;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) {
    return isLeapYear(year) ? 29 : 28;
  }
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Milliseconds since 1970 of an RFC 3339 date-time (an offset or Z is required), or undefined.
 * A leap second counts as the second before it, as PostgreSQL and POSIX have no other place for it.
 */
export function parseInstant(text: unknown): number | undefined {
  const match = typeof text === 'string' ? INSTANT.exec(text) : null;
  if (!match) {
    return undefined;
  }
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offsetHour = Number(match[9] ?? 0);
  const offsetMinute = Number(match[10] ?? 0);
  if (!isDayOfMonth(year, month, day) || hour > 23 || minute > 59 || second > 60) {
    return undefined;
  }
  if (offsetHour > 23 || offsetMinute > 59) {
    return undefined;
  }
  const offset = (match[8] === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute);
  const seconds = hour * 3600 + (minute - offset) * 60 + Math.min(second, 59);
  const fraction = Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000);
  return dayNumber(format(year, month, day)) * MS_PER_DAY + seconds * 1000 + fraction;
}

/**
 * The legal day on which an instant falls in a time zone: 23:59 and 00:01 local time are different days, and the days
 * the clocks change have 23 or 25 hours. `instant` is RFC 3339 text, milliseconds since 1970, or a Date.
 */
export function civilDateIn(instant: string | number | Date, timeZone: string): CivilDate {
  const ms = typeof instant === 'string' ? parseInstant(instant) : Number(instant);
  if (ms === undefined || !Number.isFinite(ms)) {
    throw new RangeError('not an RFC 3339 instant');
  }
  // A day begins on a quarter of an hour, in every zone since 1973: what falls into the same one is of the same day. A log
  // is read a hundred thousand entries a second, and formatting each of their days would take longer than all the rest.
  const quarter = Math.floor(ms / QUARTER_MS);
  const known = ms < QUARTERS_SINCE ? undefined : daysOf(timeZone);
  const day = known?.get(quarter) ?? dayIn(timeZone, ms);
  known?.set(quarter, day);
  return day;
}

const QUARTER_MS = 900_000;
const QUARTERS_SINCE = Date.UTC(1973, 0, 1);
/** A hundred days; entries come in the order of their time. */
const KNOWN_QUARTERS = 10_000;

const knownDays = new Map<string, Map<number, CivilDate>>();

function daysOf(timeZone: string): Map<number, CivilDate> {
  const known = knownDays.get(timeZone);
  if (known !== undefined && known.size < KNOWN_QUARTERS) {
    return known;
  }
  const fresh = new Map<number, CivilDate>();
  knownDays.set(timeZone, fresh);
  return fresh;
}

function dayIn(timeZone: string, ms: number): CivilDate {
  const parts = new Map(
    formatIn(timeZone)
      .formatToParts(ms)
      .map((part) => [part.type, part.value]),
  );
  return civilDateOf(Number(parts.get('year')), Number(parts.get('month')), Number(parts.get('day')));
}

/** Twice the largest distance of a zone from UTC. */
const ZONE_SPAN_MS = 30 * 3_600_000;

/** The first moment of a day in a time zone: by halving, so that whatever a zone's clocks have ever done is right. */
export function startOfDayIn(date: CivilDate, timeZone: string): Date {
  const middle = Date.parse(`${date}T00:00:00Z`);
  let [before, after] = [middle - ZONE_SPAN_MS / 2, middle + ZONE_SPAN_MS / 2];
  while (after - before > 1) {
    const half = Math.floor((before + after) / 2);
    [before, after] = civilDateIn(new Date(half), timeZone) < date ? [half, after] : [before, half];
  }
  return new Date(after);
}

export function isTimeZone(text: unknown): text is string {
  if (typeof text !== 'string') {
    return false;
  }
  try {
    formatIn(text);
    return true;
  } catch {
    return false;
  }
}

// Making a formatter costs a hundred times what using it does; it depends on the zone alone.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) {
    return known;
  }
  const made = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function isDayOfMonth(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function format(year: number, month: number, day: number): CivilDate {
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as CivilDate;
}

// Days since 1970-01-01 in the proleptic Gregorian calendar. A year is taken to begin in March, so that the leap day
// is its last and the months before any day of it have a length that one linear expression gives.
function dayNumber(date: CivilDate): number {
  const month = monthOf(date);
  const year = yearOf(date) - (month <= 2 ? 1 : 0);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + dayOf(date) - 1;
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return year * 365 + leapDays + dayOfYear - 719_468;
}

function fromDayNumber(days: number): CivilDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return format(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}
