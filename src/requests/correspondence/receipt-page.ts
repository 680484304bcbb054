/** What the person gets in hand: the only one whose interest is opposed to that of whoever keeps the log. */
export interface PersonReceipt {
  /** In groups, as it is read out. */
  readonly code: string;
  /** The public page that checks it, for anybody and without an account. */
  readonly page: string;
  /** SHA-256 of the key that signs the log, as people compare it. */
  readonly fingerprint: string;
}

export function receiptPage(baseUrl: string, organisation: string, code: string): string {
  return `${baseUrl}/beleg/${organisation}/${code}`;
}
