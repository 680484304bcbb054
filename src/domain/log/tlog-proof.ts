// C2SP tlog-proof v1: an inclusion proof with its checkpoint, as one text file that is verified offline.

import { decodeBase64, encodeBase64, parseDecimal } from './encoding.js';
import { HASH_BYTES } from './merkle.js';

export interface TlogProof {
  /** Of our receipts: the exact bytes of the entry that is proven. */
  readonly extra?: Uint8Array;
  readonly index: number;
  readonly path: readonly Uint8Array[];
  /** The signed note, verbatim. */
  readonly checkpoint: string;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const PATH_LIMIT = 64;

export function formatProof({ extra, index, path, checkpoint }: TlogProof): string {
  const lines = [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${encodeBase64(extra)}`]),
    `index ${index}`,
    ...path.map((hash) => encodeBase64(hash)),
  ];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Undefined for anything but the one spelling of a proof. */
export function parseProof(text: string): TlogProof | undefined {
  const split = text.indexOf('\n\n');
  const [header, ...lines] = split < 0 ? [] : text.slice(0, split).split('\n');
  if (header !== HEADER) {
    return undefined;
  }
  const extraLine = lines[0]?.startsWith('extra ') === true ? lines.shift() : undefined;
  const extra = extraLine === undefined ? undefined : decodeBase64(extraLine.slice('extra '.length));
  const index = parseDecimal(/^index (.*)$/.exec(lines.shift() ?? '')?.[1] ?? '');
  const path = lines.map((line) => decodeBase64(line)).filter((hash) => hash?.length === HASH_BYTES);
  if ((extraLine !== undefined && extra === undefined) || index === undefined || lines.length > PATH_LIMIT) {
    return undefined;
  }
  if (path.length !== lines.length) {
    return undefined;
  }
  const proof = { index, path: path as Uint8Array[], checkpoint: text.slice(split + 2) };
  return extra === undefined ? proof : { ...proof, extra };
}
