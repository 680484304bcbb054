import type { SignatureClaim } from '../log/signed-note.js';
import type { X509Claim } from '../timestamp/time-stamp.js';

/** The two kinds of signatures, checked by node:crypto or by WebCrypto. */
export interface VerifierPort {
  holdsEd25519(claim: SignatureClaim): Promise<boolean>;
  holdsX509(claim: X509Claim): Promise<boolean>;
}
