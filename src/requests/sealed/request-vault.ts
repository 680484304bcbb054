import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import type { AuditTransaction } from '../../audit/audit-log.js';
import type { Executor } from '../../platform/database/statement.js';
import { Vault, type DataKey, type WrappedDataKey } from '../../platform/vault/vault.js';
import type { AttachmentRecord } from './content.js';
import { findRequestKey } from './request-key.sql.js';
import { findSealed } from './sealed-fields.sql.js';
import { openCommitted, sealCommitted, type Opening } from './sealed-payload.js';

export interface RequestPlace {
  readonly organisationId: string;
  readonly rightsRequestId: string;
}

export interface SealableFile {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** Opens the key of a request. Everything personal of it is sealed under that key, and gone with it. */
@Injectable()
export class RequestVault {
  constructor(@Inject(Vault) private readonly vault: Vault) {}

  /** As the vault's: what is not kept can be made again. */
  blindIndex(organisation: string, value: string): Buffer {
    return this.vault.blindIndex(organisation, value);
  }

  /** @throws Refusal content-erased */
  async open(executor: Executor, place: RequestPlace): Promise<OpenRequest> {
    const key = await findRequestKey(executor, place.rightsRequestId);
    return key === undefined ? refuse('content-erased', {}) : this.with(place, key);
  }

  /** A key for a request that is being recorded; `key` is what its row stores of it. */
  create(place: RequestPlace): { readonly request: OpenRequest; readonly key: WrappedDataKey } {
    const dataKey = this.vault.newDataKey();
    const key = this.vault.wrap(dataKey, place.organisationId, place.rightsRequestId);
    return { request: new OpenRequest(this.vault, dataKey, place), key };
  }

  /** With the key that a statement brought along. */
  with({ organisationId, rightsRequestId }: RequestPlace, key: WrappedDataKey): OpenRequest {
    const dataKey = this.vault.unwrap(key, organisationId, rightsRequestId);
    return new OpenRequest(this.vault, dataKey, { organisationId, rightsRequestId });
  }
}

/** A request whose key is at hand. `field` names what is sealed; nothing opens under another name or request. */
export class OpenRequest {
  constructor(
    private readonly vault: Vault,
    private readonly dataKey: DataKey,
    private readonly place: RequestPlace,
  ) {}

  /** Seals a payload with its commitment, which the log gets. */
  seal(transaction: AuditTransaction, field: string, payload: unknown): string {
    const { ciphertext, commitment } = sealCommitted(this.vault, this.dataKey, this.placeOf(field), payload);
    transaction.seal({ ...this.place, field, ciphertext });
    return commitment;
  }

  sealBytes(transaction: AuditTransaction, field: string, bytes: Buffer): void {
    transaction.seal({ ...this.place, field, ciphertext: this.encrypt(field, bytes) });
  }

  /**
   * Files, as `<prefix>-1`, …, where the prefix begins with `attachment`; what comes back goes into the payload that the
   * log commits to, so that the commitment covers their bytes.
   */
  sealFiles(
    transaction: AuditTransaction,
    prefix: string,
    files: readonly SealableFile[],
  ): readonly AttachmentRecord[] {
    return files.map(({ filename, contentType, content }, at) => {
      const field = `${prefix}-${at + 1}`;
      this.sealBytes(transaction, field, content);
      const sha256 = createHash('sha256').update(content).digest('base64');
      return { field, filename, contentType, size: content.length, sha256 };
    });
  }

  /** What was sealed with a commitment. @throws Refusal content-erased */
  async read<T>(executor: Executor, field: string): Promise<T> {
    return this.opened<T>(field, await this.ciphertext(executor, field));
  }

  /** @throws Refusal content-erased */
  async readBytes(executor: Executor, field: string): Promise<Buffer> {
    return this.decrypt(field, await this.ciphertext(executor, field));
  }

  /** As `read`, with what a statement brought along. */
  opened<T>(field: string, ciphertext: Buffer): T {
    return this.opening(field, ciphertext).payload as T;
  }

  /** With the salt by which a stranger can compute the commitment again. */
  opening(field: string, ciphertext: Buffer): Opening {
    return openCommitted(this.vault, this.dataKey, this.placeOf(field), ciphertext);
  }

  /** For what lies in a table of its own. */
  encrypt(field: string, bytes: Buffer): Buffer {
    return this.vault.seal(this.dataKey, this.placeOf(field), bytes);
  }

  decrypt(field: string, ciphertext: Buffer): Buffer {
    return this.vault.open(this.dataKey, this.placeOf(field), ciphertext);
  }

  private async ciphertext(executor: Executor, field: string): Promise<Buffer> {
    const sealed = await findSealed(executor, this.place.rightsRequestId, field);
    return sealed === undefined ? refuse('content-erased', {}) : sealed.ciphertext;
  }

  private placeOf(field: string) {
    return { organisation: this.place.organisationId, request: this.place.rightsRequestId, field };
  }
}
