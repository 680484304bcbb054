import { randomBytes } from 'node:crypto';

let lastMs = 0;
let counter = 0;

/**
 * UUID version 7 (RFC 9562 s5.7): sorts by time, and strictly within this process (12-bit counter, s6.2 method 1), even
 * when the clock is set back.
 */
export function uuidv7(nowMs: number, random: (bytes: number) => Buffer = randomBytes): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = random(1).readUInt8();
  } else if ((counter += 1) > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  const bytes = random(16);
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return spelled(bytes);
}

function spelled(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The version 7 id that these 16 bytes give at this moment: the same whoever computes it. */
export function uuidv7From(nowMs: number, seed: Buffer): string {
  const bytes = Buffer.from(seed.subarray(0, 16));
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return spelled(bytes);
}

/** A secret for an address or a cookie. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** In canonical form: lower case, with hyphens. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
