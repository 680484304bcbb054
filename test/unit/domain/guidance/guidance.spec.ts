import { readFileSync } from 'node:fs';
import { LANDS } from '../../../../src/domain/deadlines/land.js';
import { AUTHORITIES_AS_OF, COUNTRIES, type ControllerKind } from '../../../../src/domain/guidance/authority.js';
import { AUTHORITIES, guidanceFor, type GuidanceContext } from '../../../../src/domain/guidance/competence.js';
import { guidanceParagraph, type NamedAuthority } from '../../../../src/domain/guidance/paragraph.js';
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
    (_, { name, postalAddress, telephone = '+1 1', email = 'a@b.example', website }) => {
      expect(name.length).toBeGreaterThan(8);
      expect(postalAddress.split('\n').length).toBeGreaterThan(1);
      expect(telephone).toMatch(/^\+\d{1,3}( [\d-]+)+$/);
      expect(email).toMatch(/^[a-z0-9.-]+@[a-z0-9.-]+\.[a-z]{2,}$/);
      expect(website).toMatch(/^https:\/\/[^\s]+\/$/);
    },
  );

  test('are each there once, and say as of when', () => {
    const ids = AUTHORITIES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(AUTHORITIES_AS_OF).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  test('agree with the profile that is shipped', () => {
    const profile = JSON.parse(readFileSync('profiles/chamber.json', 'utf8')) as {
      land: string;
      authority: NamedAuthority;
    };
    const [authority] = guidanceFor({ country: 'DE', land: profile.land as never }, 'controller', 'public').authorities;
    expect(profile.authority).toMatchObject({
      name: authority?.name,
      telephone: authority?.telephone,
      email: authority?.email,
    });
    expect(profile.authority.complaintUrl.startsWith(authority?.website ?? 'none')).toBe(true);
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
    ['a church in Hesse: the state authority tells where', idsOf('DE', 'HE', 'residence', 'church'), ['de-he']],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  test('each answer says why, with its norm', () => {
    const { steps, landMissing } = guidanceFor({ country: 'DE', land: undefined }, 'residence', 'broadcaster');
    expect(steps.map(({ rule, norm }) => [rule, norm])).toEqual([
      ['residence', 'Art. 77(1) GDPR'],
      ['broadcaster', 'Art. 85(2) GDPR'],
      ['forwarded', 'Art. 60, 77(2) GDPR'],
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
