import { canonicalJson } from '../log/canonical-json.js';
import { decodeBase64, encodeBase64, parseDecimal } from '../log/encoding.js';
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

const BEGIN = '{"index":';
const MIDDLE = ',"path":[';
const END = ']}';
/** 32 bytes in base64. */
const HASH_LETTERS = 44;

/** Undefined for anything but the one spelling, which has no two ways to be written: it is read as it stands. */
export function parseProofLine(line: string): ProofLine | undefined {
  const middle = line.indexOf(MIDDLE);
  const index = parseDecimal(line.slice(BEGIN.length, Math.max(middle, 0)));
  if (!line.startsWith(BEGIN) || index === undefined || !line.endsWith(END)) {
    return undefined;
  }
  const listed = line.slice(middle + MIDDLE.length, -END.length);
  const path: Uint8Array[] = [];
  for (let at = 0; at < listed.length; at += HASH_LETTERS + 3) {
    const hash = decodeBase64(listed.slice(at + 1, at + 1 + HASH_LETTERS));
    const quoted = listed[at] === '"' && listed[at + 1 + HASH_LETTERS] === '"';
    const isLast = at + 2 + HASH_LETTERS === listed.length;
    if (hash?.length !== HASH_BYTES || !quoted || (!isLast && !listed.startsWith(',"', at + 2 + HASH_LETTERS))) {
      return undefined;
    }
    path.push(hash);
  }
  return path.length <= PATH_LIMIT ? { index, path } : undefined;
}
