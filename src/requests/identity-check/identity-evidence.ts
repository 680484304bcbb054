import { createHash } from 'node:crypto';
import { codeOf } from '../../domain/rights/identity-check.js';
import type { Vault } from '../../platform/vault/vault.js';

export const IDENTITY_CODE_JOB = 'identity-code';
export const IDENTITY_TOLD_JOB = 'identity-told';
/** Its subject is the check that the person has confirmed. */
export const IDENTITY_RESUME_JOB = 'identity-resume';

/** Sealed while the check runs, and erased with its end: nothing is kept only to check again (recital 64). */
export interface IdentityEvidence {
  readonly address: string;
  readonly questions: string;
  /** The word of the address at which the code can be entered. */
  readonly link: string;
}

/** Why it was doubted, and why a document was unavoidable: belongs to the file of the case and goes with it. */
export interface IdentityDoubt {
  readonly why: string;
  readonly documentReason: string;
}

/** As files are named: not among the fields that are disclosed with evidence for strangers. */
export const evidenceField = (id: string): string => `attachment-identity-${id}`;
export const doubtField = (id: string): string => `identity-doubt-${id}`;

export function hashOfIdentityLink(word: string): Buffer {
  return createHash('sha256').update(word).digest();
}

/**
 * The code of a check. It is stored nowhere: it comes out of a random salt by an HMAC under the organisation's index
 * key, which is no part of the database; without the salt, which goes with the end, it cannot be found out any more.
 */
export function codeFor(vault: Vault, organisationId: string, checkId: string, salt: Buffer): string {
  return codeOf(vault.blindIndex(organisationId, `identity-code ${checkId} ${salt.toString('base64')}`));
}
