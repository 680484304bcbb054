// The public holidays of the sixteen Länder since 2000, as data, each with its act.
// Reg. 1182/71 Art. 2(1): public holidays are "all days designated as such in the Member State". 24 and 31 December
// are designated nowhere in Germany: they are working days here, whatever a collective agreement says.

import type { Land } from './land.js';

/** When a holiday falls: a fixed day, days from Easter Sunday, or the Wednesday before 23 November. */
export type HolidayDay =
  { readonly month: number; readonly day: number } | { readonly easter: number } | 'wednesday-before-23-november';

export const HOLIDAYS = {
  'new-year': { de: 'Neujahr', en: "New Year's Day", day: { month: 1, day: 1 } },
  epiphany: { de: 'Heilige Drei Könige', en: 'Epiphany', day: { month: 1, day: 6 } },
  'womens-day': { de: 'Internationaler Frauentag', en: "International Women's Day", day: { month: 3, day: 8 } },
  'good-friday': { de: 'Karfreitag', en: 'Good Friday', day: { easter: -2 } },
  'easter-sunday': { de: 'Ostersonntag', en: 'Easter Sunday', day: { easter: 0 } },
  'easter-monday': { de: 'Ostermontag', en: 'Easter Monday', day: { easter: 1 } },
  'may-day': { de: 'Tag der Arbeit (1. Mai)', en: 'Labour Day (1 May)', day: { month: 5, day: 1 } },
  'liberation-day': { de: 'Tag der Befreiung (8. Mai)', en: 'Liberation Day (8 May)', day: { month: 5, day: 8 } },
  ascension: { de: 'Christi Himmelfahrt', en: 'Ascension Day', day: { easter: 39 } },
  'whit-sunday': { de: 'Pfingstsonntag', en: 'Whit Sunday', day: { easter: 49 } },
  'whit-monday': { de: 'Pfingstmontag', en: 'Whit Monday', day: { easter: 50 } },
  'corpus-christi': { de: 'Fronleichnam', en: 'Corpus Christi', day: { easter: 60 } },
  'uprising-1953': {
    de: 'Jahrestag des Volksaufstandes (17. Juni)',
    en: 'Anniversary of the uprising of 17 June 1953',
    day: { month: 6, day: 17 },
  },
  'peace-festival': { de: 'Augsburger Friedensfest', en: 'Augsburg Peace Festival', day: { month: 8, day: 8 } },
  assumption: { de: 'Mariä Himmelfahrt', en: 'Assumption Day', day: { month: 8, day: 15 } },
  'childrens-day': { de: 'Weltkindertag', en: "World Children's Day", day: { month: 9, day: 20 } },
  'german-unity': { de: 'Tag der Deutschen Einheit', en: 'Day of German Unity', day: { month: 10, day: 3 } },
  reformation: { de: 'Reformationstag', en: 'Reformation Day', day: { month: 10, day: 31 } },
  'all-saints': { de: 'Allerheiligen', en: "All Saints' Day", day: { month: 11, day: 1 } },
  repentance: { de: 'Buß- und Bettag', en: 'Day of Repentance and Prayer', day: 'wednesday-before-23-november' },
  'christmas-day': { de: '1. Weihnachtstag', en: 'Christmas Day', day: { month: 12, day: 25 } },
  'boxing-day': { de: '2. Weihnachtstag', en: 'Second Day of Christmas', day: { month: 12, day: 26 } },
} as const satisfies Record<string, { de: string; en: string; day: HolidayDay }>;

export type HolidayId = keyof typeof HOLIDAYS;

/** One holiday of one Land: the years it holds (none: since before 2000, without end) and its source if not the act. */
export interface LandHoliday {
  readonly holiday: HolidayId;
  readonly from?: number;
  readonly until?: number;
  readonly source?: string;
}

/** The same nine days in every Land: 3 October by federal law, the others by each Land's own act. */
export const EVERYWHERE: readonly HolidayId[] = [
  'new-year',
  'good-friday',
  'easter-monday',
  'may-day',
  'ascension',
  'whit-monday',
  'german-unity',
  'christmas-day',
  'boxing-day',
];

export const UNITY_SOURCE = 'Einigungsvertrag Art. 2 Abs. 2';

/** The provision that lists the public holidays of each Land. */
export const HOLIDAY_ACTS: Readonly<Record<Land, string>> = {
  BW: 'FTG Baden-Württemberg § 1',
  BY: 'FTG Bayern Art. 1 Abs. 1 Nr. 1',
  BE: 'Gesetz über die Sonn- und Feiertage Berlin § 1 Abs. 1',
  BB: 'FTG Brandenburg § 2 Abs. 1',
  HB: 'Gesetz über die Sonn- und Feiertage Bremen § 2 Abs. 1',
  HH: 'Feiertagsgesetz Hamburg § 1',
  HE: 'HFeiertagsG Hessen § 1 Abs. 1',
  MV: 'FTG M-V § 2 Abs. 1',
  NI: 'NFeiertagsG Niedersachsen § 2 Abs. 1',
  NW: 'Feiertagsgesetz NW § 2 Abs. 1',
  RP: 'LFtG Rheinland-Pfalz § 2 Abs. 1',
  SL: 'SFG Saarland § 2 Abs. 1',
  SN: 'SächsSFG § 1 Abs. 1',
  ST: 'FeiertG LSA § 2',
  SH: 'SFTG Schleswig-Holstein § 2 Abs. 1',
  TH: 'ThürFGtG § 2 Abs. 1',
};

// 500 years of the Reformation: a public holiday everywhere, in these Länder by an act or ordinance for that year only.
const REFORMATION_2017: LandHoliday = {
  holiday: 'reformation',
  from: 2017,
  until: 2017,
  source: 'Landesrecht über den 31. Oktober 2017 als einmaligen gesetzlichen Feiertag',
};

// The northern Länder made it permanent from the year after.
const REFORMATION_SINCE_2017: LandHoliday = { holiday: 'reformation', from: 2018 };

/** What each Land adds to `EVERYWHERE`. */
export const LAND_HOLIDAYS: Readonly<Record<Land, readonly LandHoliday[]>> = {
  BW: [{ holiday: 'epiphany' }, { holiday: 'corpus-christi' }, REFORMATION_2017, { holiday: 'all-saints' }],
  BY: [{ holiday: 'epiphany' }, { holiday: 'corpus-christi' }, REFORMATION_2017, { holiday: 'all-saints' }],
  BE: [
    { holiday: 'womens-day', from: 2019 },
    { holiday: 'liberation-day', from: 2020, until: 2020 },
    { holiday: 'liberation-day', from: 2025, until: 2025 },
    { holiday: 'uprising-1953', from: 2028, until: 2028 },
    REFORMATION_2017,
  ],
  BB: [{ holiday: 'easter-sunday' }, { holiday: 'whit-sunday' }, { holiday: 'reformation' }],
  HB: [REFORMATION_2017, REFORMATION_SINCE_2017],
  HH: [REFORMATION_2017, REFORMATION_SINCE_2017],
  HE: [{ holiday: 'corpus-christi' }, REFORMATION_2017],
  MV: [{ holiday: 'womens-day', from: 2023 }, { holiday: 'reformation' }],
  NI: [REFORMATION_2017, REFORMATION_SINCE_2017],
  NW: [{ holiday: 'corpus-christi' }, REFORMATION_2017, { holiday: 'all-saints' }],
  RP: [{ holiday: 'corpus-christi' }, REFORMATION_2017, { holiday: 'all-saints' }],
  SL: [{ holiday: 'corpus-christi' }, { holiday: 'assumption' }, REFORMATION_2017, { holiday: 'all-saints' }],
  SN: [{ holiday: 'reformation' }, { holiday: 'repentance' }],
  ST: [{ holiday: 'epiphany' }, { holiday: 'reformation' }],
  SH: [REFORMATION_2017, REFORMATION_SINCE_2017],
  TH: [{ holiday: 'childrens-day', from: 2019 }, { holiday: 'reformation' }],
};
