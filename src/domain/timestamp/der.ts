// DER (X.690), strict and small: what RFC 3161, CMS and X.509 need, in a browser too. Anything that DER would spell in
// another way is refused, so that what is compared as bytes is compared as a value.

import { concatBytes } from '../log/encoding.js';

export class DerError extends Error {
  override readonly name = 'DerError';
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  bmpString: 0x1e,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

export interface DerNode {
  readonly tag: number;
  /** With tag and length. */
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
  /** Of a constructed one; none for a primitive one. */
  readonly children: readonly DerNode[];
}

/** A time stamp with its certificates has some ten thousand bytes and is some fifteen levels deep. */
const LENGTH_LIMIT = 1_000_000;
const DEPTH_LIMIT = 32;
const LENGTH_OCTETS_LIMIT = 3;
/** Longer ones are arcs without end; those of 2.25 (a UUID) have 20. */
const OID_OCTETS_LIMIT = 64;
const CONSTRUCTED = 0x20;
const TAG_NUMBER = 0x1f;
const UNIVERSAL_LIMIT = 0x40;

/** The tag of a field that is marked by its position: [number], constructed or primitive. */
export function contextTag(number: number, constructed = true): number {
  return 0x80 | (constructed ? CONSTRUCTED : 0) | number;
}

/** The one element that the bytes are, read to the ground. @throws DerError */
export function readDer(bytes: Uint8Array): DerNode {
  if (bytes.length > LENGTH_LIMIT) {
    throw new DerError('longer than anything read here');
  }
  const node = readNode(bytes, 0);
  if (node.bytes.length !== bytes.length) {
    throw new DerError('bytes after the end');
  }
  return node;
}

function readNode(bytes: Uint8Array, depth: number): DerNode {
  const tag = octetAt(bytes, 0);
  const { length, from } = readLength(bytes);
  if (from + length > bytes.length) {
    throw new DerError('ends too early');
  }
  checkTag(tag, depth);
  const content = bytes.subarray(from, from + length);
  checkContent(tag, content);
  const children = (tag & CONSTRUCTED) === 0 ? [] : readNodes(content, depth + 1);
  return { tag, bytes: bytes.subarray(0, from + length), content, children };
}

function readNodes(bytes: Uint8Array, depth: number): DerNode[] {
  const nodes: DerNode[] = [];
  for (let at = 0; at < bytes.length;) {
    const node = readNode(bytes.subarray(at), depth);
    nodes.push(node);
    at += node.bytes.length;
  }
  return nodes;
}

/** Definite, and in as few octets as there can be. */
function readLength(bytes: Uint8Array): { length: number; from: number } {
  const first = octetAt(bytes, 1);
  if (first < 0x80) {
    return { length: first, from: 2 };
  }
  const octets = first & 0x7f;
  if (octets === 0 || octets > LENGTH_OCTETS_LIMIT) {
    throw new DerError('a length that is indefinite or too large');
  }
  let length = 0;
  for (let at = 0; at < octets; at += 1) {
    length = length * 0x100 + octetAt(bytes, 2 + at);
  }
  if (length < 0x80 || length < 0x100 ** (octets - 1)) {
    throw new DerError('a length with needless octets');
  }
  return { length, from: 2 + octets };
}

function checkTag(tag: number, depth: number): void {
  const isUniversal = tag < UNIVERSAL_LIMIT;
  const mustBeConstructed = (tag | CONSTRUCTED) === TAG.sequence || (tag | CONSTRUCTED) === TAG.set;
  if ((tag & TAG_NUMBER) === TAG_NUMBER || tag === 0) {
    throw new DerError('a tag not read here');
  }
  if (isUniversal && mustBeConstructed !== ((tag & CONSTRUCTED) !== 0)) {
    throw new DerError('a string in pieces, or a sequence in none');
  }
  if (depth > DEPTH_LIMIT) {
    throw new DerError('nested too deep');
  }
}

function checkContent(tag: number, content: Uint8Array): void {
  const [first, second = 0] = content;
  if (tag === TAG.boolean && !(content.length === 1 && (first === 0x00 || first === 0xff))) {
    throw new DerError('neither true nor false');
  }
  if (tag === TAG.null && first !== undefined) {
    throw new DerError('a null that is something');
  }
  if (tag === TAG.integer) {
    const needless = content.length > 1 && ((first === 0x00 && second < 0x80) || (first === 0xff && second >= 0x80));
    if (first === undefined || needless) {
      throw new DerError('an integer not in its one spelling');
    }
  }
}

/** @throws DerError when it is missing or something else */
export function expectTag(node: DerNode | undefined, tag: number): DerNode {
  if (node?.tag !== tag) {
    throw new DerError(`no element with tag ${tag}`);
  }
  return node;
}

/** The element within an explicit tag. @throws DerError */
export function onlyChild(node: DerNode): DerNode {
  const [child, ...more] = node.children;
  if (child === undefined || more.length > 0) {
    throw new DerError('not exactly one element');
  }
  return child;
}

/**
 * Takes the fields of a sequence in their order; fields left over are an error, so that none goes unread.
 * `take` answers undefined when the next field has another tag; `end` must be called.
 */
export function fieldsOf(node: DerNode | undefined, tag: number = TAG.sequence): Fields {
  const { children } = expectTag(node, tag);
  let at = 0;
  const take = (wanted: number): DerNode | undefined => {
    const child = children[at];
    if (child?.tag !== wanted) {
      return undefined;
    }
    at += 1;
    return child;
  };
  const end = (): void => {
    if (at !== children.length) {
      throw new DerError('a field that does not belong here');
    }
  };
  return { take, next: (wanted) => expectTag(take(wanted), wanted), end };
}

export interface Fields {
  readonly take: (tag: number) => DerNode | undefined;
  /** @throws DerError when the next field has another tag */
  readonly next: (tag: number) => DerNode;
  /** @throws DerError when fields are left */
  readonly end: () => void;
}

/** Dotted decimal. @throws DerError */
export function oidOf(node: DerNode | undefined): string {
  const { content } = expectTag(node, TAG.oid);
  if (content.length === 0 || content.length > OID_OCTETS_LIMIT || octetAt(content, content.length - 1) >= 0x80) {
    throw new DerError('no object identifier');
  }
  const arcs: bigint[] = [];
  let arc = 0n;
  let isStart = true;
  for (const octet of content) {
    if (isStart && octet === 0x80) {
      throw new DerError('an object identifier with needless octets');
    }
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    isStart = octet < 0x80;
    if (isStart) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const [joined = 0n, ...rest] = arcs;
  const first = joined < 80n ? joined / 40n : 2n;
  return [first, joined - first * 40n, ...rest].join('.');
}

/** The magnitude of an integer that is not negative, without the zero octet that only carries the sign. */
export function unsignedOf(node: DerNode | undefined, tag: number = TAG.integer): Uint8Array {
  const { content } = expectTag(node, tag);
  // Behind an implicit tag nobody has looked at it yet.
  checkContent(TAG.integer, content);
  if (octetAt(content, 0) >= 0x80) {
    throw new DerError('a negative integer');
  }
  return content.length > 1 && content[0] === 0 ? content.subarray(1) : content;
}

/** @throws DerError for anything negative or beyond 2^31 - 1 */
export function smallIntegerOf(node: DerNode | undefined, tag: number = TAG.integer): number {
  const magnitude = unsignedOf(node, tag);
  const value = magnitude.reduce((sum, octet) => sum * 0x100 + octet, 0);
  if (magnitude.length > 4 || value > 0x7fff_ffff) {
    throw new DerError('an integer too large');
  }
  return value;
}

/** Of whole octets. @throws DerError */
export function bitStringOf(node: DerNode | undefined): Uint8Array {
  const { content } = expectTag(node, TAG.bitString);
  if (content[0] !== 0) {
    throw new DerError('a bit string that is not of whole octets');
  }
  return content.subarray(1);
}

const UTC_TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z$/;
/** RFC 5280 s4.1.2.5.1: two digits mean 1950 to 2049. */
const PIVOT_YEAR = 50;

/** UTCTime or GeneralizedTime in POSIX milliseconds; finer fractions are cut off. @throws DerError */
export function timeOf(node: DerNode | undefined): number {
  const text = String.fromCharCode(...(node?.content.subarray(0, 64) ?? []));
  const pattern = node?.tag === TAG.utcTime ? UTC_TIME : GENERALIZED_TIME;
  const match = node?.tag === TAG.utcTime || node?.tag === TAG.generalizedTime ? pattern.exec(text) : null;
  if (match === null || node?.content.length !== text.length) {
    throw new DerError('no time');
  }
  const [, written = '', month = '', day = '', hour = '', minute = '', second = '', fraction = ''] = match;
  const year = written.length === 4 ? written : `${Number(written) < PIVOT_YEAR ? '20' : '19'}${written}`;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const time = Date.parse(iso);
  // 30 February is parsed as 1 or 2 March.
  if (Number.isNaN(time) || new Date(time).toISOString() !== iso) {
    throw new DerError('a time that there is not');
  }
  return time;
}

function octetAt(bytes: Uint8Array, at: number): number {
  const octet = bytes[at];
  if (octet === undefined) {
    throw new DerError('ends too early');
  }
  return octet;
}

/** One element of these parts. */
export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...parts);
  return concatBytes(Uint8Array.of(tag, ...writtenLength(content.length)), content);
}

function writtenLength(length: number): number[] {
  if (length < 0x80) {
    return [length];
  }
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 0x100)) {
    octets.unshift(rest % 0x100);
  }
  return [0x80 | octets.length, ...octets];
}

/** An integer that is not negative, from its magnitude. */
export function writeUnsigned(magnitude: Uint8Array): Uint8Array {
  const start = magnitude.findIndex((octet) => octet !== 0);
  const digits = start < 0 ? new Uint8Array() : magnitude.subarray(start);
  const needsSign = digits.length === 0 || octetAt(digits, 0) >= 0x80;
  return writeDer(TAG.integer, needsSign ? Uint8Array.of(0) : new Uint8Array(), digits);
}

/** @param oid dotted decimal, its arcs below 2^31 */
export function writeOid(oid: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = oid.split('.').map(Number);
  return writeDer(TAG.oid, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(arc: number): number[] {
  const octets = [arc % 0x80];
  for (let rest = Math.floor(arc / 0x80); rest > 0; rest = Math.floor(rest / 0x80)) {
    octets.unshift(0x80 | (rest % 0x80));
  }
  return octets;
}
