import { createHash, timingSafeEqual } from 'node:crypto';
import { base32 } from '../../domain/correspondence/threading.js';
import type { Vault } from '../../platform/vault/vault.js';
import type { AttachmentRecord } from '../sealed/content.js';

/** What is sealed of a message to the person. */
export interface OutgoingContent {
  readonly to: string;
  /** Lines of the address window; empty for a mail. */
  readonly address: string;
  readonly subject: string;
  readonly body: string;
  /** Message-IDs of the thread so far, oldest first. */
  readonly references: readonly string[];
  /** What went with it; missing in messages written before they could have any. */
  readonly files?: readonly AttachmentRecord[];
  /** base64 SHA-256 of the letter's PDF; empty for a mail. */
  readonly letter: string;
}

/** What is sealed of a mail that came in; its bytes are a sealed field of their own. */
export interface IncomingContent {
  readonly from: string;
  readonly messageId: string;
  /** base64 SHA-256 of the bytes, so that the commitment covers them. */
  readonly sha256: string;
  readonly size: number;
  /** No mail, but what somebody says came in: what it said, and on which day. */
  readonly entered?: { readonly text: string; readonly on: string };
  /** Of what was entered; those of a mail are in its bytes. */
  readonly files?: readonly AttachmentRecord[];
}

export const contentField = (id: string): string => `message-${id}`;
/** Bytes, and no payload with a salt: named as files are, which disclosure leaves out. */
export const originalField = (id: string): string => `attachment-mail-${id}`;
/** Prefix of the fields of the files that go with a message. */
export const filesPrefix = (id: string): string => `attachment-out-${id}`;
export const letterField = (id: string): string => `attachment-letter-${id}`;

/** 128 bits that only the holder of the organisation's index key can make: which case an answer belongs to. */
export function replyToken(vault: Vault, organisationId: string, rightsRequestId: string): string {
  return base32(vault.blindIndex(organisationId, `reply-address:${rightsRequestId}`).subarray(0, 16));
}

export function sha256Of(bytes: Uint8Array | string): Buffer {
  return createHash('sha256').update(bytes).digest();
}

export function sameText(a: string, b: string): boolean {
  const [left, right] = [sha256Of(a), sha256Of(b)];
  return timingSafeEqual(left, right);
}
