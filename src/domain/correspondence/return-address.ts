// RFC 5321 s4.4 (return path), RFC 5233 (subaddresses), RFC 3464 (reports go to the return path).

/** What parts a local part from what is added to it; undefined: the server knows no such addresses. */
export type Delimiter = '+' | '-' | undefined;

/** RFC 5321 s4.5.3.1.1. */
const LOCAL_PART_BYTES = 64;
/** Told apart from the tokens of cases by the letter in front. */
const TOKEN = /^b([a-z2-7]{26})$/;

/**
 * The address to which whatever happens to one mail is reported (VERP): `local+b<token>@domain`. Undefined where the
 * server knows no added parts, or would have too long an address: then the plain one has to do.
 */
export function returnAddress(mailFrom: string, token: string, delimiter: Delimiter): string | undefined {
  const at = mailFrom.lastIndexOf('@');
  const local = `${mailFrom.slice(0, at)}${delimiter ?? ''}b${token}`;
  return delimiter === undefined || Buffer.byteLength(local) > LOCAL_PART_BYTES
    ? undefined
    : `${local}${mailFrom.slice(at)}`;
}

/** Tokens of return addresses of ours among these; whether each is one, a MAC tells. */
export function returnTokensIn(recipients: readonly string[], mailFrom: string): readonly string[] {
  return addedParts(recipients, mailFrom).flatMap((added) => TOKEN.exec(added)?.[1] ?? []);
}

/** What is added to our address in these, in lower case; by either delimiter, as the setting may have changed since. */
export function addedParts(recipients: readonly string[], mailFrom: string): readonly string[] {
  const own = mailFrom.toLowerCase();
  const at = own.lastIndexOf('@');
  const [local, domain] = [own.slice(0, at), own.slice(at)];
  return recipients
    .map((address) => address.toLowerCase())
    .filter((address) => address.startsWith(local) && address.endsWith(domain))
    .map((address) => address.slice(local.length, -domain.length))
    .filter((added) => added.startsWith('+') || added.startsWith('-'))
    .map((added) => added.slice(1));
}
