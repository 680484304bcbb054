import type { LogEntry } from '../log/entry.js';
import type { EventFacts } from '../log/events.js';
import { parseOrigin } from '../log/origin.js';
import type { Findings } from './findings.js';

export interface EpochShown {
  readonly index: number;
  readonly at: string;
  readonly epoch: number;
  readonly reason: EventFacts['log.epoch-opened']['reason'];
  /** Entries under the last checkpoint known of the epoch before. */
  readonly previousSize: number;
}

export function epochIn(index: number, entry: LogEntry): EpochShown | undefined {
  if (entry.event !== 'log.epoch-opened') {
    return undefined;
  }
  const { epoch, reason, previousSize } = entry.facts as EventFacts['log.epoch-opened'];
  return { index, at: entry.at, epoch, reason, previousSize };
}

/**
 * A log whose name says that it is in its nth epoch tells of each that it opened, so that nobody can leave out that
 * something was lost. The entry of an epoch may itself be lost with a backup that is older than it: then a later epoch
 * says that the log had been longer than where it went on.
 */
export function checkEpochs(told: readonly EpochShown[], origin: string, findings: Findings): void {
  const { epoch: current } = parseOrigin(origin);
  for (let epoch = 2; epoch <= current; epoch += 1) {
    const isTold = told.some((one) => one.epoch === epoch);
    const isLost = told.some((one) => one.epoch > epoch && one.previousSize > one.index);
    findings.judge('epochs-told', isTold || isLost ? undefined : 'no-epoch', origin);
  }
}
