import { CATALOGUE, faultsOfCatalogue, outcomesOf } from '../../../../src/domain/rights/catalogue.js';
import type { CheckAnswers } from '../../../../src/domain/rights/check.js';
import {
  carriersOf,
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
        const made = {
          ...decision(outcome, ground, '§ 1'),
          norm: ground === 'national-law' ? 'other-law' : null,
        } as const;
        const stands = faults(right, answersTo(right, outcome, ground), made).length === 0;
        expect([outcome, ground, stands]).toEqual([outcome, ground, true]);
      }
    }
  });
});

/** What carries this decision, where anything has to; the matrix holds each to the contrary. */
function answersTo(right: Right, outcome: Decision['outcome'], ground: Decision['ground']): CheckAnswers {
  const first = CATALOGUE[right].checks.filter((asked) => asked.first === true).map(({ check }) => [check, 'no']);
  const unmet = ground === 'no-ground' && right === 'objection' ? [['particular-situation', 'no']] : [];
  const carrying = carriersOf(right, outcome, ground).map(({ check, answer }) => [check, answer]);
  return Object.fromEntries([...first, ...unmet, ...carrying]) as CheckAnswers;
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
    [
      'access is not refused whole for others, recital 63: part of it is told, with passages made unreadable',
      'access',
      { 'others-affected': 'yes' },
      decision('refused', 'rights-of-others'),
      ['ground: not-for-this-outcome'],
    ],
    [
      'access granted in part for others, Art. 15(4)',
      'access',
      { 'others-affected': 'yes' },
      decision('partly', 'rights-of-others'),
      [],
    ],
    [
      'a ground whose check nobody answered, Art. 12(4), 5(2)',
      'access',
      {},
      decision('partly', 'rights-of-others'),
      ['check-others-affected: check-open'],
    ],
    [
      'erasure granted although an exception was found, § 147 AO',
      'erasure',
      { 'erasure-exception': 'yes' },
      decision('granted'),
      ['check-erasure-exception: check-contradicts'],
    ],
    [
      'notification is not refused for secrecy: Art. 19 s. 1 knows only two exceptions',
      'notification',
      {},
      decision('refused', 'secrecy'),
      ['ground: not-for-this-outcome'],
    ],
    [
      'notification refused as impossible, Art. 19 s. 1',
      'notification',
      { 'telling-possible': 'no' },
      decision('refused', 'impossible'),
      [],
    ],
    [
      'a withdrawal of consent is whole, Art. 7(3)',
      'withdrawal',
      {},
      decision('partly', 'legal-claims'),
      ['outcome: not-for-this-right'],
    ],
    [
      'objection put aside against its own checks, 21(1) s. 2',
      'objection',
      { 'direct-marketing': 'no', 'particular-situation': 'yes', 'public-or-legitimate-basis': 'yes' },
      decision('not-applicable', 'no-ground'),
      ['check-particular-situation: check-contradicts', 'check-public-or-legitimate-basis: check-contradicts'],
    ],
    [
      'objection to marketing and to more: the marketing ends, the rest is weighed',
      'objection',
      { 'direct-marketing': 'yes', 'beyond-marketing': 'yes', 'compelling-grounds': 'yes' },
      decision('partly', 'compelling-grounds'),
      [],
    ],
    [
      'rectification of what is neither wrong nor incomplete',
      'rectification',
      { inaccurate: 'no', incomplete: 'no' },
      decision('granted'),
      ['check-inaccurate: check-contradicts', 'check-incomplete: check-contradicts'],
    ],
    [
      'restriction granted without a ground, Art. 18(1)',
      'restriction',
      { 'restriction-ground': 'no' },
      decision('granted'),
      ['check-restriction-ground: check-contradicts'],
    ],
    [
      'withdrawal of a consent that was never given',
      'withdrawal',
      { 'consent-given': 'no' },
      decision('granted'),
      ['check-consent-given: check-contradicts'],
    ],
    [
      'notification granted though nothing was disclosed',
      'notification',
      { disclosed: 'no' },
      decision('granted'),
      ['check-disclosed: check-contradicts'],
    ],
    ['a fee instead of a refusal, Art. 12(5)(a)', 'access', { 'well-founded': 'no' }, decision('fee', 'excessive'), []],
    [
      'passed on to the joint controller, Art. 26(3)',
      'erasure',
      { 'jointly-controlled': 'yes' },
      decision('passed-on', 'joint-controller', ''),
      [],
    ],
    [
      'completed by a statement of the person, Art. 16 s. 2',
      'rectification',
      { incomplete: 'yes' },
      decision('supplemented', null, ''),
      [],
    ],
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
      { 'erasure-exception': 'yes' },
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
      ['check-data-held: check-contradicts'],
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
      ['check-public-task: check-contradicts'],
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
      { 'direct-marketing': 'yes', 'legal-claims-needed': 'yes' },
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
      { 'direct-marketing': 'yes', 'our-processing': 'no' },
      decision('not-applicable', 'not-controller'),
      [],
    ],
    [
      'portability, in part for a public task: Art. 20(3) s. 2 takes out that processing only',
      'portability',
      { 'public-task': 'yes' },
      decision('partly', 'public-interest-task'),
      [],
    ],
    [
      'a withdrawal of consent is never unfounded: Art. 12(5) does not reach it',
      'withdrawal',
      {},
      decision('partly', 'unfounded'),
      ['outcome: not-for-this-right'],
    ],
    [
      'objection refused for research, Art. 21(6)',
      'objection',
      { 'direct-marketing': 'no', research: 'yes' },
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
      'objection refused for research although it is none',
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
      { 'public-task': 'no', 'identity-clear': 'no', 'others-affected': 'yes' },
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
      ['check-solely-automated: check-contradicts'],
    ],
    [
      'automated, but without significant effect, Art. 22(1)',
      'automated-decision',
      { 'solely-automated': 'yes', 'significant-effect': 'no' },
      decision('not-applicable', 'no-significant-effect'),
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
      { 'secrecy-affected': 'yes' },
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
    [
      'erasure: it is erased, and recipients are told, Art. 19',
      [claim('erasure', 'granted')],
      ['erase', 'tell-recipients'],
    ],
    [
      'erasure of what was public: others are told too, Art. 17(2)',
      [claim('erasure', 'granted', { 'made-public': 'yes' })],
      ['erase', 'tell-recipients', 'tell-publishers'],
    ],
    ['nobody to tell where nothing was disclosed', [claim('erasure', 'granted', { disclosed: 'no' })], ['erase']],
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
      ['erase', 'tell-recipients', 'rectify'],
    ],
    [
      'a withdrawal without another basis: it is erased, Art. 17(1)(b)',
      [claim('withdrawal', 'granted', { 'other-basis': 'no' })],
      ['stop-consent-processing', 'erase-without-basis'],
    ],
    [
      'a withdrawal with another basis',
      [claim('withdrawal', 'granted', { 'other-basis': 'yes' })],
      ['stop-consent-processing'],
    ],
    ['a refusal tells remedies, Art. 12(4)', [claim('access', 'refused')], ['tell-reasons-and-remedies']],
    ['guidance points to the authority', [claim('complaint', 'granted')], ['point-to-authority']],
  ])('%s', (_, claims, expected) => {
    expect(followUpsOf(claims)).toEqual(expected);
  });
});
