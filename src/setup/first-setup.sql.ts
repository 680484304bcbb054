import { statement, type Executor } from '../platform/database/statement.js';

const IS_NEW = statement(
  'is-new-installation',
  `SELECT NOT EXISTS (SELECT 1 FROM organisation) AND NOT EXISTS (SELECT 1 FROM user_account) AS found`,
);

/** Nothing is in it yet. */
export async function isNewInstallation(executor: Executor): Promise<boolean> {
  return (await executor.run<{ found: boolean }>(IS_NEW)).rows[0]?.found ?? false;
}

const FIND = statement(
  'find-first-setup',
  `SELECT link_hash AS "linkHash", browser_hash AS "browserHash", draft, finished_at IS NOT NULL AS finished
   FROM first_setup`,
);

export interface FirstSetupRow {
  readonly linkHash: Buffer | null;
  readonly browserHash: Buffer | null;
  readonly draft: Buffer | null;
  readonly finished: boolean;
}

export async function findFirstSetup(executor: Executor): Promise<FirstSetupRow | undefined> {
  return (await executor.run<FirstSetupRow>(FIND)).rows[0];
}

const OFFER = statement(
  'offer-first-setup',
  `INSERT INTO first_setup (link_hash) VALUES ($1)
   ON CONFLICT ON CONSTRAINT first_setup_pkey DO UPDATE SET link_hash = excluded.link_hash
     WHERE first_setup.finished_at IS NULL`,
);

/** A new link; the one before it, and only that, loses its force. */
export async function offerFirstSetup(executor: Executor, linkHash: Buffer): Promise<void> {
  await executor.run(OFFER, [linkHash]);
}

const CLAIM = statement(
  'claim-first-setup',
  `UPDATE first_setup SET link_hash = NULL, browser_hash = $2 WHERE link_hash = $1 AND finished_at IS NULL`,
);

/** True once for each link. */
export async function claimFirstSetup(executor: Executor, linkHash: Buffer, browserHash: Buffer): Promise<boolean> {
  return (await executor.run(CLAIM, [linkHash, browserHash])).count === 1;
}

const KEEP = statement('keep-first-setup', `UPDATE first_setup SET draft = $1 WHERE finished_at IS NULL`);

export async function keepFirstSetup(executor: Executor, draft: Buffer): Promise<void> {
  await executor.run(KEEP, [draft]);
}

const FINISH = statement(
  'finish-first-setup',
  `UPDATE first_setup SET finished_at = clock_timestamp(), draft = NULL, link_hash = NULL, browser_hash = NULL`,
);

/** The draft held a password of the mail server: it goes. */
export async function finishFirstSetup(executor: Executor): Promise<void> {
  await executor.run(FINISH);
}
