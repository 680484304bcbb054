// What every deadline gives (P7): a safe day, a last day in law, and the steps to it.

import type { CivilDate } from '../civil-date.js';
import type { Step } from './reasons/steps.js';

export interface Due {
  readonly safeOn: CivilDate;
  readonly dueOn: CivilDate;
  readonly steps: readonly Step[];
}
