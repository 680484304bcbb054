import type { CivilDate } from '../../domain/civil-date.js';
import type { RestrictionGround } from '../../domain/rights/outcome.js';
import type { RestrictionDays } from '../../domain/rights/restriction-course.js';
import { statement, type Executor } from '../../platform/database/statement.js';

export interface RestrictionRow extends RestrictionDays {
  readonly id: string;
  readonly ground: RestrictionGround;
}

export interface ActiveRestriction extends RestrictionRow {
  readonly rightsRequestId: string;
  readonly reference: string;
}

const COLUMNS = `t.id, t.ground, t.began_on::text AS "beganOn", t.review_on::text AS "reviewOn",
  t.announced_on::text AS "announcedOn", t.lifting_on::text AS "liftingOn", t.lifted_on::text AS "liftedOn"`;

const RESTRICTIONS_OF = statement(
  'restrictions-of',
  `SELECT ${COLUMNS} FROM restriction t WHERE t.rights_request_id = $1 ORDER BY t.began_on, t.id`,
);

export async function restrictionsOf(executor: Executor, rightsRequestId: string): Promise<readonly RestrictionRow[]> {
  return (await executor.run<RestrictionRow>(RESTRICTIONS_OF, [rightsRequestId])).rows;
}

const ACTIVE_RESTRICTIONS = statement(
  'active-restrictions',
  `SELECT ${COLUMNS}, r.id AS "rightsRequestId", r.reference
   FROM restriction t JOIN rights_request r ON r.id = t.rights_request_id
   WHERE t.organisation_id = $1 AND t.lifted_on IS NULL ORDER BY t.began_on, t.id`,
);

/** The register: facts only, no content. */
export async function activeRestrictions(
  executor: Executor,
  organisationId: string,
): Promise<readonly ActiveRestriction[]> {
  return (await executor.run<ActiveRestriction>(ACTIVE_RESTRICTIONS, [organisationId])).rows;
}

const INSERT_RESTRICTION = statement(
  'insert-restriction',
  `INSERT INTO restriction (id, organisation_id, rights_request_id, ground, began_on, review_on)
   VALUES ($1, $2, $3, $4, $5, $6)`,
);

export async function insertRestriction(
  executor: Executor,
  row: {
    readonly id: string;
    readonly organisationId: string;
    readonly rightsRequestId: string;
    readonly ground: RestrictionGround;
    readonly beganOn: CivilDate;
    readonly reviewOn: CivilDate | null;
  },
): Promise<void> {
  const { id, organisationId, rightsRequestId, ground, beganOn, reviewOn } = row;
  await executor.run(INSERT_RESTRICTION, [id, organisationId, rightsRequestId, ground, beganOn, reviewOn]);
}

const ANNOUNCE_LIFTING = statement(
  'announce-lifting',
  'UPDATE restriction SET announced_on = $2, lifting_on = $3 WHERE id = $1',
);

export async function markAnnounced(
  executor: Executor,
  id: string,
  on: CivilDate,
  liftingOn: CivilDate,
): Promise<void> {
  await executor.run(ANNOUNCE_LIFTING, [id, on, liftingOn]);
}

const LIFT_RESTRICTION = statement('lift-restriction', 'UPDATE restriction SET lifted_on = $2 WHERE id = $1');

export async function markLifted(executor: Executor, id: string, on: CivilDate): Promise<void> {
  await executor.run(LIFT_RESTRICTION, [id, on]);
}
