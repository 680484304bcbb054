import type { Aftercare, BegunAftercare, OpenAftercare } from '../../domain/rights/aftercare.js';
import { statement, type Executor } from '../../platform/database/statement.js';

const AFTERCARE = statement(
  'aftercare',
  // What was begun in a request goes on there when the work on it goes on elsewhere: the matter is all of them.
  `SELECT one.id, a.* FROM unnest($1::uuid[]) one (id) CROSS JOIN LATERAL (
   WITH RECURSIVE matter (id) AS (
     SELECT one.id
     UNION SELECT j.from_id FROM request_join j JOIN matter m ON j.into_id = m.id
       WHERE j.kind = 'merge' AND j.undone_at IS NULL),
   -- And what was begun before a part was split off was begun for the part, too.
   origin (id) AS (
     SELECT id FROM matter
     UNION SELECT j.from_id FROM request_join j JOIN origin o ON j.into_id = o.id WHERE j.undone_at IS NULL)
   SELECT
     (SELECT count(*)::int FROM restriction JOIN matter m ON rights_request_id = m.id WHERE lifted_on IS NULL) AS restrictions,
     (SELECT count(*)::int FROM recipient JOIN matter m ON rights_request_id = m.id
      WHERE state NOT IN ('told', 'left-out')) AS recipients,
     (SELECT count(*)::int FROM portability_package JOIN matter m ON rights_request_id = m.id WHERE state = 'ready') AS packages,
     (SELECT count(*)::int FROM complaint JOIN matter m ON rights_request_id = m.id WHERE concluded_on IS NULL) AS complaints,
     (SELECT count(*)::int FROM task WHERE rights_request_id = one.id AND state = 'open' AND NOT id = ANY ($2)) AS tasks,
     (SELECT count(*)::int FROM identity_check
      WHERE rights_request_id = one.id AND state = 'open' AND NOT id = ANY ($2)) AS checks,
     (SELECT json_build_object(
        'restrictions', (SELECT count(*) FROM restriction JOIN origin o ON rights_request_id = o.id),
        'recipients', (SELECT count(*) FROM recipient JOIN origin o ON rights_request_id = o.id),
        'named', (SELECT count(*) FROM recipient JOIN origin o ON rights_request_id = o.id WHERE disclosed_on IS NOT NULL),
        'packages', (SELECT count(*) FROM portability_package JOIN origin o ON rights_request_id = o.id))) AS begun) a`,
);

type FoundAftercare = OpenAftercare & { readonly begun: BegunAftercare; readonly id: string };

/** What goes on in a matter, less those tasks and checks that are `confirmed` to end with it. */
export async function aftercareOf(
  executor: Executor,
  rightsRequestId: string,
  confirmed: readonly string[] = [],
): Promise<Aftercare> {
  const found = (await aftercareOfMany(executor, [rightsRequestId], confirmed)).get(rightsRequestId);
  if (found === undefined) {
    throw new Error('every id that was asked for has a row');
  }
  return found;
}

/** As `aftercareOf`, of many matters at once, by their id. */
export async function aftercareOfMany(
  executor: Executor,
  ids: readonly string[],
  confirmed: readonly string[] = [],
): Promise<ReadonlyMap<string, Aftercare>> {
  const { rows } = await executor.run<FoundAftercare>(AFTERCARE, [ids, confirmed]);
  return new Map(rows.map(({ id, ...aftercare }) => [id, aftercare]));
}
