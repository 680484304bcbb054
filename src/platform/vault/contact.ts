import { domainToASCII } from 'node:url';

/** How a person can be reached, as it was given to us. `network` is the channel the handle belongs to, e.g. `linkedin`. */
export type Contact =
  | { readonly kind: 'email'; readonly value: string }
  | { readonly kind: 'telephone'; readonly value: string; readonly countryCode?: string }
  | { readonly kind: 'handle'; readonly network: string; readonly value: string };

/**
 * One spelling for each contact, so that the blind index finds it again; undefined if it is none. Errs towards not
 * finding: two people taken for one would show one of them the other's case.
 *
 * - e-mail: NFKC, lower case in both halves (no provider in use tells them apart), domain in ASCII (IDNA). Dots and
 *   `+tags` stay: only some providers ignore them.
 * - telephone: digits only in international form; `00` and `+` are the same, a national number gets `countryCode`
 *   (49 unless given), a `(0)` after a country code goes.
 * - handle: NFKC, lower case, no leading `@`, bound to its network.
 */
export function normaliseContact(contact: Contact): string | undefined {
  switch (contact.kind) {
    case 'email':
      return prefixed('email', email(contact.value));
    case 'telephone':
      return prefixed('telephone', telephone(contact.value, contact.countryCode ?? '49'));
    case 'handle':
      return prefixed(`handle:${plain(contact.network)}`, handle(contact.value));
  }
}

function email(value: string): string | undefined {
  const [, local, domain] = /^([^\s@]+)@([^\s@]+)$/.exec(plain(value)) ?? [];
  const ascii = domainToASCII(domain?.replace(/\.$/, '') ?? '');
  return local === undefined || ascii === '' ? undefined : `${local}@${ascii}`;
}

function telephone(value: string, countryCode: string): string | undefined {
  const dialled = plain(value)
    .replace(/^tel:/, '')
    .replace(/^(\+|00)(.*?)\(0\)/, '$1$2')
    .replace(/[\s\-–/.()\u2010-\u2015]/g, '')
    .replace(/^00/, '+')
    .replace(/^0(?=[1-9])/, `+${countryCode}`);
  return /^\+[1-9][0-9]{4,14}$/.test(dialled) ? dialled : undefined;
}

function handle(value: string): string | undefined {
  const name = plain(value).replace(/^@/, '');
  return name === '' || /\s/.test(name) ? undefined : name;
}

/** Format characters (zero-width, direction marks) come along when people copy from pages and phones. */
function plain(value: string): string {
  return value
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase();
}

function prefixed(prefix: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${prefix}:${value}`;
}
