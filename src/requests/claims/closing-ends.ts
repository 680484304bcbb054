import { civilDateIn } from '../../domain/civil-date.js';
import type { AuditTransaction } from '../../audit/audit-log.js';
import { eraseEvidence, withdrawChecks } from '../identity-check/identity-checks.sql.js';
import { evidenceField } from '../identity-check/identity-evidence.js';
import type { RightsRequestRow } from '../request/rights-requests.repository.js';
import { raiseTaskMail } from '../tasks/raise-task-mail.js';
import { withdrawTasks } from '../tasks/tasks.sql.js';

/** With a closed matter end the tasks and the identity check that still run: their links lead nowhere any more. */
export async function endWithClosing(
  transaction: AuditTransaction,
  { id: rightsRequestId, timeZone }: RightsRequestRow,
  host: string,
): Promise<void> {
  const on = civilDateIn(transaction.now, timeZone);
  for (const task of await withdrawTasks(transaction, rightsRequestId, transaction.now)) {
    transaction.record('task.withdrawn', { task }, { rightsRequestId });
    await raiseTaskMail(transaction, { taskId: task, kind: 'withdrawn', on, host });
  }
  for (const check of await withdrawChecks(transaction, rightsRequestId, on)) {
    transaction.record('identity.withdrawn', { check, on }, { rightsRequestId });
    // Art. 5(1)(c) GDPR: what was collected for the check only goes with it.
    if (await eraseEvidence(transaction, rightsRequestId, evidenceField(check))) {
      transaction.record('identity.evidence-erased', { check }, { rightsRequestId });
    }
  }
}
