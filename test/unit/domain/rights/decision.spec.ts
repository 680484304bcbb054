import { CATALOGUE, faultsOfCatalogue, outcomesOf } from '../../../../src/domain/rights/catalogue.js';
import type { CheckAnswers } from '../../../../src/domain/rights/check.js';
import {
  followUpsOf,
  judgeDecision,
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

  test('is found wrong where a decision would rest on what nobody asks', () => {
    const contradictions = [{ when: 'granted', check: 'research', answer: 'no' }] as const;
    const broken = { ...CATALOGUE, complaint: { ...CATALOGUE.complaint, contradictions } };
    expect(faultsOfCatalogue(broken)).toEqual(['complaint rests on research, which it does not ask']);
  });

  test.each(RIGHT_NAMES)('%s can be granted and taken back, and be decided on every ground that it names', (right) => {
    const possible = outcomesOf(right);
    expect(possible.map(([outcome]) => outcome)).toEqual(expect.arrayContaining(['granted', 'withdrawn']));
    for (const [outcome, { grounds }] of possible) {
      for (const ground of grounds.length === 0 ? [null] : grounds) {
        const stands = answersTo(right).some(
          (answers) => faults(right, answers, decision(outcome, ground)).length === 0,
        );
        expect([outcome, ground, stands]).toEqual([outcome, ground, true]);
      }
    }
  });
});

/** Everything that can be answered to those questions on which a decision of any right may depend. */
function answersTo(right: Right): readonly CheckAnswers[] {
  const asked = CATALOGUE[right].checks
    .map(({ check }) => check)
    .filter((check) =>
      ['identity-clear', 'well-founded', 'compelling-grounds', 'direct-marketing', 'public-task'].includes(check),
    );
  return asked.reduce<readonly CheckAnswers[]>(
    (all, check) => all.flatMap((answers) => [answers, { ...answers, [check]: 'yes' }, { ...answers, [check]: 'no' }]),
    [{}],
  );
}

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
      'objection to marketing, because no ground was named: it needs none',
      'objection',
      { 'direct-marketing': 'yes' },
      decision('not-applicable', 'no-ground'),
      ['outcome: absolute-right'],
    ],
    [
      'objection refused for research that is none',
      'objection',
      { 'direct-marketing': 'no', research: 'no' },
      decision('refused', 'research'),
      ['check-research: check-contradicts'],
    ],
    [
      'access for somebody who may be another, Art. 12(6)',
      'access',
      { 'identity-clear': 'no' },
      decision('granted'),
      ['check-identity-clear: check-contradicts'],
    ],
    [
      'portability for somebody who may be another, in part',
      'portability',
      { 'public-task': 'no', 'identity-clear': 'no' },
      decision('partly', 'rights-of-others'),
      ['check-identity-clear: check-contradicts'],
    ],
    [
      'an objection stops the marketing whoever it is from',
      'objection',
      { 'direct-marketing': 'yes', 'identity-clear': 'no' },
      decision('granted'),
      [],
    ],
    [
      'not our processing, though it is',
      'erasure',
      { 'our-processing': 'yes' },
      decision('not-applicable', 'not-controller'),
      ['check-our-processing: check-contradicts'],
    ],
    [
      'granted, though it is not ours to grant',
      'erasure',
      { 'our-processing': 'no' },
      decision('granted'),
      ['check-our-processing: check-contradicts'],
    ],
    [
      'data said to be right that was found wrong, Art. 16',
      'rectification',
      { inaccurate: 'yes' },
      decision('refused', 'data-accurate'),
      ['check-inaccurate: check-contradicts'],
    ],
    [
      'some of it wrong and some of it right, Art. 16',
      'rectification',
      { inaccurate: 'yes' },
      decision('partly', 'data-accurate'),
      [],
    ],
    [
      'erasure refused on an exception that was not found, Art. 17(3)',
      'erasure',
      { 'erasure-exception': 'no' },
      decision('refused', 'legal-claims'),
      ['check-erasure-exception: check-contradicts'],
    ],
    [
      'restriction without a ground, though there is one, Art. 18(1)',
      'restriction',
      { 'restriction-ground': 'yes' },
      decision('refused', 'no-ground'),
      ['check-restriction-ground: check-contradicts'],
    ],
    [
      'nobody to tell, though it was disclosed, Art. 19',
      'notification',
      { disclosed: 'yes' },
      decision('no-data'),
      ['check-disclosed: check-contradicts'],
    ],
    [
      'portability refused for a public task that is none, Art. 20(3)',
      'portability',
      { 'public-task': 'no' },
      decision('refused', 'public-interest-task'),
      ['check-public-task: check-contradicts'],
    ],
    [
      'no automated decision, though it was one, Art. 22(1)',
      'automated-decision',
      { 'solely-automated': 'yes', 'significant-effect': 'yes' },
      decision('not-applicable', 'not-automated'),
      ['outcome: check-contradicts'],
    ],
    [
      'automated, but without significant effect, Art. 22(1)',
      'automated-decision',
      { 'solely-automated': 'yes', 'significant-effect': 'no' },
      decision('not-applicable', 'not-automated'),
      [],
    ],
    [
      'consent never given, though it was, Art. 7(3)',
      'withdrawal',
      { 'consent-given': 'yes' },
      decision('not-applicable', 'no-consent-given'),
      ['check-consent-given: check-contradicts'],
    ],
    [
      'reasons that nobody can read',
      'access',
      {},
      decision('refused', 'secrecy', 'weil\u0000'),
      ['reasons: control-characters'],
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
