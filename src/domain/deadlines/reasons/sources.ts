// The provisions that steps cite, each once, as an English and as a German reader looks them up.

import type { Bilingual } from './wording.js';

export const SOURCES = {
  receipt: {
    en: 'Art. 12(3) GDPR; Reg. 1182/71 Art. 3(1); § 187(1) BGB',
    de: 'Art. 12 Abs. 3 DSGVO; Art. 3 Abs. 1 VO 1182/71; § 187 Abs. 1 BGB',
  },
  month: {
    en: 'Art. 12(3) s. 1 GDPR; Reg. 1182/71 Art. 3(2)(c); § 188(2) BGB',
    de: 'Art. 12 Abs. 3 S. 1 DSGVO; Art. 3 Abs. 2 Buchst. c VO 1182/71; § 188 Abs. 2 BGB',
  },
  clampedMonth: {
    en: 'Art. 12(3) s. 1 GDPR; Reg. 1182/71 Art. 3(2)(c) s. 2; § 188(3) BGB',
    de: 'Art. 12 Abs. 3 S. 1 DSGVO; Art. 3 Abs. 2 Buchst. c S. 2 VO 1182/71; § 188 Abs. 3 BGB',
  },
  identity: {
    en: 'Art. 12(6) GDPR; EDPB Guidelines 01/2022 para. 159',
    de: 'Art. 12 Abs. 6 DSGVO; EDSA-Leitlinien 01/2022 Rn. 159',
  },
  clarification: {
    en: 'Recital 63 s. 7 GDPR; EDPB Guidelines 01/2022 para. 159',
    de: 'Erwägungsgrund 63 S. 7 DSGVO; EDSA-Leitlinien 01/2022 Rn. 159',
  },
  lostDays: {
    en: 'EDPB Guidelines 01/2022 para. 159; § 209 BGB by analogy',
    de: 'EDSA-Leitlinien 01/2022 Rn. 159; § 209 BGB entsprechend',
  },
  extension: {
    en: 'Art. 12(3) s. 2, 3 GDPR; EDPB Guidelines 01/2022 paras. 162–164',
    de: 'Art. 12 Abs. 3 S. 2, 3 DSGVO; EDSA-Leitlinien 01/2022 Rn. 162–164',
  },
  notice: {
    en: 'Art. 12(3) s. 3 GDPR; Reg. 1182/71 Art. 3(4)',
    de: 'Art. 12 Abs. 3 S. 3 DSGVO; Art. 3 Abs. 4 VO 1182/71',
  },
  rolling: {
    en: 'Reg. 1182/71 Art. 2(2), 3(4); § 193 BGB',
    de: 'Art. 2 Abs. 2, Art. 3 Abs. 4 VO 1182/71; § 193 BGB',
  },
  twoWorkingDays: { en: 'Reg. 1182/71 Art. 3(5)', de: 'Art. 3 Abs. 5 VO 1182/71' },
  end: {
    en: 'Reg. 1182/71 Art. 3(2)(c); § 188(2) BGB',
    de: 'Art. 3 Abs. 2 Buchst. c VO 1182/71; § 188 Abs. 2 BGB',
  },
  answer: { en: 'Art. 12(3) GDPR', de: 'Art. 12 Abs. 3 DSGVO' },
  refusal: { en: 'Art. 12(4) GDPR', de: 'Art. 12 Abs. 4 DSGVO' },
  authorityLetter: { en: '§ 31(2) VwVfG', de: '§ 31 Abs. 2 VwVfG' },
  authorityRolling: { en: '§ 31(3) s. 1 VwVfG', de: '§ 31 Abs. 3 S. 1 VwVfG' },
  authorityFixedDay: { en: '§ 31(3) s. 2 VwVfG', de: '§ 31 Abs. 3 S. 2 VwVfG' },
  authorityProgress: {
    en: 'Art. 78(2) GDPR; Reg. 1182/71 Art. 3(2)(c)',
    de: 'Art. 78 Abs. 2 DSGVO; Art. 3 Abs. 2 Buchst. c VO 1182/71',
  },
  lifting: { en: 'Art. 18(3) GDPR', de: 'Art. 18 Abs. 3 DSGVO' },
  countedBack: { en: 'Reg. 1182/71 Art. 3(4) s. 2', de: 'Art. 3 Abs. 4 S. 2 VO 1182/71' },
  jointControllers: { en: 'Art. 26(1), (3) GDPR', de: 'Art. 26 Abs. 1, 3 DSGVO' },
  breach: {
    en: 'Art. 33(1) GDPR; Reg. 1182/71 Art. 3(1), (4)',
    de: 'Art. 33 Abs. 1 DSGVO; Art. 3 Abs. 1, 4 VO 1182/71',
  },
  objection: { en: 'Art. 21(3) GDPR', de: 'Art. 21 Abs. 3 DSGVO' },
} as const satisfies Record<string, Bilingual>;

export type SourceId = keyof typeof SOURCES;
