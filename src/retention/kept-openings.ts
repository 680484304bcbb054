import { Inject, Injectable } from '@nestjs/common';
import type { AuditTransaction } from '../audit/audit-log.js';
import { Vault, type DataKey } from '../platform/vault/vault.js';
import type { OpenRequest, RequestPlace } from '../requests/sealed/request-vault.js';
import { findOpeningKey, insertOpeningKey, insertOpenings, sealedRows } from './erasing.sql.js';

/**
 * The salts of what the log has committed to, kept under a key of their own when the words go. A salt says nothing; with
 * their own copy of the words people can show by it that the log means exactly these. They go with the limitation period.
 */
@Injectable()
export class KeptOpenings {
  constructor(@Inject(Vault) private readonly vault: Vault) {}

  /** Bytes of files have no salt of their own: the words that name them commit to their hash. */
  async keep(
    transaction: AuditTransaction,
    place: RequestPlace,
    request: OpenRequest,
    fields: readonly string[],
  ): Promise<void> {
    const committed = fields.filter((field) => !field.startsWith('attachment'));
    const rows = await sealedRows(transaction, place.rightsRequestId, committed);
    const salts = rows.flatMap(({ field, ciphertext }) => {
      const salt = saltOf(request, field, ciphertext);
      return salt === undefined ? [] : [{ field, salt }];
    });
    if (salts.length === 0) {
      return;
    }
    const key = await this.keyOf(transaction, place);
    const sealed = salts.map(({ field, salt }) => ({
      field,
      ciphertext: this.vault.seal(key, placeOf(place, field), Buffer.from(salt, 'base64'), { exactLength: true }),
    }));
    await insertOpenings(transaction, { id: place.rightsRequestId, organisationId: place.organisationId }, sealed);
  }

  private async keyOf(transaction: AuditTransaction, place: RequestPlace): Promise<DataKey> {
    const { organisationId, rightsRequestId } = place;
    const name = keyName(rightsRequestId);
    const known = await findOpeningKey(transaction, rightsRequestId);
    if (known !== undefined) {
      return this.vault.unwrap(known, organisationId, name);
    }
    const key = this.vault.newDataKey();
    const wrapped = this.vault.wrap(key, organisationId, name);
    await insertOpeningKey(transaction, { id: rightsRequestId, organisationId }, wrapped);
    return key;
  }
}

/** The name by which the key of the openings is wrapped: it does not open as the key of the request. */
export function keyName(rightsRequestId: string): string {
  return `${rightsRequestId}/openings`;
}

function placeOf({ organisationId, rightsRequestId }: RequestPlace, field: string) {
  return { organisation: organisationId, request: rightsRequestId, field: `opening-${field}` };
}

/** Undefined where the field holds bytes and no committed words. */
function saltOf(request: OpenRequest, field: string, ciphertext: Buffer): string | undefined {
  try {
    const { salt } = request.opening(field, ciphertext);
    return typeof salt === 'string' ? salt : undefined;
  } catch {
    return undefined;
  }
}
