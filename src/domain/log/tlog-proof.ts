// C2SP tlog-proof v1: an inclusion proof with its checkpoint, as one text file that is verified offline.

import { decodeBase64, encodeBase64, parseDecimal } from './encoding.js';
import { HASH_BYTES } from './merkle.js';

export interface TlogProof {
  /** Of our receipts: the exact bytes of the entry that is proven. The format does not authenticate it, the leaf does. */
  readonly extra?: Uint8Array;
  readonly index: number;
  /** From the leaf's sibling up to the child of the root. */
  readonly path: readonly Uint8Array[];
  /** The signed note, verbatim. */
  readonly checkpoint: string;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const EXTRA = 'extra ';
const INDEX = 'index ';
/** A tree of 2^64 leaves is no higher. */
const PATH_LIMIT = 64;

/** @throws RangeError for what would not be read again */
export function formatProof({ extra, index, path, checkpoint }: TlogProof): string {
  const lines = [
    HEADER,
    ...(extra === undefined ? [] : [`${EXTRA}${encodeBase64(extra)}`]),
    `${INDEX}${index}`,
    ...path.map((hash) => encodeBase64(hash)),
  ];
  const text = `${lines.join('\n')}\n\n${checkpoint}`;
  if (parseProof(text) === undefined) {
    throw new RangeError('not a proof');
  }
  return text;
}

/** Undefined for anything but the one spelling of a proof. The checkpoint is not looked into. */
export function parseProof(text: string): TlogProof | undefined {
  const split = text.indexOf('\n\n');
  const [header, ...lines] = split < 0 ? [] : text.slice(0, split).split('\n');
  const extraLine = lines[0]?.startsWith(EXTRA) === true ? lines[0] : undefined;
  const [indexLine = '', ...pathLines] = extraLine === undefined ? lines : lines.slice(1);
  const extra = extraLine === undefined ? undefined : decodeBase64(extraLine.slice(EXTRA.length));
  const index = indexLine.startsWith(INDEX) ? parseDecimal(indexLine.slice(INDEX.length)) : undefined;
  const path = pathLines.map(decodeBase64).filter((hash) => hash !== undefined);
  if (header !== HEADER || index === undefined || path.length !== pathLines.length || path.length > PATH_LIMIT) {
    return undefined;
  }
  if (path.some((hash) => hash.length !== HASH_BYTES)) {
    return undefined;
  }
  const proof = { index, path, checkpoint: text.slice(split + 2) };
  if (extraLine === undefined) {
    return proof;
  }
  // Without extra data the line is left out, so an empty one has a second spelling.
  return extra === undefined || extra.length === 0 ? undefined : { ...proof, extra };
}
