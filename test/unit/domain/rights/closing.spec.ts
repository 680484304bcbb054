import {
  NO_AFTERCARE,
  type BegunAftercare,
  type Missing,
  type OpenAftercare,
} from '../../../../src/domain/rights/aftercare.js';
import type { CheckAnswers } from '../../../../src/domain/rights/check.js';
import { missingForClosing, type Claim } from '../../../../src/domain/rights/decision.js';
import type { Right } from '../../../../src/domain/rights/right.js';

const claim = (right: Right, outcome: Claim['outcome'], checks: CheckAnswers = {}): Claim => ({
  ...{ right, outcome, checks },
  ground: null,
});

describe('closing', () => {
  test.each<[string, Claim[], Partial<OpenAftercare>, boolean, Missing[]]>([
    ['everything decided, nothing open', [claim('access', 'granted')], {}, false, []],
    ['one claim undecided', [claim('access', 'granted'), claim('erasure', null)], {}, false, ['undecided']],
    ['no right named', [], {}, false, ['no-claims']],
    ['taken back by the person: nothing to decide', [claim('access', null)], {}, true, []],
    [
      'a restriction in force keeps it open, Art. 18(3)',
      [claim('access', 'granted')],
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
    [
      'decided for somebody who then turned out to be another',
      [claim('access', 'granted', { 'identity-clear': 'no' })],
      {},
      false,
      ['contradicted'],
    ],
  ])('%s', (_, claims, open, retracted, expected) => {
    expect(missingForClosing(claims, { ...NO_AFTERCARE, ...open }, { retracted })).toEqual(expected);
  });

  test.each<[string, Claim, Partial<BegunAftercare>, Missing[]]>([
    ['a restriction that is in no register, Art. 18', claim('restriction', 'granted'), {}, ['unregistered']],
    ['a restriction that was registered', claim('restriction', 'partly', {}), { restrictions: 1 }, []],
    ['a restriction that was refused', claim('restriction', 'refused'), {}, []],
    ['disclosed, and nobody listed, Art. 19', claim('erasure', 'granted', { disclosed: 'yes' }), {}, ['unlisted']],
    ['disclosed, and listed', claim('erasure', 'granted', { disclosed: 'yes' }), { recipients: 1 }, []],
    ['disclosed, and nothing erased', claim('erasure', 'no-data', { disclosed: 'yes' }), {}, []],
    [
      'asked who they are, and not told, Art. 19 s. 2',
      claim('notification', 'granted', { 'asks-who': 'yes' }),
      { recipients: 2, named: 1 },
      ['unnamed'],
    ],
    [
      'asked who they are, and told',
      claim('notification', 'granted', { 'asks-who': 'yes' }),
      { recipients: 2, named: 2 },
      [],
    ],
    [
      'portability without a package, Art. 20',
      claim('portability', 'granted', { 'public-task': 'no' }),
      {},
      ['no-package'],
    ],
    ['portability with one', claim('portability', 'granted', { 'public-task': 'no' }), { packages: 1 }, []],
  ])('what must follow has begun: %s', (_, one, begun, expected) => {
    const aftercare = { ...NO_AFTERCARE, begun: { ...NO_AFTERCARE.begun, ...begun } };
    const ground = one.outcome === 'partly' || one.outcome === 'refused' ? 'national-law' : null;
    expect(missingForClosing([{ ...one, ground }], aftercare, { retracted: false })).toEqual(expected);
    expect(missingForClosing([{ ...one, ground }], aftercare, { retracted: true })).toEqual([]);
  });
});
