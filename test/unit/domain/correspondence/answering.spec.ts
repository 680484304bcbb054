import { answers, kindFor } from '../../../../src/domain/correspondence/answering.js';
import type { MessageKind } from '../../../../src/domain/correspondence/kinds.js';
import type { Claim } from '../../../../src/domain/rights/decision.js';
import type { Right } from '../../../../src/domain/rights/right.js';

const claim = (right: Right, outcome: Claim['outcome'], ground: Claim['ground'] = null): Claim => ({
  ...{ right, outcome, ground },
  checks: {},
});

test.each<[Claim[], MessageKind | undefined]>([
  [[claim('access', 'granted')], 'access'],
  [[claim('erasure', 'granted')], 'erased'],
  [[claim('objection', 'granted')], 'confirmed'],
  [[claim('withdrawal', 'granted')], 'confirmed'],
  [[claim('complaint', 'granted')], 'authority'],
  [[claim('rectification', 'granted')], 'grant'],
  [[claim('access', 'no-data')], 'no-data'],
  [[claim('access', 'partly')], 'partial'],
  [[claim('erasure', 'refused')], 'refusal'],
  [[claim('access', 'not-applicable', 'not-controller')], 'not-controller'],
  [[claim('portability', 'not-applicable', 'public-interest-task')], 'refusal'],
  [[claim('access', 'not-identifiable')], 'not-identifiable'],
  [[claim('access', 'passed-on')], 'passed-on'],
  [[claim('access', 'fee')], 'fee'],
  [[claim('access', 'granted'), claim('erasure', 'refused')], 'partial'],
  [[claim('access', 'granted'), claim('erasure', 'granted')], 'grant'],
  [[claim('erasure', 'withdrawn'), claim('access', 'granted')], 'access'],
  [[claim('access', 'withdrawn')], undefined],
  [[claim('access', 'granted'), claim('erasure', null)], undefined],
  [[], undefined],
])('the kind of letter follows from the decision: %j', (claims, expected) => {
  expect(kindFor(claims)).toBe(expected);
});

test('who gets less than they asked for is not answered by a letter without reasons and remedies', () => {
  const refused = [claim('erasure', 'refused'), claim('access', 'granted')];
  expect(
    (['grant', 'access', 'erased', 'confirmed', 'free', 'closing'] as const).filter((kind) => answers(kind, refused)),
  ).toEqual([]);
  expect((['partial', 'refusal', 'not-controller'] as const).every((kind) => answers(kind, refused))).toBe(true);
  expect(answers('access', [claim('access', 'granted')])).toBe(true);
  expect(answers('free', [claim('access', 'granted')])).toBe(false);
});
