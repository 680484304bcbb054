/**
 * Why something under lock did not open.
 *
 * - `wrong-key`: a wrapped key does not open under the key above it, or was made for another organisation or request.
 *   AES-GCM cannot tell this from a wrapped key that was altered.
 * - `tampered`: sealed content was altered, cut, or moved to another place.
 * - `key-destroyed`: the organisation's key of that epoch was destroyed on purpose. Nothing brings the content back.
 * - `key-missing`: the key file is not there although nobody destroyed it: wrong directory, or a restore without keys.
 */
export type VaultErrorCode = 'wrong-key' | 'tampered' | 'key-destroyed' | 'key-missing';

/** Carries a code and nothing else: neither key, nor place, nor content may travel in an error text (P6). */
export class VaultError extends Error {
  override readonly name = 'VaultError';

  constructor(readonly code: VaultErrorCode) {
    super(`vault: ${code}`);
  }
}
