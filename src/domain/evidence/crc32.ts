// CRC-32 as ZIP has it (polynomial 0xEDB88320): finds damage, proves nothing. Eight bytes at a time ("slicing by 8"),
// because every byte of a bundle goes through it.

const SLICES = 8;

/** At n · 256 + byte: what this byte does to the sum once n more bytes have followed it. */
const TABLES = tables();

/** Continues `crc`; 0 to begin with. */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const { length } = bytes;
  let value = ~crc;
  let at = 0;
  for (; at + SLICES <= length; at += SLICES) {
    value ^=
      byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8) | (byteAt(bytes, at + 2) << 16) | (byteAt(bytes, at + 3) << 24);
    value =
      slice(7, value) ^
      slice(6, value >>> 8) ^
      slice(5, value >>> 16) ^
      slice(4, value >>> 24) ^
      slice(3, byteAt(bytes, at + 4)) ^
      slice(2, byteAt(bytes, at + 5)) ^
      slice(1, byteAt(bytes, at + 6)) ^
      slice(0, byteAt(bytes, at + 7));
  }
  for (; at < length; at += 1) {
    value = slice(0, value ^ byteAt(bytes, at)) ^ (value >>> 8);
  }
  return ~value >>> 0;
}

function slice(followedBy: number, byte: number): number {
  return TABLES[followedBy * 256 + (byte & 0xff)] ?? 0;
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

function tables(): Int32Array {
  const made = new Int32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) {
      value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    }
    made[byte] = value;
  }
  for (let at = 256; at < made.length; at += 1) {
    const before = made[at - 256] ?? 0;
    made[at] = (before >>> 8) ^ (made[before & 0xff] ?? 0);
  }
  return made;
}
