import { statement, type Executor } from '../platform/database/statement.js';

const FIND_FEED = statement(
  'find-calendar-feed',
  `SELECT id, created_at AS "createdAt" FROM calendar_feed WHERE organisation_id = $1 AND user_id = $2`,
);

export interface CalendarFeed {
  readonly id: string;
  readonly createdAt: Date;
}

export async function findFeed(
  executor: Executor,
  organisationId: string,
  userId: string,
): Promise<CalendarFeed | undefined> {
  const { rows } = await executor.run<CalendarFeed>(FIND_FEED, [organisationId, userId]);
  return rows[0];
}

const FEED_OWNER = statement(
  'calendar-feed-owner',
  `SELECT f.organisation_id AS "organisationId", o.name AS "organisationName"
   FROM calendar_feed f
   JOIN organisation o ON o.id = f.organisation_id
   -- Whoever is DPO no longer has no calendar either.
   JOIN membership m ON m.user_id = f.user_id AND m.organisation_id = f.organisation_id AND m.role = 'dpo'
   WHERE f.secret_hash = $1`,
);

/** Whose calendar an address is. Needs the worker's scope. */
export async function feedOwner(
  executor: Executor,
  secretHash: Buffer,
): Promise<{ readonly organisationId: string; readonly organisationName: string } | undefined> {
  const { rows } = await executor.run<{ organisationId: string; organisationName: string }>(FEED_OWNER, [secretHash]);
  return rows[0];
}

const INSERT_FEED = statement(
  'insert-calendar-feed',
  `INSERT INTO calendar_feed (id, organisation_id, user_id, secret_hash, created_at) VALUES ($1, $2, $3, $4, now())`,
);

export async function insertFeed(
  executor: Executor,
  feed: { id: string; organisationId: string; userId: string; secretHash: Buffer },
): Promise<void> {
  await executor.run(INSERT_FEED, [feed.id, feed.organisationId, feed.userId, feed.secretHash]);
}

const DELETE_FEED = statement(
  'delete-calendar-feed',
  `DELETE FROM calendar_feed WHERE organisation_id = $1 AND user_id = $2 RETURNING id`,
);

/** Returns the feed that was revoked. */
export async function deleteFeed(
  executor: Executor,
  organisationId: string,
  userId: string,
): Promise<string | undefined> {
  const { rows } = await executor.run<{ id: string }>(DELETE_FEED, [organisationId, userId]);
  return rows[0]?.id;
}

const FEED_ITEMS = statement(
  'calendar-feed-items',
  `SELECT id, reference, version, clock, next_on::text AS "nextOn", due_on::text AS "dueOn", recorded_at AS "recordedAt"
   FROM rights_request WHERE organisation_id = $1 AND state IN ('recorded', 'acknowledged')
   ORDER BY next_on, id LIMIT 2000`,
);

/** A request as a calendar shows it: reference and day, nothing personal. */
export interface CalendarItem {
  readonly id: string;
  readonly reference: string;
  readonly version: number;
  readonly clock: 'running' | 'paused' | 'ended';
  readonly nextOn: string;
  readonly dueOn: string;
  readonly recordedAt: Date;
}

export async function calendarItems(executor: Executor, organisationId: string): Promise<readonly CalendarItem[]> {
  const { rows } = await executor.run<CalendarItem>(FEED_ITEMS, [organisationId]);
  return rows;
}

const FEED_LETTERS = statement(
  'calendar-feed-letters',
  `SELECT c.id, r.id AS "requestId", r.reference, r.version, c.due_on::text AS "dueOn", r.recorded_at AS "recordedAt"
   FROM complaint c JOIN rights_request r ON r.id = c.rights_request_id
   WHERE c.organisation_id = $1 AND c.stated_on IS NULL AND c.concluded_on IS NULL
   ORDER BY c.due_on, c.id LIMIT 2000`,
);

/** An authority's letter that waits for our statement: reference and day, nothing personal. */
export interface CalendarLetter extends Pick<CalendarItem, 'id' | 'reference' | 'version' | 'dueOn' | 'recordedAt'> {
  readonly requestId: string;
}

export async function calendarLetters(executor: Executor, organisationId: string): Promise<readonly CalendarLetter[]> {
  return (await executor.run<CalendarLetter>(FEED_LETTERS, [organisationId])).rows;
}
