import { canonicalJson, NotCanonicalError, parseCanonical } from '../log/canonical-json.js';
import { decodeBase64, encodeBase64, textOf } from '../log/encoding.js';
import { HASH_BYTES } from '../log/merkle.js';

/** A line of `proofs.jsonl`: the way of one entry to the root of the checkpoint in the bundle. */
export interface ProofLine {
  readonly index: number;
  /** From the leaf's sibling up to the child of the root. */
  readonly path: readonly Uint8Array[];
}

/** A tree of 2^64 leaves is no higher. */
const PATH_LIMIT = 64;
/** Sixty-four hashes of 44 letters with their quotes and commas, and an index. */
export const PROOF_LINE_LIMIT_BYTES = 4_000;

export function formatProofLine({ index, path }: ProofLine): string {
  return canonicalJson({ index, path: path.map((hash) => encodeBase64(hash)) });
}

/** Undefined for anything but the one spelling. */
export function parseProofLine(line: Uint8Array): ProofLine | undefined {
  let value: unknown;
  try {
    value = parseCanonical(textOf(line) ?? '');
  } catch (error) {
    if (error instanceof NotCanonicalError) {
      return undefined;
    }
    throw error;
  }
  const { index, path, ...more } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (!Number.isSafeInteger(index) || Number(index) < 0 || !Array.isArray(path) || Object.keys(more).length > 0) {
    return undefined;
  }
  const hashes = path.map((text: unknown) => (typeof text === 'string' ? decodeBase64(text) : undefined));
  const whole = hashes.filter((hash) => hash?.length === HASH_BYTES);
  return whole.length === path.length && path.length <= PATH_LIMIT
    ? { index: Number(index), path: whole.filter((hash) => hash !== undefined) }
    : undefined;
}
