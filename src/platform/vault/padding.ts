/** Short texts all look alike. */
const SMALLEST = 256;
const MARK = 0x80;

/**
 * The size of sealed content is visible to whoever sees the database, and a size can name a known file. Padmé
 * (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", PoPETs 2019, §4):
 * a length keeps only its leading bits, which costs at most 12 % and leaves O(log log n) bits to see.
 */
export function paddedLength(length: number): number {
  if (length <= SMALLEST) {
    return SMALLEST;
  }
  const exponent = Math.floor(Math.log2(length));
  const kept = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** (exponent - kept);
  return Math.ceil(length / step) * step;
}

/** ISO/IEC 7816-4: the byte 80, then zeros; so content that itself ends in zeros comes back whole. */
export function pad(content: Buffer): Buffer {
  const padded = Buffer.alloc(paddedLength(content.length + 1));
  content.copy(padded);
  padded[content.length] = MARK;
  return padded;
}

/** Undefined if this was not padded by `pad`. */
export function unpad(padded: Buffer): Buffer | undefined {
  const mark = padded.lastIndexOf(MARK);
  if (mark < 0 || padded.subarray(mark + 1).some((byte) => byte !== 0)) {
    return undefined;
  }
  return padded.subarray(0, mark);
}
