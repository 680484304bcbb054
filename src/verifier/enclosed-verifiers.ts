import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWhole } from '../domain/evidence/bundle-files.js';
import { BUNDLE_FILES } from '../domain/evidence/bundle.js';
import { openBundle } from './node-files.js';

/** A verifier that came with the evidence, held against the one that this program has of the same name. */
export interface EnclosedVerifier {
  readonly file: string;
  /** Hexadecimal, as releases and the public page /pruefen/ORGANISATION have it. */
  readonly sha256: string;
  /** `other`: of another version, or forged. It says nothing about the evidence beside it. */
  readonly state: 'same' | 'other';
}

const FILE_LIMIT_BYTES = 20_000_000;

/** @param published folder of this version's verifiers @throws UnreadableBundleError */
export async function enclosedVerifiers(path: string, published: string): Promise<readonly EnclosedVerifier[]> {
  const { files, close } = await openBundle(path);
  try {
    const found: EnclosedVerifier[] = [];
    for (const file of [BUNDLE_FILES.page, BUNDLE_FILES.program].filter((name) => files.names.includes(name))) {
      const sha256 = hashOf(await readWhole(files, file, FILE_LIMIT_BYTES));
      const own = join(published, file);
      const state = existsSync(own) && hashOf(readFileSync(own)) === sha256 ? 'same' : 'other';
      found.push({ file, sha256, state });
    }
    return found;
  } finally {
    await close();
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
