/** How a language writes a date. */
export interface DateStyle {
  readonly locale: string;
  readonly month: '2-digit' | 'short';
}

export interface Times {
  /** A civil date. */
  readonly day: (date: string) => string;
  readonly date: (at: Date) => string;
  /** With the zone's abbreviation: one hour in autumn happens twice. */
  readonly clock: (at: Date) => string;
  readonly moment: (at: Date) => string;
}

/** Instants are written in the time zone given, civil dates as they stand. */
export function timesOf({ locale, month }: DateStyle, timeZone: string): Times {
  const calendar = { day: '2-digit', month, year: 'numeric' } as const;
  const civil = new Intl.DateTimeFormat(locale, { ...calendar, timeZone: 'UTC' });
  const local = new Intl.DateTimeFormat(locale, { ...calendar, timeZone });
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone,
  });
  return {
    day: (date) => civil.format(new Date(`${date}T00:00:00Z`)),
    date: (at) => local.format(at),
    clock: (at) => clock.format(at),
    moment: (at) => `${local.format(at)}, ${clock.format(at)}`,
  };
}
