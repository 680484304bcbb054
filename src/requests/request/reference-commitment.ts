import { encodeBase64 } from '../../domain/log/encoding.js';
import { referenceCommitment } from '../../domain/evidence/verify-documents.js';
import type { Vault } from '../../platform/vault/vault.js';

interface Named {
  readonly id: string;
  readonly reference: string;
}

/** For the entry `request.recorded`: its line says later which number people called it by, and nobody can swap two. */
export function committedReference(
  vault: Pick<Vault, 'blindIndex'>,
  organisationId: string,
  { id, reference }: Named,
): string {
  return referenceCommitment(referenceSalt(vault, organisationId, id), reference);
}

/** What opens the commitment, for evidence that is given out. */
export function openedReference(vault: Pick<Vault, 'blindIndex'>, organisationId: string, { id, reference }: Named) {
  return { reference, request: id, salt: encodeBase64(referenceSalt(vault, organisationId, id)) };
}

/** Made of the organisation's index key and not kept: a reference is called out loud, its salt only given out. */
function referenceSalt(vault: Pick<Vault, 'blindIndex'>, organisationId: string, id: string): Uint8Array {
  return vault.blindIndex(organisationId, `reference of ${id}`);
}
