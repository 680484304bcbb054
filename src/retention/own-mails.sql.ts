import { statement, type Executor } from '../platform/database/statement.js';

const OTHERS = statement('other-organisations', 'SELECT 1 FROM organisation WHERE id <> $1 LIMIT 1');

/** Every other table that a mail's id leads to; row-level security shows those of the organisation alone. */
const OWN = statement(
  'own-mails',
  `SELECT id FROM unnest($1::uuid[]) AS asked (id) WHERE
     EXISTS (SELECT 1 FROM forwarding t WHERE t.id = asked.id AND t.organisation_id = $2)
     OR EXISTS (SELECT 1 FROM case_message t WHERE t.id = asked.id AND t.organisation_id = $2)
     OR EXISTS (SELECT 1 FROM task_mail t WHERE t.id = asked.id AND t.organisation_id = $2)
     OR EXISTS (SELECT 1 FROM identity_check t WHERE t.id = asked.id AND t.organisation_id = $2)
     OR EXISTS (SELECT 1 FROM recipient t WHERE t.id = asked.id AND t.organisation_id = $2)
     OR EXISTS (SELECT 1 FROM portability_package t WHERE t.id = asked.id AND t.organisation_id = $2)
     OR EXISTS (SELECT 1 FROM refused_mail t WHERE t.id = asked.id AND t.organisation_id = $2)
     OR EXISTS (SELECT 1 FROM reminder t WHERE t.id = asked.id AND t.organisation_id = $2)
     OR EXISTS (SELECT 1 FROM report_delivery t WHERE t.id = asked.id AND t.organisation_id = $2)
     OR EXISTS (SELECT 1 FROM log_alarm t WHERE t.id = asked.id AND t.organisation_id = $2)`,
);

/** True: there is one organisation only, and every mail is its own. */
export async function isOnlyOrganisation(executor: Executor, organisationId: string): Promise<boolean> {
  return (await executor.run(OTHERS, [organisationId])).count === 0;
}

/** Those of the ids that are of mails of the organisation. */
export async function ownMailIds(
  executor: Executor,
  organisationId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  return new Set((await executor.run<{ id: string }>(OWN, [ids, organisationId])).rows.map(({ id }) => id));
}
