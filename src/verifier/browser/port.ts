import type { VerifierPort } from '../../domain/evidence/verifier-port.js';
import { sha256 } from '../../domain/log/sha256.js';
import { holdsClaim } from '../x509-claims.browser.js';

/** Signatures by WebCrypto. */
export const BROWSER_PORT: VerifierPort = {
  holdsEd25519: async ({ publicKey, message, signature }) => {
    try {
      const key = await crypto.subtle.importKey('raw', bytes(publicKey), 'Ed25519', false, ['verify']);
      return await crypto.subtle.verify('Ed25519', key, bytes(signature), bytes(message));
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotSupportedError') {
        throw error;
      }
      return false;
    }
  },
  holdsX509: holdsClaim,
};

/** RFC 8032 s7.1, test 1: the empty message. */
const TEST_KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const TEST_SIGNATURE =
  'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b';

/** Whether this browser can do what a verifier needs, and our SHA-256 agrees with its own. */
export async function isCapable(): Promise<boolean> {
  try {
    const probe = new Uint8Array(1_000).map((_, at) => at * 7);
    const [theirs, ours] = [new Uint8Array(await crypto.subtle.digest('SHA-256', probe)), sha256(probe)];
    const claim = { publicKey: ofHex(TEST_KEY), message: new Uint8Array(), signature: ofHex(TEST_SIGNATURE) };
    return theirs.every((byte, at) => byte === ours[at]) && (await BROWSER_PORT.holdsEd25519(claim));
  } catch {
    return false;
  }
}

function ofHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** A copy with a buffer of its own, which WebCrypto wants. */
function bytes(view: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(view);
}
