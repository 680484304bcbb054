import type { ComplianceWords } from './words.de.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Numbers, days, moments and durations as a report of one language and time zone writes them. */
export interface ReportValues {
  /** Null: left out because it is small. */
  readonly count: (value: number | null) => string;
  /** Of a share; nothing of nothing has none. Null: left out. */
  readonly percent: (part: number | null, whole: number | null) => string;
  readonly day: (date: string) => string;
  /** RFC 3339 or a Date. */
  readonly moment: (at: string | Date) => string;
  /** Milliseconds, in the two largest units that are not none. */
  readonly duration: (milliseconds: number) => string;
}

export function valuesIn(words: ComplianceWords, timeZone: string): ReportValues {
  const { locale, units, none, leftOut } = words;
  const dates = new Intl.DateTimeFormat(locale, { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' });
  const days = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: '2-digit', month: '2-digit', year: 'numeric' });
  const clock = { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const times = new Intl.DateTimeFormat(locale, clock);
  const zoned = new Intl.DateTimeFormat(locale, { ...clock, timeZoneName: 'short' });
  const number = new Intl.NumberFormat(locale);
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const unit = (value: number, name: string): string => (value === 0 ? '' : `${number.format(value)} ${name}`);
  return {
    count: (value) => (value === null ? leftOut : number.format(value)),
    percent: (part, whole) =>
      part === null || whole === null ? leftOut : whole === 0 ? none : share.format(shareOf(part, whole)),
    day: (date) => days.format(new Date(`${date}T00:00:00Z`)),
    moment(at) {
      const moment = new Date(at);
      const time = times.format(moment);
      // An hour that comes twice, where the clock is put back, is told with its zone: else nobody knows which.
      const comesTwice = [-HOUR, HOUR].some((off) => times.format(new Date(moment.getTime() + off)) === time);
      const zone = zoned.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? '';
      return `${words.moment(dates.format(moment), time)}${comesTwice ? ` (${zone})` : ''}`;
    },
    duration(milliseconds) {
      if (milliseconds < SECOND) {
        return `${Math.round(milliseconds)} ${units.millisecond}`;
      }
      const parts: readonly (readonly [number, string])[] = [
        [Math.floor(milliseconds / DAY), units.day[Math.floor(milliseconds / DAY) === 1 ? 0 : 1] ?? ''],
        [Math.floor((milliseconds % DAY) / HOUR), units.hour],
        [Math.floor((milliseconds % HOUR) / MINUTE), units.minute],
        [Math.floor((milliseconds % MINUTE) / SECOND), units.second],
      ];
      const first = parts.findIndex(([value]) => value > 0);
      return parts
        .slice(first, first + 2)
        .map(([value, name]) => unit(value, name))
        .filter((text) => text !== '')
        .join(' ');
    },
  };
}

/** In thousandths; all of them are said only where it is all, and none only where it is none. */
function shareOf(part: number, whole: number): number {
  const rounded = Math.round((part / whole) * 1_000) / 1_000;
  return part === 0 || part === whole ? rounded : Math.min(Math.max(rounded, 0.001), 0.999);
}
