import { CATALOGUE, faultsOfCatalogue, outcomesOf } from '../../../../src/domain/rights/catalogue.js';
import type { CheckAnswers } from '../../../../src/domain/rights/check.js';
import { carriersOf, judgeDecision, type Decision } from '../../../../src/domain/rights/decision.js';
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
