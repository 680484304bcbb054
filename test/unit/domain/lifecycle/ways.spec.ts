import { COMMANDS, LIFECYCLE, STATES, type Command, type State } from '../../../../src/domain/lifecycle/lifecycle.js';
import { stepsBefore } from '../../../../src/domain/lifecycle/ways.js';

test.each<[Command, State, string[][]]>([
  ['decide', 'recorded', [['acknowledge']]],
  ['close', 'acknowledged', [['answer', 'refuse', 'retract']]],
  ['close', 'recorded', [['acknowledge'], ['answer', 'refuse', 'retract']]],
  ['extend', 'closed', [['reopen']]],
  ['unmerge', 'recorded', []],
  ['send', 'merged', [['unmerge']]],
  ['acknowledge', 'withdrawn', []],
  ['close', 'answered', []],
])('%s in a case that is %s: first %j', (command, state, expected) => {
  expect(stepsBefore(command, state)).toEqual(expected);
});

test('whoever goes the way that a refusal names comes to where the command is allowed', () => {
  for (const command of COMMANDS) {
    for (const state of STATES.filter((one) => LIFECYCLE[one][command] === undefined)) {
      const steps = stepsBefore(command, state);
      const ends = steps.reduce<readonly State[]>(
        (here, step) => here.flatMap((from) => step.flatMap((by) => LIFECYCLE[from][by] ?? [])),
        [state],
      );
      const allowed = ends.every((end) => LIFECYCLE[end][command] !== undefined);
      // Only a mistake that was taken back, and what begins or undoes a matter, cannot be come to any more.
      const never = state === 'withdrawn' || ['acknowledge', 'withdraw', 'note-mistake', 'unmerge'].includes(command);
      expect([command, state, steps.length > 0 && allowed]).toEqual([command, state, !never]);
    }
  }
});
