import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import type { Executor } from '../../platform/database/statement.js';
import { findSealed } from '../sealed/sealed-fields.sql.js';
import { mustBeDpo } from '../request/permission.js';
import { checksOfRequest, type IdentityCheckRow } from './identity-checks.sql.js';
import { doubtField, evidenceField, type IdentityDoubt, type IdentityEvidence } from './identity-evidence.js';
import { RequestVault } from '../sealed/request-vault.js';

export interface IdentityFile {
  readonly row: IdentityCheckRow;
  /** Missing once the request is erased. */
  readonly doubt: IdentityDoubt | undefined;
  /** While the check runs, without the link: that is the person's. */
  readonly evidence: Omit<IdentityEvidence, 'link'> | undefined;
}

/** What the DPO reads of a request's identity checks; the reading is an entry. */
@Injectable()
export class IdentityCheckReader {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(RequestVault) private readonly vault: RequestVault,
  ) {}

  /** Newest first. @throws Refusal not-allowed */
  async ofRequest(actor: Actor, rightsRequestId: string): Promise<readonly IdentityFile[]> {
    const user = mustBeDpo(actor);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const files: IdentityFile[] = [];
      for (const row of await checksOfRequest(transaction, rightsRequestId)) {
        const doubt = await this.open<IdentityDoubt>(transaction, row, doubtField(row.id));
        const evidence = await this.open<IdentityEvidence>(transaction, row, evidenceField(row.id));
        const { address = '', questions = '' } = evidence ?? {};
        files.push({ row, doubt, evidence: evidence === undefined ? undefined : { address, questions } });
      }
      if (files.some(({ doubt }) => doubt !== undefined)) {
        transaction.record('content.read', { user, purpose: 'casework' }, { rightsRequestId });
      }
      return files;
    });
    return result;
  }

  private async open<T>(executor: Executor, row: IdentityCheckRow, field: string): Promise<T | undefined> {
    const sealed = await findSealed(executor, row.rightsRequestId, field);
    if (sealed === undefined) {
      return undefined;
    }
    return this.vault.with(row, sealed).opened<T>(field, sealed.ciphertext);
  }
}
