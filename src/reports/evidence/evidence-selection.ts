import { addDays, startOfDayIn, type CivilDate } from '../../domain/civil-date.js';
import { joinRuns, countOf } from '../../domain/evidence/run-list.js';
import type { BundleKind, Run } from '../../domain/evidence/bundle.js';
import type { Database } from '../../platform/database/database.js';
import type { Actor } from '../../audit/actor.js';
import { contextIndexes, firstNotBefore, indexesOfRequests, straddlingIndexes } from '../from-log/log-sources.sql.js';

/** What evidence is asked of. */
export type EvidenceScope =
  | { readonly kind: 'request' | 'requests'; readonly requests: readonly string[] }
  | { readonly kind: 'period'; readonly from: CivilDate; readonly to: CivilDate };

/** Which entries of the first `size` belong into a bundle. */
export interface Selection {
  readonly kind: BundleKind;
  readonly runs: readonly Run[];
  readonly count: number;
  /** Where the requests were recorded that the report tells of: everywhere in `runs`, or the days of the period. */
  readonly told: Run;
}

/** Reads its questions one by one: entries never change, so no snapshot is needed. */
export async function selectEntries(
  database: Database,
  actor: Actor,
  scope: EvidenceScope,
  timeZone: string,
  size: number,
): Promise<Selection> {
  const { organisationId } = actor;
  return database.read(actor, async (executor) => {
    const context = await contextIndexes(executor, organisationId, size);
    if (scope.kind !== 'period') {
      const runs = joinRuns([...singles(context), ...singles(await indexesOfRequests(executor, scope.requests, size))]);
      return { kind: scope.kind, runs, count: countOf(runs), told: { first: 0, count: size } };
    }
    const first = await firstNotBefore(executor, organisationId, startOfDayIn(scope.from, timeZone), size);
    const end = await firstNotBefore(executor, organisationId, startOfDayIn(addDays(scope.to, 1), timeZone), size);
    const period = { first, count: end - first };
    const straddling = await straddlingIndexes(executor, organisationId, period, size);
    // That nothing of the period is left out is seen by what stands before and behind it.
    const neighbours = [first - 1, end].filter((index) => index >= 0 && index < size);
    const runs = joinRuns([period, ...singles([...neighbours, ...context, ...straddling])]);
    return { kind: 'period', runs, count: countOf(runs), told: period };
  });
}

function singles(indexes: readonly number[]): readonly Run[] {
  return indexes.map((first) => ({ first, count: 1 }));
}
