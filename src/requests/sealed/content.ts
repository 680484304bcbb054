import type { DataKey, Vault } from '../../platform/vault/vault.js';
import { openCommitted, sealCommitted } from './sealed-payload.js';

/** What came in with a request and is personal: exists sealed only, erased with the request's key (P6). */
export interface RequestContent {
  readonly message: string;
  readonly from: string;
  readonly contact: string;
  readonly lateReason: string;
  readonly attachments: readonly AttachmentRecord[];
}

export interface AttachmentRecord {
  /** Sealed field that holds the bytes. */
  readonly field: string;
  readonly filename: string;
  readonly contentType: string;
  readonly size: number;
  /** base64 SHA-256 of the bytes, so that the commitment covers them. */
  readonly sha256: string;
}

export const CONTENT_FIELD = 'content';

export function sealContent(
  vault: Vault,
  dataKey: DataKey,
  place: { readonly organisation: string; readonly request: string },
  content: RequestContent,
): { readonly ciphertext: Buffer; readonly commitment: string } {
  return sealCommitted(vault, dataKey, { ...place, field: CONTENT_FIELD }, content);
}

export function openContent(
  vault: Vault,
  dataKey: DataKey,
  place: { readonly organisation: string; readonly request: string },
  ciphertext: Buffer,
): RequestContent {
  return openCommitted(vault, dataKey, { ...place, field: CONTENT_FIELD }, ciphertext).payload as RequestContent;
}
