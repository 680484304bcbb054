import { readFileSync, writeFileSync } from 'node:fs';
import {
  COMMANDS,
  decide,
  faultsOf,
  LIFECYCLE,
  OPEN_STATES,
  STATES,
  WITHDRAWAL_LIMIT_MINUTES,
  type Command,
  type Lifecycle,
  type State,
} from '../../../../src/domain/lifecycle/lifecycle.js';
import { lifecycleDocument } from './lifecycle-document.js';

const BEGUN = { acknowledged: 'acknowledged', answered: 'answered', retracted: 'retracted' } as const;

/** Each command with every state that allows it and where it leads: the whole table, written down a second time. */
const ALLOWED: Readonly<Record<Command, Partial<Record<State, State>>>> = {
  acknowledge: { recorded: 'acknowledged' },
  // Of older logs: since then a mistake is a remark, and the DPO decides what it is.
  withdraw: { recorded: 'withdrawn' },
  'note-mistake': { recorded: 'recorded' },
  dismiss: { recorded: 'withdrawn', acknowledged: 'withdrawn' },
  'request-identity': { acknowledged: 'acknowledged' },
  'confirm-identity': { acknowledged: 'acknowledged' },
  'request-clarification': { acknowledged: 'acknowledged' },
  clarify: { acknowledged: 'acknowledged' },
  extend: { acknowledged: 'acknowledged' },
  'add-claim': { acknowledged: 'acknowledged' },
  answer: { acknowledged: 'answered' },
  refuse: { acknowledged: 'answered' },
  retract: { acknowledged: 'retracted' },
  reopen: { answered: 'acknowledged', closed: 'acknowledged', retracted: 'acknowledged' },
  'check-claim': { acknowledged: 'acknowledged', answered: 'answered' },
  'correct-claim': { acknowledged: 'acknowledged' },
  decide: { acknowledged: 'acknowledged', answered: 'answered' },
  'settle-duty': { acknowledged: 'acknowledged', answered: 'answered' },
  restrict: { acknowledged: 'acknowledged', answered: 'answered' },
  'announce-lifting': { ...BEGUN, merged: 'merged' },
  'lift-restriction': { ...BEGUN, merged: 'merged' },
  'list-recipient': { ...BEGUN, merged: 'merged' },
  'notify-recipient': { ...BEGUN, merged: 'merged' },
  'hand-over-package': { ...BEGUN, merged: 'merged' },
  'record-complaint': {
    acknowledged: 'acknowledged',
    answered: 'answered',
    closed: 'closed',
    retracted: 'retracted',
    merged: 'merged',
  },
  'check-identity': { acknowledged: 'acknowledged' },
  send: { acknowledged: 'acknowledged', answered: 'answered', retracted: 'retracted' },
  'assign-task': { acknowledged: 'acknowledged', answered: 'answered', retracted: 'retracted' },
  'add-note': { acknowledged: 'acknowledged', answered: 'answered', closed: 'closed', retracted: 'retracted' },
  merge: { acknowledged: 'merged' },
  unmerge: { merged: 'acknowledged' },
  split: { acknowledged: 'acknowledged' },
  close: { answered: 'closed', retracted: 'closed' },
};

const RECORDED = Date.parse('2026-11-25T10:00:00Z');

describe('the table of commands and states', () => {
  test.each(COMMANDS)('%s is allowed where it is, and refused everywhere else', (command) => {
    const outcomes = Object.fromEntries(
      STATES.flatMap((state) => {
        const decision = decide(command, { state, recordedAt: RECORDED }, RECORDED);
        return decision.allowed ? [[state, decision.next]] : [];
      }),
    );
    expect(outcomes).toEqual(ALLOWED[command]);
  });

  test('is sound: every state can be reached, every command is of use', () => {
    expect(faultsOf(LIFECYCLE)).toEqual([]);
  });

  test('is found wrong where it is', () => {
    const broken: Lifecycle = { ...LIFECYCLE, recorded: { withdraw: 'withdrawn' } };
    expect(faultsOf(broken)).toEqual(
      expect.arrayContaining(['state acknowledged cannot be reached', 'no state allows acknowledge']),
    );
  });

  test('a mistake can be taken back for ten minutes and not a millisecond longer', () => {
    const at = (ms: number) => decide('withdraw', { state: 'recorded', recordedAt: RECORDED }, RECORDED + ms);
    expect(at(WITHDRAWAL_LIMIT_MINUTES * 60_000)).toEqual({ allowed: true, next: 'withdrawn' });
    expect(at(WITHDRAWAL_LIMIT_MINUTES * 60_000 + 1)).toEqual({ allowed: false, why: 'withdrawal-too-late' });
  });

  test('what is still somebody’s task can be worked on or taken over', () => {
    expect(OPEN_STATES.every((state) => Object.keys(LIFECYCLE[state]).length > 1)).toBe(true);
  });
});

/** Changed on purpose? `UPDATE_LIFECYCLE=1 npm test -- --selectProjects unit` writes it anew. */
test('docs/lifecycle.md is drawn from the table', () => {
  const drawn = lifecycleDocument(LIFECYCLE);
  if (process.env['UPDATE_LIFECYCLE'] === '1') {
    writeFileSync('docs/lifecycle.md', drawn);
  }
  expect(readFileSync('docs/lifecycle.md', 'utf8')).toBe(drawn);
});
