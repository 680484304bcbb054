// Art. 23 GDPR, § 1(1) BDSG: provisions of German law that limit a right, by Land and kind of body. Public bodies of the
// Länder go by the law of their Land; the BDSG holds for them only as far as there is none (§ 1(1) s. 1 no. 2 BDSG).

import { LANDS, type Land } from '../../deadlines/land.js';
import type { Right } from '../right.js';

/** Whose law it is: a public body of a Land (chambers, municipalities), one of the federation, or a private one. */
export const BODY_KINDS = ['public-land', 'public-federal', 'private'] as const;
export type BodyKind = (typeof BODY_KINDS)[number];

export const NORM_IDS = [
  'bdsg-27-2',
  'bdsg-28-2',
  'bdsg-29-1',
  'bdsg-34',
  'bdsg-35-1',
  'bdsg-35-2',
  'bdsg-35-3',
  'bdsg-36',
  'bdsg-37',
  'ldsg-bw-9',
  'ldsg-bw-10',
  'ldsg-sh-9',
  'bbgdsg-11',
  'dsag-lsa-12',
  'ihkg-9-4',
  'other-law',
] as const;
export type NormId = (typeof NORM_IDS)[number];

/** `text`: its wording was read; `cited`: another text that was read cites it; `memory`: not looked at, verify first. */
export type LookedUp = 'text' | 'cited' | 'memory';

export interface Norm {
  readonly id: NormId;
  readonly cite: { readonly de: string; readonly en: string };
  readonly lands: readonly Land[];
  readonly bodies: readonly BodyKind[];
  readonly rights: readonly Right[];
  readonly lookedUp: LookedUp;
  /** Where, and on which day. */
  readonly source: string;
}

const CITED_BY_34 = 'cited in the text of § 34(1), gdpr.berlin, 2026-12-01';
const FEDERAL: readonly BodyKind[] = ['public-federal', 'private'];
const federal = (
  id: NormId,
  paragraph: string,
  rights: readonly Right[],
  lookedUp: LookedUp,
  source: string,
  bodies = FEDERAL,
): Norm => ({
  ...{ id, lands: LANDS, bodies, rights, lookedUp, source },
  cite: { de: `${paragraph} BDSG`, en: `${paragraph} BDSG` },
});
const ofLand = (
  id: NormId,
  land: Land,
  cite: string,
  rights: readonly Right[],
  lookedUp: LookedUp,
  source: string,
): Norm => ({
  ...{ id, lands: [land], bodies: ['public-land'], rights, lookedUp, source },
  cite: { de: cite, en: cite },
});

export const NORMS: readonly Norm[] = [
  federal('bdsg-27-2', '§ 27 Abs. 2', ['access', 'rectification', 'restriction', 'objection'], 'cited', CITED_BY_34),
  federal('bdsg-28-2', '§ 28 Abs. 2', ['access'], 'cited', CITED_BY_34),
  federal('bdsg-29-1', '§ 29 Abs. 1 S. 2', ['access'], 'cited', CITED_BY_34),
  federal(
    'bdsg-34',
    '§ 34 Abs. 1',
    ['access'],
    'text',
    'gdpr.berlin and justiz-nrw.wolterskluwer-online.de, 2026-12-01',
  ),
  federal('bdsg-35-1', '§ 35 Abs. 1', ['erasure'], 'text', 'gdpr.berlin, rechtstipp24.de, 2026-12-01'),
  federal('bdsg-35-2', '§ 35 Abs. 2', ['erasure'], 'text', 'gdpr.berlin, rechtstipp24.de, 2026-12-01'),
  federal('bdsg-35-3', '§ 35 Abs. 3', ['erasure'], 'text', 'gdpr.berlin, rechtstipp24.de, 2026-12-01'),
  federal('bdsg-36', '§ 36', ['objection'], 'memory', 'not found in a text', ['public-federal']),
  federal('bdsg-37', '§ 37', ['automated-decision'], 'memory', 'not found in a text', ['private']),
  ofLand('ldsg-bw-9', 'BW', '§ 9 LDSG BW', ['access'], 'memory', 'not found in a text; § 11 was, and concerns Art. 34'),
  ofLand('ldsg-bw-10', 'BW', '§ 10 LDSG BW', ['erasure'], 'memory', 'not found in a text'),
  ofLand('ldsg-sh-9', 'SH', '§ 9 LDSG SH', ['access'], 'text', 'dsgvo.privacysoft.online, 2026-12-01'),
  ofLand('bbgdsg-11', 'BB', '§ 11 BbgDSG', ['access'], 'text', 'help.robin-data.io, 2026-12-01'),
  ofLand('dsag-lsa-12', 'ST', '§ 12 DSAG LSA', ['erasure'], 'text', 'datenbuddy.de, 2026-12-01'),
  {
    ...{ id: 'ihkg-9-4', lands: LANDS, bodies: ['public-land'], rights: ['objection'], lookedUp: 'cited' },
    cite: { de: '§ 9 Abs. 4 S. 1 IHKG', en: '§ 9(4) s. 1 IHKG' },
    source: 'chemnitz.ihk24.de and projekt29.de, which tell its content, 2026-12-01',
  },
  {
    ...{ id: 'other-law', lands: LANDS, bodies: BODY_KINDS, lookedUp: 'memory' },
    rights: [
      ...(['access', 'rectification', 'erasure', 'restriction'] as const),
      ...(['notification', 'portability', 'objection', 'automated-decision'] as const),
    ],
    cite: { de: 'andere Vorschrift, in der Begründung genannt', en: 'another provision, named in the reasons' },
    source: 'none: the reasons have to name it',
  },
];

/** Provisions that may limit this right for such a body of this Land. */
export function normsFor(land: Land, body: BodyKind, right: Right): readonly Norm[] {
  return NORMS.filter(
    ({ lands, bodies, rights }) => lands.includes(land) && bodies.includes(body) && rights.includes(right),
  );
}

export function isNormId(value: unknown): value is NormId {
  return (NORM_IDS as readonly unknown[]).includes(value);
}
