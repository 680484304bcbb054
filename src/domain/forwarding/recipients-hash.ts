import { canonicalJson } from '../log/canonical-json.js';
import { encodeBase64, utf8 } from '../log/encoding.js';
import { sha256 } from '../log/sha256.js';

/** Hash, in base64, by which the log names the recipients of a forwarding without showing their addresses. */
export function recipientsHash(addresses: readonly string[]): string {
  return encodeBase64(sha256(utf8(canonicalJson([...addresses].sort()))));
}
