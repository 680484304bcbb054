import type { State } from './lifecycle.js';

/** What the DPO has to do next with a request, so that a list can say it. */
export type NextStep = 'take-over' | 'answer' | 'ask-again' | 'close' | 'nothing';

const OF_STATE: Readonly<Record<Exclude<State, 'acknowledged'>, NextStep>> = {
  recorded: 'take-over',
  answered: 'close',
  retracted: 'close',
  closed: 'nothing',
  withdrawn: 'nothing',
  merged: 'nothing',
};

export function nextStep(state: State, clock: 'running' | 'paused' | 'ended'): NextStep {
  if (state !== 'acknowledged') {
    return OF_STATE[state];
  }
  return clock === 'paused' ? 'ask-again' : 'answer';
}
