import { randomBytes } from 'node:crypto';
import { canonicalJson } from '../../domain/log/canonical-json.js';
import { commit } from '../../domain/log/commitment.js';
import type { DataKey, Vault } from '../../platform/vault/vault.js';

export interface SealedPlace {
  readonly organisation: string;
  readonly request: string;
  readonly field: string;
}

const SALT_BYTES = 32;

/** Seals a payload together with the salt of its commitment, which the log gets; both are gone when the key is (P5). */
export function sealCommitted(
  vault: Vault,
  dataKey: DataKey,
  place: SealedPlace,
  payload: unknown,
): { readonly ciphertext: Buffer; readonly commitment: string } {
  const salt = randomBytes(SALT_BYTES);
  const envelope = canonicalJson({ salt: salt.toString('base64'), payload });
  return { ciphertext: vault.seal(dataKey, place, Buffer.from(envelope, 'utf8')), commitment: commit(salt, payload) };
}

export interface Opening {
  /** base64 */
  readonly salt: string;
  readonly payload: unknown;
}

/** What was sealed, with the salt by which a stranger can compute the commitment again. */
export function openCommitted(vault: Vault, dataKey: DataKey, place: SealedPlace, ciphertext: Buffer): Opening {
  return JSON.parse(vault.open(dataKey, place, ciphertext).toString('utf8')) as Opening;
}
