import { existsSync, readFileSync } from 'node:fs';
import type { VerifyOptions } from '../domain/evidence/verify-bundle.js';
import { sha256 } from '../domain/log/sha256.js';
import { parseWitnessPolicy } from '../domain/log/witness-policy.js';
import { fingerprintOf } from './fingerprint.js';

/** What whoever verifies names on a command line. */
export interface TrustFlags {
  /** Each a verifier key (C2SP vkey), or a file that holds some, a line each. */
  readonly key?: readonly string[];
  /** A file: C2SP tlog-policy. */
  readonly policy?: string;
  /** Each a SHA-256 fingerprint in hexadecimal, or a file with a certificate (PEM or DER). */
  readonly tsa?: readonly string[];
}

/** Named, and no fingerprint and no certificate. */
export class UnusableTrustError extends Error {
  override readonly name = 'UnusableTrustError';
}

/** @throws UnusableTrustError, and what the file system throws */
export function trustedBy({ key = [], policy, tsa = [] }: TrustFlags): VerifyOptions {
  return {
    ...(key.length === 0 ? {} : { trustedKeys: key.flatMap(keysIn) }),
    ...(policy === undefined ? {} : { trustedPolicy: policyIn(policy) }),
    ...(tsa.length === 0 ? {} : { trustedAuthorities: tsa.map(fingerprintIn) }),
  };
}

/** One that says nothing whole is the reader's own mistake: the bundle must not be blamed for it. */
function policyIn(file: string): string {
  const text = readFileSync(file, 'utf8');
  const policy = parseWitnessPolicy(text);
  if ('line' in policy) {
    throw new UnusableTrustError(`${file}: line ${policy.line} is not understood (C2SP tlog-policy)`);
  }
  return text;
}

function keysIn(given: string): readonly string[] {
  const text = existsSync(given) ? readFileSync(given, 'utf8') : given;
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/;

function fingerprintIn(given: string): string {
  if (existsSync(given)) {
    const bytes = readFileSync(given);
    const [, encoded] = PEM.exec(bytes.toString('latin1')) ?? [];
    return hexOf(sha256(encoded === undefined ? bytes : Buffer.from(encoded, 'base64')));
  }
  const fingerprint = fingerprintOf(given);
  if (fingerprint === undefined) {
    throw new UnusableTrustError(`${given} is neither a file nor a SHA-256 fingerprint in hexadecimal`);
  }
  return fingerprint;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
