import type { CivilDate } from '../../domain/civil-date.js';
import { breachDue, ownTargetOn, passOnDue, type BreachOutcome } from '../../domain/deadlines/other-clocks.js';
import type { Step } from '../../domain/deadlines/reasons/steps.js';
import type { CheckAnswers } from '../../domain/rights/check.js';
import type { Outcome } from '../../domain/rights/outcome.js';
import { situationOf } from './request-deadline.js';
import type { RightsRequestRow } from './rights-requests.repository.js';

/** What runs beside the statutory period of a request. */
export interface OtherClocks {
  /** The organisation's own target; no period of the law. */
  readonly targetOn: CivilDate;
  /** Where joint controllers answer too (Art. 26). `passedOnOn`: decided so. */
  readonly joint: { readonly dueOn: CivilDate; readonly passedOn: boolean; readonly steps: readonly Step[] } | null;
  /** A hint of a breach (Art. 33). */
  readonly breach: {
    readonly since: Date;
    readonly strictAt: Date;
    readonly latestOn: CivilDate;
    readonly steps: readonly Step[];
    readonly outcome: BreachOutcome | null;
    readonly concludedOn: string | null;
  } | null;
}

interface Claimed {
  readonly checks: CheckAnswers;
  readonly outcome: Outcome | null;
}

export function otherClocksOf(row: RightsRequestRow, claims: readonly Claimed[], now: Date): OtherClocks {
  const { current } = situationOf(row, now);
  const receivedOn = row.receivedOn as CivilDate;
  const joint = claims.filter(({ checks }) => checks['jointly-controlled'] === 'yes');
  const place = row.municipality === null ? { land: row.land } : { land: row.land, municipality: row.municipality };
  return {
    targetOn: ownTargetOn(current.receivedOn, row.ownTargetDays, current.deadline.strictOn),
    joint:
      joint.length === 0
        ? null
        : {
            ...passOnDue(receivedOn, row.jointDays),
            passedOn: joint.every(({ outcome }) => outcome === 'passed-on'),
          },
    breach:
      row.breachSince === null
        ? null
        : {
            ...breachDue(row.breachSince, row.timeZone, place),
            ...{ since: row.breachSince, outcome: row.breachOutcome, concludedOn: row.breachConcludedOn },
          },
  };
}
