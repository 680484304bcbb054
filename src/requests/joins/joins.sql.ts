import type { DeadlineEvent } from '../../domain/deadlines/facts.js';
import type { EventName } from '../../domain/log/events.js';
import type { Right } from '../../domain/rights/right.js';
import { LETTER_WAITS_UNTIL } from '../request/commands.sql.js';
import { statement, type Executor } from '../../platform/database/statement.js';
import type { DeadlineClock, RightsRequestState } from '../request/rights-request.entity.js';

const MARK_MERGED = statement(
  'mark-merged',
  `UPDATE rights_request SET state = 'merged', clock = 'ended', version = version + 1
   WHERE id = $1 AND version = $2 AND state = 'acknowledged'`,
);

/** False: someone else changed the request since `version` was read. */
export async function markMerged(executor: Executor, id: string, version: number): Promise<boolean> {
  return (await executor.run(MARK_MERGED, [id, version])).count === 1;
}

const SET_CLAIMS = statement(
  'set-claims',
  `UPDATE rights_request SET state = 'acknowledged', version = version + 1, deadline_events = $3::jsonb, rights = $4,
     safe_on = $5, due_on = $6, clock = $7, next_on = least($8::date, ${LETTER_WAITS_UNTIL}),
     -- Moved into the future again, it can be missed again.
     overdue_noted_on = CASE WHEN $6::date >= $9::date THEN NULL ELSE overdue_noted_on END
   WHERE id = $1 AND version = $2 AND state IN ('acknowledged', 'merged')`,
);

/** Claims that came or went, and what that makes of the deadline. */
export interface ChangedClaims {
  readonly id: string;
  readonly version: number;
  readonly events: readonly DeadlineEvent[];
  readonly rights: readonly Right[];
  readonly safeOn: string;
  readonly dueOn: string;
  readonly clock: DeadlineClock;
  readonly nextOn: string;
  readonly today: string;
}

/** False: someone else changed the request since `version` was read. */
export async function setClaims(executor: Executor, changed: ChangedClaims): Promise<boolean> {
  const { id, version, events, rights, safeOn, dueOn, clock, nextOn, today } = changed;
  const values = [id, version, JSON.stringify(events), rights, safeOn, dueOn, clock, nextOn, today];
  return (await executor.run(SET_CLAIMS, values)).count === 1;
}

const INSERT_JOIN = statement(
  'insert-join',
  `INSERT INTO request_join (id, organisation_id, kind, from_id, into_id, joined_at, added_rights, added_events)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)`,
);

export interface NewJoin {
  readonly id: string;
  readonly organisationId: string;
  readonly kind: 'merge' | 'split';
  readonly fromId: string;
  readonly intoId: string;
  readonly at: Date;
  readonly addedRights: readonly Right[];
  readonly addedEvents: readonly DeadlineEvent[];
}

export async function insertJoin(executor: Executor, join: NewJoin): Promise<void> {
  const { id, organisationId, kind, fromId, intoId, at, addedRights, addedEvents } = join;
  const values = [id, organisationId, kind, fromId, intoId, at, addedRights, JSON.stringify(addedEvents)];
  await executor.run(INSERT_JOIN, values);
}

const MERGE_IN_FORCE = statement(
  'merge-in-force',
  `SELECT id, into_id AS "intoId", added_rights AS "addedRights", added_events AS "addedEvents" FROM request_join
   WHERE from_id = $1 AND kind = 'merge' AND undone_at IS NULL`,
);

export interface MergeInForce {
  readonly id: string;
  readonly intoId: string;
  readonly addedRights: readonly Right[];
  readonly addedEvents: readonly DeadlineEvent[];
}

export async function mergeInForce(executor: Executor, fromId: string): Promise<MergeInForce | undefined> {
  return (await executor.run<MergeInForce>(MERGE_IN_FORCE, [fromId])).rows[0];
}

const HOLD_REQUEST = statement('hold-request', 'SELECT id FROM rights_request WHERE id = $1 FOR UPDATE');

/** Whoever writes to a request takes its row before its entry: from here on nothing more happens to it meanwhile. */
export async function holdRequest(executor: Executor, id: string): Promise<void> {
  await executor.run(HOLD_REQUEST, [id]);
}

const UNDO_JOIN = statement('undo-join', 'UPDATE request_join SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL');

export async function undoJoin(executor: Executor, id: string, at: Date): Promise<void> {
  await executor.run(UNDO_JOIN, [id, at]);
}

const EVENTS_OF_REQUEST = statement(
  'events-of-request',
  `SELECT event, CASE event WHEN 'request.joined' THEN convert_from(bytes, 'UTF8')::jsonb -> 'facts' ->> 'from' END AS "from"
   FROM log_entry WHERE organisation_id = $1 AND rights_request_id = $2 ORDER BY index`,
);

/** What happened to a request, in order; `from` where another was merged into it. */
export async function eventsOf(
  executor: Executor,
  organisationId: string,
  rightsRequestId: string,
): Promise<readonly { readonly event: EventName; readonly from: string | null }[]> {
  const { rows } = await executor.run<{ event: EventName; from: string | null }>(EVENTS_OF_REQUEST, [
    organisationId,
    rightsRequestId,
  ]);
  return rows;
}

/** Another request as a link shows it. */
export interface OtherRequest {
  readonly id: string;
  readonly reference: string;
  readonly state: RightsRequestState;
  readonly receivedOn: string;
}

const SAME_CONTACT = statement(
  'same-contact',
  `SELECT DISTINCT r.id, r.reference, r.state, r.received_on::text AS "receivedOn"
   FROM blind_index b
   JOIN blind_index same ON same.organisation_id = b.organisation_id AND same.value = b.value
   JOIN rights_request r ON r.id = same.rights_request_id
   WHERE b.rights_request_id = $1 AND r.id <> $1
   ORDER BY "receivedOn" DESC, r.reference LIMIT $2`,
);

/** Requests with exactly the same contact, newest first. */
export async function sameContact(executor: Executor, id: string, limit: number): Promise<readonly OtherRequest[]> {
  return (await executor.run<OtherRequest>(SAME_CONTACT, [id, limit])).rows;
}

const HAVE_SAME_CONTACT = statement(
  'have-same-contact',
  `SELECT 1 FROM blind_index b JOIN blind_index same ON same.organisation_id = b.organisation_id AND same.value = b.value
   WHERE b.rights_request_id = $1 AND same.rights_request_id = $2 LIMIT 1`,
);

export async function haveSameContact(executor: Executor, id: string, other: string): Promise<boolean> {
  return (await executor.run(HAVE_SAME_CONTACT, [id, other])).rows.length > 0;
}

/** As seen from one request: what the other is to it. */
export type Relation = 'merged-into' | 'took-in' | 'split-into' | 'split-from';

export interface JoinedRequest extends OtherRequest {
  readonly relation: Relation;
}

const JOINED_WITH = statement(
  'joined-with',
  `SELECT r.id, r.reference, r.state, r.received_on::text AS "receivedOn",
          CASE WHEN j.kind = 'merge' THEN CASE j.from_id WHEN $1 THEN 'merged-into' ELSE 'took-in' END
               ELSE CASE j.from_id WHEN $1 THEN 'split-into' ELSE 'split-from' END END AS relation
   FROM request_join j
   JOIN rights_request r ON r.id = CASE j.from_id WHEN $1 THEN j.into_id ELSE j.from_id END
   WHERE (j.from_id = $1 OR j.into_id = $1) AND j.undone_at IS NULL ORDER BY j.joined_at, r.reference`,
);

/** Requests that went on in this one, that this one goes on in, that left it or that it left. */
export async function joinedWith(executor: Executor, id: string): Promise<readonly JoinedRequest[]> {
  return (await executor.run<JoinedRequest>(JOINED_WITH, [id])).rows;
}
