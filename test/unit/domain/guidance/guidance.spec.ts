import { readFileSync } from 'node:fs';
import { LANDS } from '../../../../src/domain/deadlines/land.js';
import {
  AUTHORITIES_AS_OF,
  CONTROLLER_KINDS,
  COUNTRIES,
  OUTSIDE,
  type ControllerKind,
} from '../../../../src/domain/guidance/authority.js';
import {
  AUTHORITIES,
  CONTEXTS,
  guidanceFor,
  type GuidanceContext,
} from '../../../../src/domain/guidance/competence.js';
import { OWN_SUPERVISORS } from '../../../../src/domain/guidance/own-supervisors.js';
import {
  guidancePageAddress,
  guidanceParagraph,
  type NamedAuthority,
} from '../../../../src/domain/guidance/paragraph.js';
import { answerQuestion } from '../../../../src/domain/guidance/question.js';

const idsOf = (country: string, land: string | undefined, context: GuidanceContext, kind?: ControllerKind): string[] =>
  guidanceFor({ country, land: land as never }, context, kind).authorities.map(({ id }) => id);

describe('the authorities as data', () => {
  test('are there for every country of the EEA and every Land, Bavaria with two', () => {
    const countries = new Set(AUTHORITIES.map(({ country }) => country));
    expect(COUNTRIES.filter((country) => !countries.has(country))).toEqual([]);
    expect(COUNTRIES).toHaveLength(30);
    expect(AUTHORITIES.flatMap(({ land }) => land ?? []).sort()).toEqual([...LANDS, 'BY'].sort());
  });

  test.each(AUTHORITIES.map((authority) => [authority.id, authority] as const))(
    '%s has a name, an address, and a page of its own; telephone and mail in one form',
    (_, { name, postalAddress, telephone = '+1 1', email = 'a@b.example', website, complaintPage = website }) => {
      expect(name.length).toBeGreaterThan(8);
      expect(postalAddress.split('\n').length).toBeGreaterThan(1);
      expect(telephone).toMatch(/^\+\d{1,3}( [\d-]+)+$/);
      expect(email).toMatch(/^[a-z0-9.-]+@[a-z0-9.-]+\.[a-z]{2,}$/);
      expect(website).toMatch(/^https:\/\/[^\s]+\/$/);
      expect(complaintPage).toMatch(/^https:\/\/[^\s]+$/);
    },
  );

  test('are each there once, and say as of when', () => {
    const ids = AUTHORITIES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(AUTHORITIES_AS_OF).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  test.each(AUTHORITIES.map((authority) => [authority.id, authority] as const))(
    '%s says how and when it was looked up, and doubts only what it shows',
    (_, authority) => {
      const { checked, unconfirmed = [] } = authority;
      expect(checked.on).toBe(AUTHORITIES_AS_OF);
      expect(checked.evidence === 'own-page' ? checked.source : 'https://').toMatch(/^https:\/\//);
      expect(unconfirmed.filter((fact) => authority[fact] === undefined)).toEqual([]);
    },
  );

  // Movers since 2024: whoever restores an old list is told.
  test.each([
    ['de-bw', '70191 Stuttgart'],
    ['de-sn', '01330 Dresden'],
    ['de-st', 'Otto-von-Guericke-Straße 34a'],
    ['de-mv', '19053 Schwerin'],
    ['ie', 'D02 X963'],
    ['li', 'Kirchstrasse 8'],
    ['pl', 'ul. Stanisława Moniuszki 1A'],
    ['sk', 'Námestie 1. mája 18'],
    ['hu', 'Falk Miksa utca 9–11'],
    ['hr', 'Selska cesta 136'],
  ])('%s is at its new address: %s', (id, line) => {
    expect(AUTHORITIES.find((authority) => authority.id === id)?.postalAddress).toContain(line);
  });

  test.each(LANDS)('in %s postcode and telephone prefix are those of one place', (land) => {
    const PLACES: Readonly<Record<string, readonly string[]>> = {
      ...{ BW: ['70', '711'], BE: ['10', '30'], BB: ['14', '33203'], HB: ['27', '421'], HH: ['20', '40'] },
      ...{ HE: ['65', '611'], MV: ['19', '385'], NI: ['30', '511'], NW: ['40', '211'], RP: ['55', '6131'] },
      ...{ SL: ['66', '681'], SN: ['01', '351'], ST: ['39', '391'], SH: ['24', '431'], TH: ['99', '361'] },
    };
    const found = AUTHORITIES.filter((authority) => authority.land === land).map(({ postalAddress, telephone }) => [
      /\b(\d\d)\d{3} /.exec(postalAddress)?.[1],
      telephone?.split(' ')[1],
    ]);
    expect(found).toEqual(
      land === 'BY'
        ? [
            ['80', '89'],
            ['91', '981'],
          ]
        : [PLACES[land]],
    );
  });

  test('agree with the profile that is shipped', () => {
    const profile = JSON.parse(readFileSync('profiles/chamber.json', 'utf8')) as {
      land: string;
      authority: NamedAuthority;
    };
    const [authority] = guidanceFor({ country: 'DE', land: profile.land as never }, 'controller', 'public').authorities;
    expect(profile.authority).toMatchObject({
      name: authority?.name,
      postalAddress: authority?.postalAddress,
      telephone: authority?.telephone,
      email: authority?.email,
    });
    expect(profile.authority.complaintUrl).toBe(authority?.complaintPage);
  });
});

describe('whom one can turn to', () => {
  test.each(LANDS.filter((land) => land !== 'BY'))(
    'in %s one authority supervises public and private bodies',
    (land) => {
      const expected = [`de-${land.toLowerCase()}`];
      expect([idsOf('DE', land, 'controller', 'public'), idsOf('DE', land, 'residence', 'private')]).toEqual([
        expected,
        expected,
      ]);
    },
  );

  test.each<[string, string[], readonly string[]]>([
    ['Bavaria, a chamber', idsOf('DE', 'BY', 'controller', 'public'), ['de-by-public']],
    ['Bavaria, a company', idsOf('DE', 'BY', 'residence', 'private'), ['de-by-private']],
    ['Bavaria, not known whom it is about', idsOf('DE', 'BY', 'residence'), ['de-by-public', 'de-by-private']],
    ['a federal authority, wherever one lives', idsOf('DE', 'SL', 'residence', 'federal'), ['de', 'de-sl']],
    ['living in France', idsOf('FR', undefined, 'residence'), ['fr']],
    ['working in Austria, about a German chamber', idsOf('AT', undefined, 'work', 'public'), ['at']],
    ['Germany without a Land', idsOf('DE', undefined, 'residence'), []],
    ['a church in Hesse: the state authority helps too', idsOf('DE', 'HE', 'residence', 'church'), ['de-he']],
    ['the seat of a federal authority is in no Land', idsOf('DE', 'BE', 'controller', 'federal'), ['de']],
    ['a telephone company, living in Bavaria', idsOf('DE', 'BY', 'residence', 'telecom'), ['de', 'de-by-private']],
    ['a telephone company, no Land named', idsOf('DE', undefined, 'residence', 'telecom'), ['de']],
    ['a federal authority, living in Bavaria', idsOf('DE', 'BY', 'work', 'federal'), ['de', 'de-by-public']],
    ['the administration of a Bavarian court', idsOf('DE', 'BY', 'controller', 'court'), ['de-by-public']],
    ['a Bavarian newspaper', idsOf('DE', 'BY', 'controller', 'press'), ['de-by-private']],
    ['a broadcaster in Bavaria is a public body', idsOf('DE', 'BY', 'residence', 'broadcaster'), ['de-by-public']],
    ['living in Switzerland', idsOf('CH', undefined, 'residence', 'public'), ['ch']],
    ['living in the United Kingdom', idsOf('GB', undefined, 'residence'), ['gb']],
    ['living in any other country', idsOf('OTHER', undefined, 'residence', 'public'), []],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  test.each<[string, string, GuidanceContext, ControllerKind | undefined, readonly string[]]>([
    ['a chamber, living in Germany', 'DE', 'residence', 'public', ['residence', 'land-public', 'handed-on']],
    ['the seat of a chamber', 'DE', 'controller', 'public', ['controller', 'land-public']],
    ['a chamber, living in France', 'FR', 'residence', 'public', ['residence', 'public-abroad']],
    ['a German court, working in Austria', 'AT', 'work', 'court', ['work', 'public-abroad']],
    ['a company, working in Austria', 'AT', 'work', 'private', ['work', 'cooperation']],
    ['not known whom, living in Poland', 'PL', 'residence', undefined, ['residence', 'cooperation']],
    ['the seat of a company in Spain', 'ES', 'controller', 'private', ['controller']],
    ['a chamber, living in Switzerland', 'CH', 'residence', 'public', ['outside', 'own-law']],
    ['a chamber, living in Canada', 'OTHER', 'residence', 'public', ['outside']],
  ])('%s: the reasons', (_, country, context, kind, expected) => {
    expect(guidanceFor({ country }, context, kind).steps.map(({ rule }) => rule)).toEqual(expected);
  });

  test('churches, broadcasters and press have supervisors of their own; nobody else has', () => {
    const found = Object.fromEntries(
      CONTROLLER_KINDS.map((kind) => [
        kind,
        guidanceFor({ country: 'DE', land: 'HE' }, 'residence', kind).ownSupervisors.map(({ id }) => id),
      ]),
    );
    expect(found).toEqual({
      ...{ public: [], private: [], federal: [], telecom: [], court: [] },
      ...{ church: ['de-ekd', 'de-catholic'], broadcaster: ['de-broadcasters'], press: ['de-press'] },
    });
    expect(OWN_SUPERVISORS.filter(({ website }) => !/^https:\/\/\S+\/$/.test(website))).toEqual([]);
  });

  test('whoever names a place gets an authority or is told what is missing, whatever they ask', () => {
    const places = [
      ...[...COUNTRIES, ...OUTSIDE].map((country) => ({ country })),
      ...LANDS.map((land) => ({ country: 'DE', land })),
    ];
    const silent = places.flatMap((place) =>
      CONTEXTS.flatMap((context) =>
        [undefined, ...CONTROLLER_KINDS]
          .map((kind) => ({ place, context, kind, answer: guidanceFor(place, context, kind) }))
          .filter(
            ({ answer: { authorities, landMissing, steps } }) =>
              steps.length === 0 || (authorities.length === 0 && !landMissing && place.country !== 'OTHER'),
          ),
      ),
    );
    expect(silent).toEqual([]);
  });

  test('each answer says why, with its norm', () => {
    const { steps, landMissing } = guidanceFor({ country: 'DE', land: undefined }, 'residence', 'broadcaster');
    expect(steps.map(({ rule, norm }) => [rule, norm])).toEqual([
      ['residence', 'Art. 77(1) GDPR'],
      ['broadcaster', 'Art. 85(2) GDPR'],
      ['handed-on', '§ 19(2) BDSG'],
    ]);
    expect(landMissing).toBe(true);
  });
});

describe('a question', () => {
  test('is about Germany and where one lives, unless it says otherwise', () => {
    expect(answerQuestion({ land: 'bw' })).toMatchObject({
      ok: true,
      question: { place: { country: 'DE', land: 'BW' }, context: 'residence', kind: undefined },
    });
  });

  test('names everything in it that is unknown', () => {
    expect(answerQuestion({ country: 'US', land: 'XX', context: 'holiday', kind: 'king' })).toEqual({
      ok: false,
      problems: ['country', 'land', 'context', 'kind'].map((field) => ({ field, code: 'unknown-value' })),
    });
  });

  test.each(['country', 'land', 'context', 'kind'])('does not choose between two values of %s', (field) => {
    expect(answerQuestion({ [field]: ['', ''] })).toEqual({ ok: false, problems: [{ field, code: 'unknown-value' }] });
  });

  test.each(['XX', 'EU', '__proto__', '<script>', 'de-by'])('knows no country %s', (country) => {
    expect(answerQuestion({ country })).toMatchObject({ ok: false });
  });

  test('a Land means nothing abroad', () => {
    expect(answerQuestion({ country: 'fr', land: 'BW' })).toMatchObject({
      ok: true,
      question: { place: { country: 'FR', land: undefined } },
    });
  });
});

test('the paragraph for letters names authority, address and the page', () => {
  const authority = {
    name: 'Aufsicht',
    postalAddress: 'Weg 1\n12345 Ort',
    telephone: '+49 1',
    email: 'a@b.example',
    complaintUrl: 'https://a.example/',
  };
  for (const language of ['de', 'en'] as const) {
    const text = guidanceParagraph(language, authority, 'https://wir.example/beschwerde');
    expect(
      [
        ...Object.values({ ...authority, postalAddress: 'Weg 1, 12345 Ort' }),
        'https://wir.example/beschwerde',
        'Art. 77',
      ].filter((part) => !text.includes(part)),
    ).toEqual([]);
  }
});

test('the page for letters is the organisation’s, in the language of the letter', () => {
  expect(guidancePageAddress('https://wir.example', 'kammer', 'en')).toBe(
    'https://wir.example/beschwerde?organisation=kammer&lang=en',
  );
});
