import type { VerifierPort } from '../domain/evidence/verifier-port.js';
import { holds } from '../domain/log/signed-note.js';
import { holdsClaim } from './x509-claims.node.js';

/** Signatures by node:crypto. */
export const NODE_PORT: VerifierPort = {
  holdsEd25519: (claim) => Promise.resolve(holds(claim)),
  holdsX509: (claim) => Promise.resolve(holdsClaim(claim)),
};
