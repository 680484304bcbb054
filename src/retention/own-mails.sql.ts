import { statement, type Executor } from '../platform/database/statement.js';

const OTHERS = statement('other-organisations', 'SELECT 1 FROM organisation WHERE id <> $1 LIMIT 1');

const OWN = statement(
  'own-mails',
  'SELECT message_id AS id FROM sent_mail WHERE message_id = ANY ($1) AND organisation_id = $2',
);

/** True: there is one organisation only, and every mail is its own. */
export async function isOnlyOrganisation(executor: Executor, organisationId: string): Promise<boolean> {
  return (await executor.run(OTHERS, [organisationId])).count === 0;
}

/** Those of the Message-IDs that are of mails of the organisation; with angle brackets. */
export async function ownMailIds(
  executor: Executor,
  organisationId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  return new Set((await executor.run<{ id: string }>(OWN, [ids, organisationId])).rows.map(({ id }) => id));
}
