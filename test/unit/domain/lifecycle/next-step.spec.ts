import type { CivilDate } from '../../../../src/domain/civil-date.js';
import { STATES } from '../../../../src/domain/lifecycle/lifecycle.js';
import { nextStep, type NextStepFacts } from '../../../../src/domain/lifecycle/next-step.js';
import { settlesMerge } from '../../../../src/domain/lifecycle/undoing.js';
import type { Missing } from '../../../../src/domain/rights/aftercare.js';

const DUE = '2027-01-04' as CivilDate;
const ASK = '2027-01-01' as CivilDate;
const LETTER = '2026-12-20' as CivilDate;
const TASK = '2026-12-10' as CivilDate;

const NEW: NextStepFacts = {
  ...{ state: 'recorded', clock: 'running', dueOn: DUE, nextOn: DUE, authorityUntil: null },
  ...{ remarked: false, undelivered: false, unread: 0, identified: false },
  ...{ tasks: { answered: 0, waiting: 0, untilOn: null }, answer: 'none', missing: ['undecided'] },
};
const TAKEN: NextStepFacts = { ...NEW, state: 'acknowledged' };
const STANDING: NextStepFacts = { ...TAKEN, clock: 'paused', nextOn: ASK };
const DECIDED: NextStepFacts = { ...TAKEN, missing: [] };
const ANSWERED: NextStepFacts = { ...TAKEN, state: 'answered', clock: 'ended', missing: [] };

test.each<[string, NextStepFacts, ReturnType<typeof nextStep>]>([
  ['nobody has taken it over', NEW, { what: 'take-over', on: DUE }],
  ['called a mistake: somebody looks, nobody believes', { ...NEW, remarked: true }, { what: 'judge-mistake', on: DUE }],
  ['taken over', TAKEN, { what: 'decide', on: DUE, missing: 'undecided' }],
  ['no right is named', { ...TAKEN, missing: ['no-claims'] }, { what: 'name-right', on: DUE }],
  [
    'a department is asked',
    { ...TAKEN, tasks: { answered: 0, waiting: 1, untilOn: TASK } },
    { what: 'await-task', on: TASK },
  ],
  [
    'a department has answered',
    { ...TAKEN, tasks: { answered: 1, waiting: 1, untilOn: TASK } },
    { what: 'read-task', on: DUE },
  ],
  ['decided', DECIDED, { what: 'answer', on: DUE }],
  ['the answer is on its way', { ...DECIDED, answer: 'queued' }, { what: 'await-delivery', on: DUE }],
  ['the letter lies ready', { ...DECIDED, answer: 'made' }, { what: 'post-letter', on: DUE }],
  ['the answer is out', { ...DECIDED, answer: 'sent' }, { what: 'record-answer', on: DUE }],
  ['the answer is out, and nothing is decided', { ...TAKEN, answer: 'sent' }, { what: 'record-answer', on: DUE }],
  ['a mail came back', { ...DECIDED, undelivered: true, answer: 'sent' }, { what: 'send-again', on: DUE }],
  ['the person has written', { ...TAKEN, unread: 1 }, { what: 'read-message', on: DUE }],
  ['the clock stands', STANDING, { what: 'ask-again', on: ASK }],
  [
    'it stands although the person is identified',
    { ...STANDING, identified: true },
    { what: 'resume-clock', on: null },
  ],
  [
    'an authority waits, earlier than the person',
    { ...TAKEN, authorityUntil: LETTER },
    { what: 'state-to-authority', on: LETTER },
  ],
  [
    'an authority waits, later than the person',
    { ...DECIDED, authorityUntil: '2027-02-01' as CivilDate },
    { what: 'answer', on: DUE },
  ],
  ['answered', ANSWERED, { what: 'close', on: null }],
  [
    'answered, and nothing is decided',
    { ...ANSWERED, missing: ['undecided', 'tasks'] },
    { what: 'decide', on: null, missing: 'undecided' },
  ],
  ['answered, and it came back', { ...ANSWERED, undelivered: true }, { what: 'send-again', on: null }],
  [
    'answered, a recipient is not told',
    { ...ANSWERED, missing: ['recipients'] },
    { what: 'follow-up', on: null, missing: 'recipients' },
  ],
  [
    'what ends with the matter keeps nobody',
    { ...ANSWERED, missing: ['tasks', 'checks'] },
    { what: 'close', on: null },
  ],
  ['taken back by the person, undecided', { ...ANSWERED, state: 'retracted' }, { what: 'close', on: null }],
  [
    'merged, a restriction goes on here',
    { ...ANSWERED, state: 'merged', missing: ['undecided', 'restrictions'] },
    { what: 'follow-up', on: null, missing: 'restrictions' },
  ],
  ['merged', { ...ANSWERED, state: 'merged', missing: ['undecided'] }, { what: 'elsewhere', on: null }],
  ['closed', { ...ANSWERED, state: 'closed' }, { what: 'nothing', on: null }],
  [
    'closed, and an authority writes',
    { ...ANSWERED, state: 'closed', authorityUntil: LETTER },
    { what: 'state-to-authority', on: LETTER },
  ],
  ['no request at all', { ...ANSWERED, state: 'withdrawn', missing: ['undecided'] }, { what: 'nothing', on: null }],
])('%s', (_, facts, expected) => {
  expect(nextStep(facts)).toEqual(expected);
});

test('nothing is left only where nothing is', () => {
  const missings: readonly (readonly Missing[])[] = [
    [],
    ['undecided'],
    ['no-claims'],
    ['restrictions'],
    ['complaints'],
  ];
  const done = STATES.flatMap((state) =>
    missings.flatMap((missing) => {
      const { what } = nextStep({ ...ANSWERED, state, missing });
      return what === 'nothing' || what === 'close' ? [`${state} ${missing.join()}`] : [];
    }),
  );
  // A matter that the person took back needs no decision; one that is closed or was none keeps nobody.
  expect(done.filter((one) => !/^(closed|withdrawn|retracted) /.test(one))).toEqual(['answered ']);
});

test('a merge can be undone while nothing has come of it', () => {
  expect((['content.read', 'note.added', 'request.joined', 'forwarding.accepted'] as const).some(settlesMerge)).toBe(
    false,
  );
  expect(
    (['request.answered', 'deadline.extended', 'claim.decided', 'request.split'] as const).every(settlesMerge),
  ).toBe(true);
});
