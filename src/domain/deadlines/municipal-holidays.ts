// Public holidays that hold only in some municipalities of a Land, as data.
// BayFTG Art. 1(1) no. 2, (2), (3); SächsSFG § 1(1) with the FronleichnamsVO; ThürFGtG § 2(2), § 10(1).

import type { HolidayId } from './holiday-data.js';
import type { Land } from './land.js';

export interface MunicipalHoliday {
  readonly land: Land;
  readonly holiday: HolidayId;
  readonly source: string;
  /** The word an organisation gives instead of a name when its own municipality is not in this list. */
  readonly mark: string;
  /** Municipalities that have it. A part of a municipality is written 'Municipality (Part)'. */
  readonly municipalities: readonly string[];
  /** Larger municipalities known not to have it, so that nobody is warned about them. */
  readonly without: readonly string[];
}

export const MUNICIPAL_HOLIDAYS: readonly MunicipalHoliday[] = [
  {
    land: 'BY',
    holiday: 'peace-festival',
    source: 'FTG Bayern Art. 1 Abs. 2',
    mark: 'friedensfest',
    municipalities: ['Augsburg'],
    without: [],
  },
  {
    // The Landesamt für Statistik names the municipalities after the last census (since 2025 that of 2022: 1,708 of
    // 2,056). Here are the towns that are districts of their own, none of which a census has moved; any other uses the
    // mark.
    land: 'BY',
    holiday: 'assumption',
    source: 'FTG Bayern Art. 1 Abs. 1 Nr. 2, Abs. 3',
    mark: 'maria-himmelfahrt',
    municipalities: [
      'Amberg',
      'Aschaffenburg',
      'Augsburg',
      'Bamberg',
      'Ingolstadt',
      'Kaufbeuren',
      'Kempten',
      'Kempten (Allgäu)',
      'Landshut',
      'Memmingen',
      'München',
      'Passau',
      'Regensburg',
      'Rosenheim',
      'Schweinfurt',
      'Straubing',
      'Weiden',
      'Weiden in der Oberpfalz',
      'Würzburg',
    ],
    without: ['Ansbach', 'Bayreuth', 'Coburg', 'Erlangen', 'Fürth', 'Hof', 'Nürnberg', 'Schwabach'],
  },
  {
    land: 'SN',
    holiday: 'corpus-christi',
    source: 'SächsSFG § 1 Abs. 1 mit FronleichnamsVO',
    mark: 'fronleichnam',
    municipalities: [
      'Bautzen (Bolbritz)',
      'Bautzen (Salzenforst)',
      'Crostwitz',
      'Göda (Prischwitz)',
      'Großdubrau (Sdier)',
      'Hoyerswerda (Dörgenhausen)',
      'Königswartha',
      'Nebelschütz',
      'Neschwitz (Neschwitz)',
      'Neschwitz (Saritsch)',
      'Panschwitz-Kuckau',
      'Puschwitz',
      'Räckelwitz',
      'Radibor',
      'Ralbitz-Rosenthal',
      'Wittichenau',
    ],
    without: ['Chemnitz', 'Dresden', 'Görlitz', 'Leipzig', 'Plauen', 'Zwickau', 'Königswartha (Wartha)'],
  },
  {
    // Until the ministry orders otherwise it holds where it was kept in 1994; later mergers do not widen it.
    land: 'TH',
    holiday: 'corpus-christi',
    source: 'ThürFGtG § 2 Abs. 2, § 10 Abs. 1',
    mark: 'fronleichnam',
    municipalities: [
      'Landkreis Eichsfeld',
      'Heilbad Heiligenstadt',
      'Leinefelde-Worbis',
      'Dingelstädt',
      'Anrode (Bickenriede)',
      'Anrode (Zella)',
      'Dünwald (Beberstedt)',
      'Dünwald (Hüpstedt)',
      'Rodeberg (Struth)',
      'Südeichsfeld',
      'Brunnhartshausen (Föhlritz)',
      'Brunnhartshausen (Steinberg)',
      'Buttlar',
      'Geisa',
      'Schleid',
      'Zella/Rhön',
    ],
    without: ['Erfurt', 'Gera', 'Jena', 'Suhl', 'Weimar', 'Eisenach', 'Gotha', 'Nordhausen'],
  },
];

interface Names {
  readonly having: ReadonlySet<string>;
  readonly without: ReadonlySet<string>;
}

const NAMES: ReadonlyMap<MunicipalHoliday, Names> = new Map(
  MUNICIPAL_HOLIDAYS.map((rule) => [
    rule,
    { having: new Set([rule.mark, ...rule.municipalities].map(plain)), without: new Set(rule.without.map(plain)) },
  ]),
);

/** Does the holiday hold there? undefined: cannot be told from these data. */
export function holdsIn(rule: MunicipalHoliday, municipality: string | undefined): boolean | undefined {
  if (municipality === undefined) {
    return undefined;
  }
  const name = plain(municipality);
  if (NAMES.get(rule)?.having.has(name)) {
    return true;
  }
  // Augsburg is named in the act itself and alone; the other lists are selections or name parts of municipalities.
  if (NAMES.get(rule)?.without.has(name) || rule.holiday === 'peace-festival') {
    return false;
  }
  return undefined;
}

// 'Mariä Himmelfahrt', 'maria-himmelfahrt' and ' MARIA HIMMELFAHRT' are one name.
function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase().replace(/\s+/gu, '-');
}
