// C2SP tlog-checkpoint v1.0.0: origin, size, root, one a line, as the text of a signed note.

import { decodeBase64, encodeBase64, parseDecimal } from './encoding.js';
import { EMPTY_ROOT, HASH_BYTES } from './merkle.js';
import { sameBytes } from './encoding.js';

export interface Checkpoint {
  /** `<log host>/<organisation slug>` */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

const ORIGIN = /^[^\s+]+$/u;

export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (!ORIGIN.test(origin) || !Number.isSafeInteger(size) || size < 0 || root.length !== HASH_BYTES) {
    throw new RangeError('not a checkpoint');
  }
  return `${origin}\n${size}\n${encodeBase64(root)}\n`;
}

/** Reads the first three lines of a note or of its text; extension lines are allowed and ignored. Undefined: none. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', sizeLine = '', rootLine = '', ...rest] = text.split('\n');
  const size = parseDecimal(sizeLine);
  const root = decodeBase64(rootLine);
  if (!ORIGIN.test(origin) || size === undefined || root?.length !== HASH_BYTES || rest.length === 0) {
    return undefined;
  }
  return size === 0 && !sameBytes(root, EMPTY_ROOT) ? undefined : { origin, size, root };
}
