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
