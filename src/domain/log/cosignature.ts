// C2SP tlog-cosignature v1.0.1, type 04: a witness states by Ed25519 that, as of a time, the checkpoint is the largest
// consistent one that it has seen of this log.

import { publicKeyOf, signEd25519 } from './ed25519.js';
import { concatBytes, sameBytes, utf8 } from './encoding.js';
import { formatVkey, holds, keyIdOf, parseVkey } from './signed-note.js';
import type { ParsedNote, SignatureClaim, SignatureLine, Signer, Verifier } from './signed-note.js';

const COSIGNATURE = 0x04;
const TIMESTAMP_BYTES = 8;
const SIGNATURE_BYTES = 64;

/** A cosignature by a known witness, its signature still to be checked. */
export interface CosignatureClaim extends SignatureClaim {
  /** POSIX seconds. */
  readonly timestamp: number;
}

export function formatCosignerVkey(name: string, publicKey: Uint8Array): string {
  return formatVkey(name, publicKey, COSIGNATURE);
}

export function parseCosignerVkey(vkey: string): Verifier | undefined {
  return parseVkey(vkey, COSIGNATURE);
}

/** @param text of the checkpoint, without signatures @param timestamp POSIX seconds @throws RangeError */
export function cosign(text: string, { name, seed }: Signer, timestamp: number): SignatureLine {
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) {
    throw new RangeError('no POSIX time');
  }
  const time = new Uint8Array(TIMESTAMP_BYTES);
  new DataView(time.buffer).setBigUint64(0, BigInt(timestamp));
  const signature = concatBytes(time, signEd25519(seed, signedMessage(text, timestamp)));
  return { name, keyId: keyIdOf(name, publicKeyOf(seed), COSIGNATURE), signature };
}

/** The cosignatures of a checkpoint by known witnesses; undefined when one of theirs has not the form. */
export function cosignatureClaims(note: ParsedNote, cosigners: readonly Verifier[]): CosignatureClaim[] | undefined {
  const claims = note.signatures.flatMap((line) =>
    cosigners
      .filter(({ name, keyId }) => name === line.name && sameBytes(keyId, line.keyId))
      .map((cosigner) => claimOf(note.text, line, cosigner)),
  );
  const wellFormed = claims.filter((claim) => claim !== undefined);
  return wellFormed.length === claims.length ? wellFormed : undefined;
}

/** When this witness says it saw the checkpoint, in POSIX seconds; undefined when it does not say so, or not rightly. */
export function verifyCosignature(note: ParsedNote, cosigner: Verifier): number | undefined {
  const claims = cosignatureClaims(note, [cosigner]) ?? [];
  return claims.every(holds) ? claims[0]?.timestamp : undefined;
}

function claimOf(text: string, { signature }: SignatureLine, { publicKey }: Verifier): CosignatureClaim | undefined {
  if (signature.length !== TIMESTAMP_BYTES + SIGNATURE_BYTES) {
    return undefined;
  }
  const timestamp = Number(new DataView(signature.buffer, signature.byteOffset, TIMESTAMP_BYTES).getBigUint64(0));
  if (!Number.isSafeInteger(timestamp)) {
    return undefined;
  }
  const message = signedMessage(text, timestamp);
  return { publicKey, message, signature: signature.subarray(TIMESTAMP_BYTES), timestamp };
}

function signedMessage(text: string, timestamp: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${timestamp}\n${text}`);
}
