import { createHmac, timingSafeEqual } from 'node:crypto';

/** RFC 6238 with what every authenticator app knows: SHA-1, six digits, thirty seconds. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** A clock may be off by half a minute on either side. */
const DRIFT_STEPS = 1;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** HOTP (RFC 4226, 5.3). */
export function hotp(secret: Buffer, counter: number, digits = DIGITS): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha1', secret).update(message).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

export function stepAt(milliseconds: number): number {
  return Math.floor(milliseconds / 1_000 / STEP_SECONDS);
}

/**
 * The step that a code belongs to, later than `after`; undefined where it is wrong, over, or was used before. A code is
 * good once (RFC 6238, 5.2): whoever looked over a shoulder comes too late.
 */
export function matchingStep(secret: Buffer, code: string, milliseconds: number, after: number): number | undefined {
  const given = Buffer.from(code.replace(/\s/g, ''));
  const now = stepAt(milliseconds);
  for (let step = now - DRIFT_STEPS; step <= now + DRIFT_STEPS; step += 1) {
    const expected = Buffer.from(hotp(secret, step));
    if (step > after && given.length === expected.length && timingSafeEqual(given, expected)) {
      return step;
    }
  }
  return undefined;
}

/** RFC 4648, 6, without padding: how a secret is typed. */
export function base32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) {
    bits += byte.toString(2).padStart(8, '0');
  }
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET.charAt(parseInt(five.padEnd(5, '0'), 2))).join('');
}

/** What an app reads from a QR code (Key Uri Format). */
export function totpAddress(issuer: string, account: string, secret: Buffer): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const asked = new URLSearchParams({ secret: base32(secret), issuer, algorithm: 'SHA1', digits: '6', period: '30' });
  return `otpauth://totp/${label}?${asked.toString().replaceAll('+', '%20')}`;
}
