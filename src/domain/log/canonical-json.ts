// RFC 8785 (JSON Canonicalization Scheme): ECMAScript's own serialisation over sorted keys, for I-JSON values only.

/** A value that has no canonical form, or bytes that are not it. */
export class NotCanonicalError extends Error {
  override readonly name = 'NotCanonicalError';
}

/** @throws NotCanonicalError for undefined, NaN, infinities, -0, unsafe integers and lone surrogates */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'boolean':
      return String(value);
    case 'string':
      return canonicalString(value);
    case 'number':
      return canonicalNumber(value);
    case 'object':
      return value === null ? 'null' : canonicalComposite(value);
    default:
      throw new NotCanonicalError(`a ${typeof value} has no JSON form`);
  }
}

/** Parses text that must already be canonical. @throws NotCanonicalError */
export function parseCanonical(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new NotCanonicalError('not JSON', { cause: error });
  }
  if (canonicalJson(value) !== text) {
    throw new NotCanonicalError('not the canonical form of its value');
  }
  return value;
}

function canonicalComposite(value: object): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  }
  const members = Object.entries(value)
    // RFC 8785 s3.2.3: by UTF-16 code units, which is how JavaScript compares.
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, member]) => `${canonicalString(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) {
    throw new NotCanonicalError('a lone surrogate is no Unicode text');
  }
  return JSON.stringify(text);
}

function canonicalNumber(number: number): string {
  const unsafe = Number.isInteger(number) && !Number.isSafeInteger(number);
  if (!Number.isFinite(number) || Object.is(number, -0) || unsafe) {
    throw new NotCanonicalError('a number that does not survive JSON');
  }
  return JSON.stringify(number);
}
