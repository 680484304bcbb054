import { isIP } from 'node:net';

/** Below these a range is most of the world: believing it is believing everybody. */
const NARROWEST = { 4: 8, 6: 7 } as const;

/** Addresses and ranges of reverse proxies, as TRUSTED_PROXIES lists them. */
export function parseProxies(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

/** An IPv4 or IPv6 address, or a range of them that is not wide open. */
export function isProxy(text: string): boolean {
  const [address = '', bits, more] = text.split('/');
  const kind = isIP(address);
  if ((kind !== 4 && kind !== 6) || more !== undefined) {
    return false;
  }
  const longest = kind === 4 ? 32 : 128;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= NARROWEST[kind] && Number(bits) <= longest);
}
