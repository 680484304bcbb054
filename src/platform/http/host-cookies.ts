/** With this beginning a browser takes a cookie only over TLS, from this very host and for all of it (RFC 6265bis, 4.1.3.2). */
const HOST_PREFIX = '__Host-';

/** What the browser is to call a cookie where the program is reached at `baseUrl`. */
export function cookieName(name: string, baseUrl: string): string {
  return baseUrl.startsWith('https:') ? `${HOST_PREFIX}${name}` : name;
}

type Cookies = Record<string, string | undefined>;

/** The cookies of a request under the names we know them by; behind TLS one without the prefix is none of ours. */
export function ownCookies(cookies: Cookies, baseUrl: string): Cookies {
  return baseUrl.startsWith('https:')
    ? Object.fromEntries(
        Object.entries(cookies)
          .filter(([name]) => name.startsWith(HOST_PREFIX))
          .map(([name, value]) => [name.slice(HOST_PREFIX.length), value]),
      )
    : cookies;
}
