import { civilDateIn } from '../../domain/civil-date.js';
import type { AuditTransaction } from '../../audit/audit-log.js';
import { packageField, packageLinkField } from './package.js';
import { eraseFields, settlePackage, type PackageRow, type PackageState } from './packages.sql.js';

/** Settles it once and erases it in the same commit; `on`: the day that counts. False: it was settled before. */
export async function settleAndErase(
  transaction: AuditTransaction,
  { id, rightsRequestId, timeZone }: PackageRow,
  state: Exclude<PackageState, 'ready'>,
  at: Date,
): Promise<boolean> {
  if (!(await settlePackage(transaction, id, state, civilDateIn(at, timeZone)))) {
    return false;
  }
  await eraseFields(transaction, rightsRequestId, [packageField(id), packageLinkField(id)]);
  return true;
}
