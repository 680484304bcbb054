import { statement, type Executor } from '../../platform/database/statement.js';

const TOUCH_REQUEST = statement(
  'touch-request',
  'UPDATE rights_request SET version = version + 1 WHERE id = $1 AND ($2::int IS NULL OR version = $2)',
);

/**
 * The one way to say that a case has changed. Two people never overwrite each other: false, if someone else changed it
 * since `version` was read. Null: whatever it is now.
 */
export async function touchRequest(
  executor: Executor,
  request: { readonly id: string; readonly version: number | null },
): Promise<boolean> {
  const { count } = await executor.run(TOUCH_REQUEST, [request.id, request.version]);
  return count === 1;
}

const NEXT_EARLIER = statement(
  'next-earlier',
  'UPDATE rights_request SET next_on = least(next_on, $2::date) WHERE id = $1',
);

/** A day that comes before what was due next becomes the next thing due. */
export async function bringForward(executor: Executor, id: string, on: string): Promise<void> {
  await executor.run(NEXT_EARLIER, [id, on]);
}

const NEXT_ON = statement('set-next-on', 'UPDATE rights_request SET next_on = $2 WHERE id = $1');

export async function setNextOn(executor: Executor, id: string, on: string): Promise<void> {
  await executor.run(NEXT_ON, [id, on]);
}
