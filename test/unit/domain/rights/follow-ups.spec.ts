import type { CheckAnswers } from '../../../../src/domain/rights/check.js';
import { followUpsOf, type Claim } from '../../../../src/domain/rights/decision.js';
import type { Right } from '../../../../src/domain/rights/right.js';

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
