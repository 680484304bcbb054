import type { RightsRequestState } from '../../requests/request/rights-request.entity.js';
import type { Tone } from '../shell/components/parts.js';

/** The colour and icon that go with the words of a state. */
export const STATE_TONE: Readonly<Record<RightsRequestState, Tone>> = {
  recorded: 'warning',
  acknowledged: 'info',
  answered: 'success',
  closed: 'success',
  retracted: 'success',
  withdrawn: 'info',
  merged: 'info',
};
