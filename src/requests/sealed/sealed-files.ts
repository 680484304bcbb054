import { createHash } from 'node:crypto';
import type { AuditTransaction } from '../../audit/audit-log.js';
import type { Attachment } from '../../platform/documents/attachments.js';
import type { DataKey, Vault } from '../../platform/vault/vault.js';
import type { AttachmentRecord } from './content.js';

/**
 * Seals files under a request's key as `attachment-<name>-1`, …; what comes back goes into the payload that the log
 * commits to, so that the commitment covers their bytes.
 */
export function sealFiles(
  transaction: AuditTransaction,
  vault: Vault,
  dataKey: DataKey,
  rightsRequestId: string,
  name: string,
  files: readonly Attachment[],
): readonly AttachmentRecord[] {
  const { organisationId } = transaction.actor;
  return files.map(({ filename, contentType, content }, at) => {
    const field = `attachment-${name}-${at + 1}`;
    const ciphertext = vault.seal(dataKey, { organisation: organisationId, request: rightsRequestId, field }, content);
    transaction.seal({ rightsRequestId, organisationId, field, ciphertext });
    const sha256 = createHash('sha256').update(content).digest('base64');
    return { field, filename, contentType, size: content.length, sha256 };
  });
}
