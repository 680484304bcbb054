const FINGERPRINT = /^[0-9a-f]{64}$/;

/** A SHA-256 as it is written anywhere (in groups, with colons, in capitals), as 64 digits; undefined when it is none. */
export function fingerprintOf(given: string): string | undefined {
  const plain = given.replaceAll(/[\s:]/g, '').toLowerCase();
  return FINGERPRINT.test(plain) ? plain : undefined;
}
