// RFC 8785 (JSON Canonicalization Scheme): ECMAScript's own serialisation over sorted keys, for I-JSON values only.

/** A value that has no canonical form, or bytes that are not it. */
export class NotCanonicalError extends Error {
  override readonly name = 'NotCanonicalError';
}

/** Deeper than anything written here; hostile text must not end the verifier with a stack overflow. */
const DEPTH_LIMIT = 100;

/**
 * @throws NotCanonicalError for undefined, NaN, infinities, -0, unsafe integers, lone surrogates, and for objects that
 * are not plain (a Date or a Map would lose what it holds)
 */
export function canonicalJson(value: unknown): string {
  return canonical(value, DEPTH_LIMIT);
}

/** Parses text that must already be canonical; so no second spelling, no duplicate key. @throws NotCanonicalError */
export function parseCanonical(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Without the cause: the parser's message quotes the text.
    throw new NotCanonicalError('not JSON');
  }
  // Nearly all that is read is canonical, and seen to be so at a third of the cost of writing it anew.
  if (!isSeenCanonical(value, text) && canonicalJson(value) !== text) {
    throw new NotCanonicalError('not the canonical form of its value');
  }
  return value;
}

/**
 * True only of the canonical form; false says nothing. What JSON writes again byte for byte has no spaces, no second
 * spelling and no duplicate key, so what is left to see is the order of keys, lone surrogates (JSON escapes them) and
 * integers that are not safe.
 */
function isSeenCanonical(value: unknown, text: string): boolean {
  // Depth first: what is too deep would end the stack of JSON.stringify.
  return isOrdered(value, DEPTH_LIMIT) && !text.includes('\\ud') && JSON.stringify(value) === text;
}

function isOrdered(value: unknown, depth: number): boolean {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value);
  }
  if (typeof value !== 'object' || value === null) {
    return true;
  }
  if (depth === 0 || Array.isArray(value)) {
    return false;
  }
  let before = '';
  for (const key in value) {
    if (key < before || !isOrdered((value as Record<string, unknown>)[key], depth - 1)) {
      return false;
    }
    before = key;
  }
  return true;
}

function canonical(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'boolean':
      return String(value);
    case 'string':
      return canonicalString(value);
    case 'number':
      return canonicalNumber(value);
    case 'object':
      return value === null ? 'null' : canonicalComposite(value, depth - 1);
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      throw new NotCanonicalError(`a value of type ${typeof value} has no JSON form`);
  }
}

function canonicalComposite(value: object, depth: number): string {
  if (depth < 0) {
    throw new NotCanonicalError('nested too deep');
  }
  if (Array.isArray(value)) {
    // Array.from, because map leaves the holes of a sparse array out.
    return `[${Array.from(value, (item: unknown) => canonical(item, depth)).join(',')}]`;
  }
  if (!isPlain(value)) {
    throw new NotCanonicalError('an object that is not plain has no JSON form');
  }
  const members = Object.entries(value)
    // RFC 8785 s3.2.3: by UTF-16 code units, which is how JavaScript compares.
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${canonicalString(key)}:${canonical(member, depth)}`);
  return `{${members.join(',')}}`;
}

/** Of no class; by the length of the prototype chain, because each realm has an Object of its own. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
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
