// C2SP tlog-checkpoint v1.0.0: origin, size, root, one a line, as the text of a signed note.

import { decodeBase64, encodeBase64, hasControlCharacter, parseDecimal, sameBytes } from './encoding.js';
import { EMPTY_ROOT, HASH_BYTES } from './merkle.js';

export interface Checkpoint {
  /** `<log host>/<organisation slug>` */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** Of our logs, whose origin is also the name of the key that signs; others' may hold spaces (sum.golang.org's does). */
const ORIGIN = /^[^\p{White_Space}+]+$/u;

/** @throws RangeError */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${encodeBase64(root)}\n`;
  if (!ORIGIN.test(origin) || parseCheckpoint(text) === undefined) {
    throw new RangeError('not a checkpoint');
  }
  return text;
}

/** Reads a signed note or its text; extension lines are allowed and ignored. Undefined: no checkpoint. */
export function parseCheckpoint(note: string): Checkpoint | undefined {
  const split = note.lastIndexOf('\n\n');
  const text = split < 0 ? note : note.slice(0, split + 1);
  const [origin = '', sizeLine = '', rootLine = '', ...rest] = text.split('\n');
  // What is left of a text that ends in a newline is one empty line, and no other may be empty.
  const wellEnded = rest.indexOf('') === rest.length - 1 && rest.length > 0;
  const size = parseDecimal(sizeLine);
  const root = decodeBase64(rootLine);
  if (origin === '' || hasControlCharacter(text) || size === undefined || root?.length !== HASH_BYTES) {
    return undefined;
  }
  return !wellEnded || (size === 0 && !sameBytes(root, EMPTY_ROOT)) ? undefined : { origin, size, root };
}
