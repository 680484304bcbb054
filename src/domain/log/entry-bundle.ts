// C2SP tlog-tiles, entry bundles: the entries of one level-0 tile, each behind its length (uint16, big-endian).

import { concatBytes } from './encoding.js';

/** What the length prefix can say; no entry of the log may be longer. */
export const ENTRY_LIMIT_BYTES = 0xffff;

const LENGTH_BYTES = 2;

/** @throws RangeError for an entry that is too long */
export function formatEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...entries.flatMap((entry) => [lengthOf(entry), entry]));
}

/** Undefined when the bytes do not end with an entry. */
export function parseEntryBundle(bundle: Uint8Array): Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length;) {
    const [high, low] = bundle.subarray(at, at + LENGTH_BYTES);
    if (high === undefined || low === undefined) {
      return undefined;
    }
    const from = at + LENGTH_BYTES;
    at = from + high * 256 + low;
    if (at > bundle.length) {
      return undefined;
    }
    entries.push(bundle.subarray(from, at));
  }
  return entries;
}

function lengthOf({ length }: Uint8Array): Uint8Array {
  if (length > ENTRY_LIMIT_BYTES) {
    throw new RangeError('an entry is longer than a bundle can hold');
  }
  return Uint8Array.of(length >> 8, length & 0xff);
}
