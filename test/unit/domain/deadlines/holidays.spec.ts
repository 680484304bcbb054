import Holidays from 'date-holidays';
import { civilDate, civilDateOf, type CivilDate } from '../../../../src/domain/civil-date.js';
import { dayOff, isWorkingDay, workingDayUpTo } from '../../../../src/domain/deadlines/calendar.js';
import { easterSunday } from '../../../../src/domain/deadlines/easter.js';
import { HOLIDAY_ACTS } from '../../../../src/domain/deadlines/holiday-data.js';
import { holidayOn, holidaysIn, undecidedHolidayOn, type Place } from '../../../../src/domain/deadlines/holidays.js';
import { isLand, LAND_NAMES, LANDS } from '../../../../src/domain/deadlines/land.js';

const YEARS_OF_CHANGE = new Set([2016, 2017, 2018, 2019, 2020, 2022, 2023, 2025, 2028]);

const PUBLIC = { types: ['public' as const], timezone: 'UTC' };

const daysOf = (year: number, place: Place) => holidaysIn(year, place).map(({ date }) => date.slice(5));

// Read off the acts themselves for 2026 (Easter on 5 April), not off another table:
// BW FTG § 1 · BY FTG Art. 1 · BE FeiertG § 1 · BB FTG § 2 · HB SonnFeiertG § 2 · HH FeiertagsG § 1 · HE HFeiertagsG § 1
// MV FTG § 2 · NI NFeiertagsG § 2 · NW FeiertagsG § 2 · RP LFtG § 2 · SL SFG § 2 · SN SächsSFG § 1 · ST FeiertG LSA § 2
// SH SFTG § 2 · TH ThürFGtG § 2 · everywhere Einigungsvertrag Art. 2(2) for 3 October.
const IN_2026 = {
  BW: '01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26',
  BY: '01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26',
  BE: '01-01 03-08 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26',
  BB: '01-01 04-03 04-05 04-06 05-01 05-14 05-24 05-25 10-03 10-31 12-25 12-26',
  HB: '01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26',
  HH: '01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26',
  HE: '01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 12-25 12-26',
  MV: '01-01 03-08 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26',
  NI: '01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26',
  NW: '01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26',
  RP: '01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26',
  SL: '01-01 04-03 04-06 05-01 05-14 05-25 06-04 08-15 10-03 11-01 12-25 12-26',
  SN: '01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 11-18 12-25 12-26',
  ST: '01-01 01-06 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26',
  SH: '01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26',
  TH: '01-01 04-03 04-06 05-01 05-14 05-25 09-20 10-03 10-31 12-25 12-26',
} as const;

describe('the public holidays of the Länder', () => {
  test.each(LANDS)('%s keeps in 2026 the days its act names', (land) => {
    expect(daysOf(2026, { land }).join(' ')).toBe(IN_2026[land]);
  });

  // The oracle knows the same acts from another hand. All sixteen Länder in the years about any change of an act; in the
  // others nothing but Easter moves, so one Land a year in turn. (All 1,616 pairs were compared once: no difference.)
  test('agree with an independent table from 2000 to 2100', () => {
    const differences: string[] = [];
    for (const [at, land] of LANDS.entries()) {
      const oracle = new Holidays('DE', land, PUBLIC);
      for (let year = 2000; year <= 2100; year += 1) {
        if (!YEARS_OF_CHANGE.has(year) && at !== year % LANDS.length) {
          continue;
        }
        const own = new Set(daysOf(year, { land }));
        const other = new Set(publicDays(oracle, year));
        for (const day of own) {
          if (!other.has(day)) {
            differences.push(`${land} ${year}-${day} only here`);
          }
        }
        for (const day of other) {
          if (!own.has(day)) {
            differences.push(`${land} ${year}-${day} only there`);
          }
        }
      }
    }
    expect(differences).toEqual([]);
  });

  test.each([
    ['Augsburg', { land: 'BY', municipality: 'Augsburg' }, ['BY', 'A']],
    ['a mostly catholic municipality of Bavaria', { land: 'BY', municipality: 'Mariä Himmelfahrt' }, ['BY', 'KATH']],
    ['the sorbian municipalities of Saxony', { land: 'SN', municipality: 'Crostwitz' }, ['SN', 'BZ']],
    ['the Eichsfeld', { land: 'TH', municipality: 'Landkreis Eichsfeld' }, ['TH', 'EIC']],
  ] as const)('agree with it in %s', (_name, place, [state, region]) => {
    const oracle = new Holidays('DE', state, region, PUBLIC);
    for (let year = 2000; year <= 2100; year += 10) {
      expect(daysOf(year, place)).toEqual(publicDays(oracle, year));
    }
  });

  test.each([
    ['2016-10-31', 'BB MV SN ST TH'],
    ['2017-10-31', LANDS.join(' ')],
    ['2018-10-31', 'BB HB HH MV NI SN ST SH TH'],
    ['2018-03-08', ''],
    ['2019-03-08', 'BE'],
    ['2022-03-08', 'BE'],
    ['2023-03-08', 'BE MV'],
    ['2018-09-20', ''],
    ['2019-09-20', 'TH'],
    ['2020-05-08', 'BE'],
    ['2021-05-08', ''],
    ['2025-05-08', 'BE'],
    ['2028-06-17', 'BE'],
    ['2029-06-17', ''],
    ['2026-08-15', 'SL'],
    ['2026-11-18', 'SN'],
    ['2026-12-24', ''],
    ['2026-12-31', ''],
  ])('%s is a holiday in: %s', (day, lands) => {
    const keeping = LANDS.filter((land) => holidayOn(civilDate(day), { land }));
    expect(keeping.toSorted().join(' ')).toBe(lands.split(' ').toSorted().join(' '));
  });

  test('each names the act it rests on', () => {
    for (const land of LANDS) {
      expect(HOLIDAY_ACTS[land]).toMatch(/§ \d|Art\. \d/);
      for (const { source, de, en } of holidaysIn(2017, { land })) {
        expect([source, de, en]).not.toContain('');
      }
    }
    expect(holidayOn(civilDate('2026-10-03'), { land: 'HH' })?.source).toBe('Einigungsvertrag Art. 2 Abs. 2');
  });

  test('the Day of Repentance is the Wednesday before 23 November, also when that is a Wednesday itself', () => {
    const repentance = (year: number) => holidaysIn(year, { land: 'SN' }).find(({ id }) => id === 'repentance')?.date;
    expect([2021, 2022, 2023, 2024, 2025, 2026].map(repentance)).toEqual([
      '2021-11-17',
      '2022-11-16',
      '2023-11-22',
      '2024-11-20',
      '2025-11-19',
      '2026-11-18',
    ]);
  });
});

describe('a holiday of some municipalities', () => {
  const assumption = civilDate('2028-08-15');

  test('is not counted, but told, where nobody says which municipality it is', () => {
    expect(holidayOn(assumption, { land: 'BY' })).toBeUndefined();
    expect(undecidedHolidayOn(assumption, { land: 'BY' })?.id).toBe('assumption');
  });

  test.each([
    ['München', true, false],
    ['  münchen ', true, false],
    ['maria-himmelfahrt', true, false],
    ['Nürnberg', false, false],
    ['Kleinstadt', false, true],
  ])('%s keeps Assumption Day: %s, cannot be told: %s', (municipality, keeps, undecided) => {
    expect(holidayOn(assumption, { land: 'BY', municipality }) !== undefined).toBe(keeps);
    expect(undecidedHolidayOn(assumption, { land: 'BY', municipality }) !== undefined).toBe(undecided);
  });

  test('holds in its own Land only', () => {
    expect(holidayOn(assumption, { land: 'HE', municipality: 'maria-himmelfahrt' })).toBeUndefined();
    expect(holidayOn(civilDate('2028-08-08'), { land: 'BW', municipality: 'Augsburg' })).toBeUndefined();
  });
});

describe('Easter', () => {
  // Among them the latest possible (2038) and both exceptions of the computus (2049, 2076).
  test.each([
    [2000, '2000-04-23'],
    [2008, '2008-03-23'],
    [2011, '2011-04-24'],
    [2019, '2019-04-21'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2038, '2038-04-25'],
    [2049, '2049-04-18'],
    [2076, '2076-04-19'],
    [2100, '2100-03-28'],
  ])('of %s', (year, day) => {
    expect(easterSunday(year)).toBe(day);
  });

  test('agrees with the first published algorithm of another form in every year from 1900 to 2199', () => {
    for (let year = 1900; year < 2200; year += 1) {
      expect(easterSunday(year)).toBe(anonymousGregorian(year));
    }
  });
});

describe('working days', () => {
  test.each([
    ['2026-04-02', 'HH', undefined],
    ['2026-04-03', 'HH', 'holiday'],
    ['2026-04-04', 'HH', 'saturday'],
    ['2026-04-05', 'HH', 'sunday'],
    ['2026-04-05', 'BB', 'holiday'],
    ['2026-10-03', 'HH', 'holiday'],
  ] as const)('%s in %s: %s', (day, land, kind) => {
    expect(dayOff(civilDate(day), { land })?.kind).toBe(kind);
    expect(isWorkingDay(civilDate(day), { land })).toBe(kind === undefined);
  });

  test('the last working day up to Easter Monday is Maundy Thursday', () => {
    expect(workingDayUpTo(civilDate('2026-04-06'), { land: 'HH' })).toBe('2026-04-02');
  });
});

test('there are sixteen Länder, told from anything else', () => {
  expect(new Set(LANDS).size).toBe(16);
  expect(Object.keys(LAND_NAMES)).toEqual([...LANDS]);
  expect(LANDS.every(isLand)).toBe(true);
  expect([undefined, null, '', 'bw', 'XX', 'DE', 0, ['BW']].some(isLand)).toBe(false);
});

function publicDays(oracle: Holidays, year: number): string[] {
  return oracle
    .getHolidays(year)
    .map(({ date }) => date.slice(5, 10))
    .toSorted();
}

// Meeus, Jones, Butcher.
function anonymousGregorian(year: number): CivilDate {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return civilDateOf(year, Math.floor(n / 31), (n % 31) + 1);
}
