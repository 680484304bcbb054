/** Text and bytes in the forms that the C2SP formats use; strict, because a proof has one spelling. */

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const DECIMAL = /^(0|[1-9][0-9]{0,15})$/;

export function utf8(text: string): Uint8Array {
  return ENCODER.encode(text);
}

/** Undefined when the bytes are no UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return DECODER.decode(bytes);
  } catch {
    return undefined;
  }
}

/** RFC 4648 s4, with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) {
    binary += String.fromCharCode(byte);
  }
  return btoa(binary);
}

/** Undefined for anything but the one canonical spelling. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const { length } = text;
  if (length % 4 !== 0) {
    return undefined;
  }
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((length / 4) * 3 - padding);
  let [bits, held, at] = [0, 0, 0];
  for (let place = 0; place < length - padding; place += 1) {
    // A character that is none of the 64 has no value; above 127 the table ends.
    const value = VALUES[text.charCodeAt(place)] ?? NO_VALUE;
    if (value === NO_VALUE) {
      return undefined;
    }
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at] = bits >>> held;
      at += 1;
      bits &= (1 << held) - 1;
    }
  }
  // What is left over of the last character is nought in the one spelling.
  return bits === 0 ? bytes : undefined;
}

const NO_VALUE = 0xff;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = LETTERS.indexOf(String.fromCharCode(code));
  return value < 0 ? NO_VALUE : value;
});

/** Any below U+0020 but the newline: what a signed note may not hold. */
export function hasControlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 && unit !== 0x0a) {
      return true;
    }
  }
  return false;
}

/** A size or index: ASCII decimal without leading zeros, at most 2^53 - 1; undefined otherwise. */
export function parseDecimal(text: string): number | undefined {
  const value = DECIMAL.test(text) ? Number(text) : undefined;
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) {
    return true;
  }
  let at = a.length === b.length ? 0 : -1;
  while (at >= 0 && at < a.length && a[at] === b[at]) {
    at += 1;
  }
  return at === a.length;
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
