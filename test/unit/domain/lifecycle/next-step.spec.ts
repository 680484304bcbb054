import { STATES } from '../../../../src/domain/lifecycle/lifecycle.js';
import { nextStep } from '../../../../src/domain/lifecycle/next-step.js';
import { settlesMerge } from '../../../../src/domain/lifecycle/undoing.js';

test('what is next follows from state and clock', () => {
  const running = Object.fromEntries(STATES.map((state) => [state, nextStep(state, 'running')]));
  expect(running).toEqual({
    recorded: 'take-over',
    acknowledged: 'answer',
    answered: 'close',
    closed: 'nothing',
    retracted: 'close',
    withdrawn: 'nothing',
    merged: 'nothing',
  });
  expect(nextStep('acknowledged', 'paused')).toBe('ask-again');
  expect(nextStep('recorded', 'paused')).toBe('take-over');
});

test('a merge can be undone while nothing has come of it', () => {
  expect((['content.read', 'note.added', 'request.joined', 'forwarding.accepted'] as const).some(settlesMerge)).toBe(
    false,
  );
  expect(
    (['request.answered', 'deadline.extended', 'claim.decided', 'request.split'] as const).every(settlesMerge),
  ).toBe(true);
});
