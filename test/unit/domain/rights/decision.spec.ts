import { NO_AFTERCARE, type Missing } from '../../../../src/domain/rights/aftercare.js';
import { CATALOGUE, faultsOfCatalogue, outcomesOf } from '../../../../src/domain/rights/catalogue.js';
import type { CheckAnswers } from '../../../../src/domain/rights/check.js';
import {
  followUpsOf,
  judgeDecision,
  missingForClosing,
  REASONS_LIMIT,
  type Claim,
  type Decision,
} from '../../../../src/domain/rights/decision.js';
import { RIGHT_NAMES, type Right } from '../../../../src/domain/rights/right.js';

const decision = (outcome: Decision['outcome'], ground: Decision['ground'] = null, reasons = 'weil'): Decision => ({
  ...{ outcome, ground, reasons },
});

/** Field and code of what is wrong; empty: it can stand. */
const faults = (right: Right, answers: CheckAnswers, made: Decision): string[] =>
  judgeDecision(right, answers, made).map(({ field, code }) => `${field}: ${code}`);

describe('the catalogue of rights', () => {
  test('contradicts itself nowhere', () => {
    expect(faultsOfCatalogue(CATALOGUE)).toEqual([]);
  });

  test('is found wrong where it is: by name', () => {
    const { access } = CATALOGUE;
    const { granted, ...withoutGranted } = access.outcomes;
    const broken = {
      ...CATALOGUE,
      access: { ...access, outcomes: withoutGranted, checks: [...access.checks, ...access.checks] },
      erasure: {
        ...CATALOGUE.erasure,
        outcomes: { ...CATALOGUE.erasure.outcomes, refused: granted ?? { grounds: [], follows: [] } },
      },
    };
    expect(faultsOfCatalogue(broken)).toEqual([
      'access asks the same twice',
      'access can never be granted',
      'erasure refused tells no reasons and remedies',
      'erasure refused without a ground',
    ]);
  });

  test.each(RIGHT_NAMES)('%s can be granted and taken back, and every refusal can be told with a ground', (right) => {
    const possible = new Map(outcomesOf(right));
    expect([possible.has('granted'), possible.has('withdrawn')]).toEqual([true, true]);
    for (const [outcome, { grounds }] of possible) {
      const ground = grounds.find((one) => one !== 'compelling-grounds') ?? null;
      const answers = Object.fromEntries(CATALOGUE[right].checks.map(({ check }) => [check, 'no'])) as CheckAnswers;
      const contradicts = right === 'access' && outcome === 'granted';
      expect([outcome, faults(right, answers, decision(outcome, ground))]).toEqual([
        outcome,
        contradicts ? ['outcome: check-contradicts'] : [],
      ]);
    }
  });
});

describe('a decision', () => {
  test.each<[string, Right, CheckAnswers, Decision, string[]]>([
    ['access granted speaks for itself', 'access', {}, decision('granted', null, ''), []],
    [
      'access refused needs a ground and reasons, Art. 12(4)',
      'access',
      {},
      decision('refused', null, ' '),
      ['ground: required', 'reasons: required'],
    ],
    ['access refused for others, Art. 15(4)', 'access', {}, decision('refused', 'rights-of-others'), []],
    [
      'access is not refused because it would harm public health',
      'access',
      {},
      decision('refused', 'public-health'),
      ['ground: not-for-this-outcome'],
    ],
    [
      'erasure refused for freedom of expression, Art. 17(3)(a)',
      'erasure',
      {},
      decision('refused', 'freedom-of-expression'),
      [],
    ],
    ['granted carries no ground', 'erasure', {}, decision('granted', 'legal-claims'), ['ground: not-for-this-outcome']],
    [
      'unfounded is for us to show, Art. 12(5)',
      'rectification',
      {},
      decision('refused', 'unfounded', ''),
      ['check-well-founded: check-open', 'reasons: required'],
    ],
    [
      '"no data" against a check that says there is',
      'access',
      { 'data-held': 'yes' },
      decision('no-data'),
      ['outcome: check-contradicts'],
    ],
    [
      'a withdrawal of consent cannot be refused',
      'withdrawal',
      {},
      decision('refused', 'unfounded'),
      ['outcome: not-for-this-right'],
    ],
    [
      'guidance under Art. 77 cannot be refused',
      'complaint',
      {},
      decision('refused', 'excessive'),
      ['outcome: not-for-this-right'],
    ],
    [
      'portability before Art. 20(3) was looked at',
      'portability',
      {},
      decision('granted'),
      ['check-public-task: check-open'],
    ],
    [
      'portability for a public task, granted',
      'portability',
      { 'public-task': 'yes' },
      decision('granted'),
      ['outcome: check-contradicts'],
    ],
    [
      'portability for a public task does not apply',
      'portability',
      { 'public-task': 'yes' },
      decision('not-applicable', 'public-interest-task'),
      [],
    ],
    ['portability taken back needs no check', 'portability', {}, decision('withdrawn', null, ''), []],
    [
      'objection before it is known whether it is marketing',
      'objection',
      {},
      decision('refused', 'compelling-grounds'),
      ['check-direct-marketing: check-open'],
    ],
    [
      'objection to marketing is absolute, Art. 21(3)',
      'objection',
      { 'direct-marketing': 'yes' },
      decision('refused', 'compelling-grounds'),
      ['outcome: absolute-right'],
    ],
    [
      'objection to marketing, granted in part',
      'objection',
      { 'direct-marketing': 'yes' },
      decision('partly', 'legal-claims'),
      ['outcome: absolute-right'],
    ],
    [
      'objection refused needs compelling grounds or claims stated',
      'objection',
      { 'direct-marketing': 'no' },
      decision('refused', null),
      ['ground: required'],
    ],
    [
      'objection refused on compelling grounds',
      'objection',
      { 'direct-marketing': 'no', 'compelling-grounds': 'yes' },
      decision('refused', 'compelling-grounds'),
      [],
    ],
    [
      'compelling grounds that nobody looked for',
      'objection',
      { 'direct-marketing': 'no' },
      decision('refused', 'compelling-grounds'),
      ['check-compelling-grounds: check-open'],
    ],
    [
      'unfounded, though the check says well-founded',
      'access',
      { 'well-founded': 'yes' },
      decision('refused', 'unfounded'),
      ['check-well-founded: check-contradicts'],
    ],
    ['excessive, and shown, Art. 12(5)', 'access', { 'well-founded': 'no' }, decision('refused', 'excessive'), []],
    [
      'not identifiable, though the person is known',
      'access',
      { 'identity-clear': 'yes' },
      decision('not-identifiable'),
      ['check-identity-clear: check-contradicts'],
    ],
    [
      'objection to marketing that is not ours',
      'objection',
      { 'direct-marketing': 'yes' },
      decision('not-applicable', 'not-controller'),
      [],
    ],
    [
      'portability for a public task, granted in part',
      'portability',
      { 'public-task': 'yes' },
      decision('partly', 'rights-of-others'),
      ['outcome: check-contradicts'],
    ],
    [
      'a withdrawal of consent is never unfounded: Art. 12(5) does not reach it',
      'withdrawal',
      {},
      decision('partly', 'unfounded'),
      ['check-well-founded: check-open', 'ground: not-for-this-outcome'],
    ],
    [
      'objection refused for research, Art. 21(6)',
      'objection',
      { 'direct-marketing': 'no' },
      decision('refused', 'research'),
      [],
    ],
    [
      'reasons without end',
      'access',
      {},
      decision('granted', null, 'x'.repeat(REASONS_LIMIT + 1)),
      ['reasons: too-long'],
    ],
  ])('%s', (_, right, answers, made, expected) => {
    expect(faults(right, answers, made)).toEqual(expected);
  });
});

const claim = (right: Right, outcome: Claim['outcome'], checks: CheckAnswers = {}): Claim => ({
  ...{ right, outcome, checks },
  ground: null,
});

describe('what follows', () => {
  test.each<[string, Claim[], string[]]>([
    ['nothing from what is not decided', [claim('erasure', null)], []],
    ['erasure: recipients are told, Art. 19', [claim('erasure', 'granted')], ['tell-recipients']],
    [
      'erasure of what was public: others are told too, Art. 17(2)',
      [claim('erasure', 'granted', { 'made-public': 'yes' })],
      ['tell-recipients', 'tell-publishers'],
    ],
    ['nobody to tell where nothing was disclosed', [claim('erasure', 'granted', { disclosed: 'no' })], []],
    [
      'restriction: register, recipients, notice before lifting',
      [claim('restriction', 'granted')],
      ['register-restriction', 'tell-recipients', 'announce-lifting'],
    ],
    [
      'while an objection is weighed, processing is restricted, Art. 18(1)(d)',
      [claim('objection', null, { 'direct-marketing': 'no' })],
      ['restrict-meanwhile'],
    ],
    ['marketing stops', [claim('objection', 'granted', { 'direct-marketing': 'yes' })], ['stop-marketing']],
    [
      'an objection under Art. 21(1) stops the processing',
      [claim('objection', 'granted', { 'direct-marketing': 'no' })],
      ['stop-processing'],
    ],
    [
      'two rights: each consequence once',
      [claim('erasure', 'granted'), claim('rectification', 'granted')],
      ['tell-recipients'],
    ],
    ['a refusal tells remedies, Art. 12(4)', [claim('access', 'refused')], ['tell-reasons-and-remedies']],
    ['guidance points to the authority', [claim('complaint', 'granted')], ['point-to-authority']],
  ])('%s', (_, claims, expected) => {
    expect(followUpsOf(claims)).toEqual(expected);
  });
});

describe('closing', () => {
  test.each<[string, Claim[], Partial<typeof NO_AFTERCARE>, boolean, Missing[]]>([
    ['everything decided, nothing open', [claim('access', 'granted')], {}, false, []],
    ['one claim undecided', [claim('access', 'granted'), claim('erasure', null)], {}, false, ['undecided']],
    ['no right named', [], {}, false, ['no-claims']],
    ['taken back by the person: nothing to decide', [claim('access', null)], {}, true, []],
    [
      'a restriction in force keeps it open, Art. 18(3)',
      [claim('restriction', 'granted')],
      { restrictions: 1 },
      false,
      ['restrictions'],
    ],
    [
      'everything at once',
      [claim('access', null)],
      { recipients: 2, packages: 1, complaints: 1, tasks: 1, checks: 1 },
      false,
      ['undecided', 'recipients', 'packages', 'complaints', 'tasks', 'checks'],
    ],
  ])('%s', (_, claims, open, retracted, expected) => {
    expect(missingForClosing(claims, { ...NO_AFTERCARE, ...open }, { retracted })).toEqual(expected);
  });
});
