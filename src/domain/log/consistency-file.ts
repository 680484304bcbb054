// An earlier checkpoint and the proof that a later tree begins with it, in the form of a request to a witness (C2SP
// tlog-witness): `old <size>`, the proof, an empty line, and a checkpoint, here the earlier one.

import { decodeBase64, encodeBase64, parseDecimal } from './encoding.js';
import { HASH_BYTES } from './merkle.js';

export interface ConsistencyText {
  readonly old: number;
  readonly path: readonly Uint8Array[];
  /** A signed note, verbatim. */
  readonly checkpoint: string;
}

const OLD = 'old ';
/** tlog-witness: no more lines of proof than this. */
const PATH_LIMIT = 63;

export function formatConsistency({ old, path, checkpoint }: ConsistencyText): string {
  return [`${OLD}${old}`, ...path.map((hash) => encodeBase64(hash)), '', checkpoint].join('\n');
}

/** Undefined for anything but the one spelling. The checkpoint is not looked into. */
export function parseConsistency(text: string): ConsistencyText | undefined {
  const split = text.indexOf('\n\n');
  const [first = '', ...lines] = split < 0 ? [] : text.slice(0, split).split('\n');
  const old = first.startsWith(OLD) ? parseDecimal(first.slice(OLD.length)) : undefined;
  const path = lines.map(decodeBase64).filter((hash) => hash?.length === HASH_BYTES);
  if (old === undefined || path.length !== lines.length || path.length > PATH_LIMIT) {
    return undefined;
  }
  return { old, path: path.filter((hash) => hash !== undefined), checkpoint: text.slice(split + 2) };
}
