import { dutiesOf, isCalledFor, nextDuty, openDuties, type DutyFacts } from '../../../../src/domain/duties/duties.js';
import { DUTY_RULES, SETTLED_DUTIES } from '../../../../src/domain/duties/duty.js';
import type { CivilDate } from '../../../../src/domain/civil-date.js';
import { NO_AFTERCARE } from '../../../../src/domain/rights/aftercare.js';
import type { CheckAnswers } from '../../../../src/domain/rights/check.js';
import { CATALOGUE } from '../../../../src/domain/rights/catalogue.js';
import type { Claim } from '../../../../src/domain/rights/decision.js';
import { FOLLOW_UPS } from '../../../../src/domain/rights/rule.js';
import { RIGHT_NAMES, type Right } from '../../../../src/domain/rights/right.js';

const claim = (right: Right, outcome: Claim['outcome'], checks: CheckAnswers = {}): Claim => ({
  ...{ right, outcome, checks },
  ground: null,
});

const facts = (claims: readonly Claim[], more: Partial<DutyFacts> = {}): DutyFacts => ({
  ...{ claims, answer: null, settled: [], given: [], aftercare: NO_AFTERCARE, retracted: false },
  atOnceOn: '2026-10-05' as CivilDate,
  until: '2026-10-15' as CivilDate,
  ...more,
});

const openIn = (claims: readonly Claim[], more: Partial<DutyFacts> = {}): string[] =>
  openDuties(dutiesOf(facts(claims, more))).map(({ right, duty, standing }) =>
    [right ?? 'matter', duty, ...(standing === 'open' ? [] : [standing])].join(' '),
  );

const TOLD: Partial<DutyFacts> = { answer: { proof: 'message', cameBack: false } };

describe('what is decided is not yet done', () => {
  test.each<[string, Claim[], Partial<DutyFacts>, string[]]>([
    [
      'access granted: the copy goes out, and the person hears',
      [claim('access', 'granted')],
      {},
      ['access send-copy', 'matter answer'],
    ],
    ['access granted and told, no copy', [claim('access', 'granted')], TOLD, ['access send-copy']],
    ['no data: telling so is all', [claim('access', 'no-data')], TOLD, []],
    ['refused: the letter is all', [claim('erasure', 'refused', { 'erasure-exception': 'no' })], TOLD, []],
    [
      'erasure: erased, and nobody has said whether it was disclosed, Art. 19',
      [claim('erasure', 'granted')],
      TOLD,
      ['erasure erase', 'erasure tell-recipients'],
    ],
    [
      'erasure of what was public, Art. 17(2)',
      [claim('erasure', 'granted', { 'made-public': 'yes', disclosed: 'no' })],
      TOLD,
      ['erasure erase', 'erasure tell-publishers'],
    ],
    [
      'a statement is added, Art. 16 s. 2',
      [claim('rectification', 'supplemented', { disclosed: 'no' })],
      TOLD,
      ['rectification add-statement'],
    ],
    ['passed on, Art. 26(3)', [claim('access', 'passed-on')], TOLD, ['access pass-on']],
    [
      'a review by a human, Art. 22(3)',
      [claim('automated-decision', 'refused')],
      TOLD,
      ['automated-decision human-review'],
    ],
    ['guidance: the answer names the authority, Art. 77', [claim('complaint', 'granted')], {}, ['matter answer']],
    [
      'a message that came back told nobody',
      [claim('access', 'no-data')],
      { answer: { proof: 'message', cameBack: true } },
      ['matter answer came-back'],
    ],
    ['taken back by the person: nothing', [claim('erasure', 'granted')], { retracted: true }, []],
    [
      'marketing ends before anything is decided, Art. 21(3)',
      [claim('objection', null, { 'direct-marketing': 'yes' })],
      TOLD,
      ['objection stop-marketing'],
    ],
    [
      'so does what rests on consent, Art. 7(3)',
      [claim('withdrawal', null)],
      TOLD,
      ['withdrawal stop-consent-processing'],
    ],
    ['not where there was no consent', [claim('withdrawal', null, { 'consent-given': 'no' })], TOLD, []],
  ])('%s', (_, claims, more, expected) => {
    expect(openIn(claims, more)).toEqual(expected);
  });

  test('what is done, or left out with a ground, is not open any more', () => {
    const erased = claim('erasure', 'granted', { 'made-public': 'yes', disclosed: 'no' });
    const settled = [
      { right: 'erasure', duty: 'erase', proof: 'task', leftOut: null },
      { right: 'erasure', duty: 'tell-publishers', proof: null, leftOut: 'impossible' },
    ] as const;
    expect(openIn([erased], { ...TOLD, settled })).toEqual([]);
    expect(dutiesOf(facts([erased], { ...TOLD, settled }))).toMatchObject([
      { duty: 'erase', standing: 'done', evidence: 'task' },
      { duty: 'tell-publishers', standing: 'left-out', leftOut: 'impossible', evidence: null },
      { duty: 'answer', standing: 'done', evidence: 'message' },
    ]);
  });

  test('what one right was done for, is not done for another', () => {
    const claims = [
      claim('erasure', 'granted', { disclosed: 'no' }),
      claim('withdrawal', 'granted', { 'other-basis': 'no' }),
    ];
    const settled = [{ right: 'erasure', duty: 'erase', proof: 'attested', leftOut: null }] as const;
    expect(openIn(claims, { ...TOLD, settled })).toEqual([
      'withdrawal stop-consent-processing',
      'withdrawal erase-without-basis',
    ]);
  });

  test('a department that was asked, and one that answered, are told apart; a withdrawn task is none', () => {
    const erased = [claim('erasure', 'granted', { disclosed: 'no' })];
    const task = { task: 't', right: 'erasure', duty: 'erase', until: '2026-10-09' as CivilDate } as const;
    const [first] = dutiesOf(facts(erased, { given: [{ ...task, answered: false }] }));
    expect(first).toMatchObject({ standing: 'given', by: 'department', until: '2026-10-09', task: 't' });
    expect(openIn(erased, { ...TOLD, given: [{ ...task, answered: true }] })).toEqual(['erasure erase answered']);
    expect(openIn(erased, { ...TOLD, given: [] })).toEqual(['erasure erase']);
  });

  test('registers speak for themselves', () => {
    const begun = (more: object, open: object = {}): Partial<DutyFacts> => ({
      ...TOLD,
      aftercare: { ...NO_AFTERCARE, ...open, begun: { ...NO_AFTERCARE.begun, ...more } },
    });
    const restricted = [claim('restriction', 'granted', { disclosed: 'no' })];
    expect(openIn(restricted, TOLD)).toEqual(['restriction register-restriction']);
    expect(openIn(restricted, begun({ restrictions: 1 }, { restrictions: 1 }))).toEqual([
      'restriction announce-lifting',
    ]);
    expect(openIn(restricted, begun({ restrictions: 1 }))).toEqual([]);
    const ported = [claim('portability', 'granted')];
    expect(openIn(ported, begun({ packages: 1 }, { packages: 1 }))).toEqual(['portability hand-over-package']);
    expect(openIn(ported, begun({ packages: 1 }))).toEqual([]);
    const named = [claim('notification', 'granted', { disclosed: 'yes', 'asks-who': 'yes' })];
    expect(openIn(named, begun({ recipients: 2, named: 1 }, { recipients: 1 }))).toEqual([
      'notification tell-recipients',
      'notification name-recipients',
    ]);
    expect(openIn(named, begun({ recipients: 2, named: 2 }))).toEqual([]);
  });

  test('what cannot wait has its own day, everything else the target', () => {
    const both = dutiesOf(
      facts([claim('objection', 'granted', { 'direct-marketing': 'yes', 'beyond-marketing': 'yes' })]),
    );
    expect(both.map(({ duty, until }) => [duty, until])).toEqual([
      ['stop-processing', '2026-10-15'],
      ['stop-marketing', '2026-10-05'],
      ['answer', '2026-10-15'],
    ]);
  });

  test('next comes what cannot wait, then what waits for a look, then what nobody was asked to do', () => {
    const objection = claim('objection', 'granted', { 'direct-marketing': 'yes', 'beyond-marketing': 'yes' });
    const erasure = claim('erasure', 'granted', { disclosed: 'no' });
    const task = {
      task: 't',
      right: 'erasure',
      duty: 'erase',
      until: '2026-10-09' as CivilDate,
      answered: true,
    } as const;
    const next = (claims: readonly Claim[], more: Partial<DutyFacts> = {}) =>
      nextDuty(dutiesOf(facts(claims, more)))?.duty;
    expect(next([erasure, objection], { given: [task] })).toBe('stop-marketing');
    expect(next([erasure, claim('access', 'granted')], { given: [task] })).toBe('erase');
    expect(next([erasure, claim('access', 'granted')], { given: [{ ...task, answered: false }] })).toBe('send-copy');
    expect(next([erasure], { given: [{ ...task, answered: false }] })).toBe('answer');
    expect(next([erasure], { ...TOLD, given: [{ ...task, answered: false }] })).toBe('erase');
    expect(next([claim('access', 'no-data')], TOLD)).toBeUndefined();
  });

  test('only what a decision calls for can be settled', () => {
    expect(isCalledFor([claim('erasure', 'granted')], 'erasure', 'erase')).toBe(true);
    expect(isCalledFor([claim('erasure', 'refused')], 'erasure', 'erase')).toBe(false);
    expect(isCalledFor([claim('erasure', 'granted')], 'access', 'erase')).toBe(false);
  });

  test('every consequence in the catalogue has somewhere to be done, and every duty a way to end', () => {
    const used = new Set(
      RIGHT_NAMES.flatMap((right) => Object.values(CATALOGUE[right].outcomes).flatMap(({ follows }) => follows)),
    );
    expect(FOLLOW_UPS.filter((followUp) => followUp !== 'restrict-meanwhile' && !used.has(followUp))).toEqual([]);
    for (const duty of SETTLED_DUTIES) {
      const { register, leaveOuts } = DUTY_RULES[duty];
      expect([duty, register !== true || leaveOuts.length > 0]).toEqual([duty, true]);
    }
  });
});
