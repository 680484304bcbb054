// ZIP (APPNOTE 6.3.10) as far as bundles use it: stored or deflated members, ZIP64, no encryption. Strict, because two
// readers that understand one archive differently would verify two different bundles: members stand one behind another
// without a gap, and what stands before each of them says the same as the directory.

import { checkNames, UnreadableBundleError, type BundleFiles } from './bundle-files.js';
import { crc32 } from './crc32.js';

/** Bytes that can be read from anywhere: an open file, a File of the browser. */
export interface ByteSource {
  readonly size: number;
  read(from: number, length: number): Promise<Uint8Array>;
}

/** Raw deflate (RFC 1951): zlib in Node, DecompressionStream in a browser. */
export type Inflate = (compressed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LOCATOR64_BYTES = 20;
const END64_BYTES = 56;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const ABSENT_32 = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 0x0001;
const SIZES_FOLLOW = 0x0008;
const DESCRIPTOR = 0x08074b50;
/** Upper half of the external attributes, as Unix has it. */
const FILE_TYPE = 0xf000;
const REGULAR_FILE = 0x8000;

const MEMBER_LIMIT = 200_000;
const DIRECTORY_LIMIT_BYTES = 64 * 2 ** 20;
const TOTAL_LIMIT_BYTES = 16 * 2 ** 30;
/** Log entries pack at about 1 to 10; a bomb at up to 1 to 1,032. Small files may do as they like. */
const RATIO_LIMIT = 200;
const RATIO_FREE_BYTES = 2 ** 20;
const CHUNK_BYTES = 2 ** 16;

interface Member {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly headerAt: number;
}

/** A member whose own header agrees with the directory. */
interface PlacedMember extends Member {
  readonly dataAt: number;
}

/** @throws UnreadableBundleError */
export async function openZip(source: ByteSource, inflate: Inflate): Promise<BundleFiles> {
  const { at, length, count } = await findDirectory(source);
  if (count > MEMBER_LIMIT || length > DIRECTORY_LIMIT_BYTES) {
    throw new UnreadableBundleError('too-many-files');
  }
  const members = parseDirectory(await source.read(at, length), count);
  checkNames(members.map(({ name }) => name));
  checkSizes(members);
  const placed = await placeAll(windowOf(source), members, at);
  const byName = new Map(placed.map((member) => [member.name, member]));
  return {
    names: [...byName.keys()],
    size: (name) => byName.get(name)?.size,
    open: (name) => {
      const member = byName.get(name);
      return member === undefined ? missing(name) : contentOf(source, member, inflate);
    },
  };
}

export async function* missing(name: string): AsyncIterable<Uint8Array> {
  await Promise.resolve();
  throw new UnreadableBundleError('missing-file', name);
}

async function findDirectory(source: ByteSource): Promise<{ at: number; length: number; count: number }> {
  if (source.size < END_BYTES) {
    throw new UnreadableBundleError('not-a-zip');
  }
  // A bundle's archive has no comment, so its end stands at the end: no second place for it to hide.
  const end = viewOf(await source.read(source.size - END_BYTES, END_BYTES));
  if (end.getUint32(0, true) !== END) {
    throw new UnreadableBundleError('not-a-zip');
  }
  const found = { count: end.getUint16(10, true), length: end.getUint32(12, true), at: end.getUint32(16, true) };
  const needs64 = found.count === 0xffff || found.length === ABSENT_32 || found.at === ABSENT_32;
  const { count, length, at, behind } = needs64
    ? await findDirectory64(source)
    : { ...found, behind: source.size - END_BYTES };
  if (end.getUint16(20, true) !== 0 || at + length !== behind) {
    throw new UnreadableBundleError('damaged');
  }
  return { at, length, count };
}

async function findDirectory64(source: ByteSource) {
  const locatorAt = source.size - END_BYTES - LOCATOR64_BYTES;
  if (locatorAt < END64_BYTES) {
    throw new UnreadableBundleError('damaged');
  }
  const locator = viewOf(await source.read(locatorAt, LOCATOR64_BYTES));
  const endAt = number64(locator, 8);
  if (locator.getUint32(0, true) !== LOCATOR64 || endAt + END64_BYTES !== locatorAt) {
    throw new UnreadableBundleError('damaged');
  }
  const end = viewOf(await source.read(endAt, END64_BYTES));
  if (end.getUint32(0, true) !== END64) {
    throw new UnreadableBundleError('damaged');
  }
  return { count: number64(end, 32), length: number64(end, 40), at: number64(end, 48), behind: endAt };
}

function parseDirectory(bytes: Uint8Array, count: number): Member[] {
  const view = viewOf(bytes);
  const members: Member[] = [];
  let at = 0;
  while (members.length < count) {
    if (at + CENTRAL_BYTES > bytes.length || view.getUint32(at, true) !== CENTRAL) {
      throw new UnreadableBundleError('damaged');
    }
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const commentLength = view.getUint16(at + 32, true);
    const extraAt = at + CENTRAL_BYTES + nameLength;
    const next = extraAt + extraLength + commentLength;
    if (next > bytes.length) {
      throw new UnreadableBundleError('damaged');
    }
    members.push(memberOf(view, at, bytes.subarray(at + CENTRAL_BYTES, extraAt), { extraAt, extraLength }));
    at = next;
  }
  if (at !== bytes.length) {
    throw new UnreadableBundleError('damaged');
  }
  return members;
}

function memberOf(
  view: DataView,
  at: number,
  name: Uint8Array,
  { extraAt, extraLength }: { readonly extraAt: number; readonly extraLength: number },
): Member {
  const type = (view.getUint32(at + 38, true) >>> 16) & FILE_TYPE;
  if (type !== 0 && type !== REGULAR_FILE) {
    throw new UnreadableBundleError('unsupported');
  }
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  if ((flags & ENCRYPTED) !== 0 || (method !== STORED && method !== DEFLATED)) {
    throw new UnreadableBundleError('unsupported');
  }
  // In this order, and only those of the three that have no place in 32 bits.
  const wide = wideNumbers(view, extraAt, extraLength);
  const size = wide(view.getUint32(at + 24, true));
  const packed = wide(view.getUint32(at + 20, true));
  const headerAt = wide(view.getUint32(at + 42, true));
  return { name: asciiOf(name), method, flags, crc: view.getUint32(at + 16, true), packed, size, headerAt };
}

/** Reads a 32-bit number, or the next one of the ZIP64 extra field where it says so. */
function wideNumbers(view: DataView, from: number, length: number): (narrow: number) => number {
  let field = from;
  while (field + 4 <= from + length && view.getUint16(field, true) !== 0x0001) {
    field += 4 + view.getUint16(field + 2, true);
  }
  let at = field + 4;
  return (narrow) => {
    if (narrow !== ABSENT_32) {
      return narrow;
    }
    at += 8;
    if (at > from + length) {
      throw new UnreadableBundleError('damaged');
    }
    return number64(view, at - 8);
  };
}

function checkSizes(members: readonly Member[]): void {
  for (const { name, size, packed, method } of members) {
    if (method === STORED && size !== packed) {
      throw new UnreadableBundleError('damaged', name);
    }
    if (size > RATIO_FREE_BYTES && size > packed * RATIO_LIMIT) {
      throw new UnreadableBundleError('too-large', name);
    }
  }
  if (members.reduce((total, { size }) => total + size, 0) > TOTAL_LIMIT_BYTES) {
    throw new UnreadableBundleError('too-large');
  }
}

/**
 * Members stand one behind another from the first byte up to the directory: none inside another, and nothing hidden
 * between them that another reader might find.
 */
async function placeAll(source: ByteSource, members: readonly Member[], directoryAt: number): Promise<PlacedMember[]> {
  const placed: PlacedMember[] = [];
  let end = 0;
  for (const member of [...members].sort((a, b) => a.headerAt - b.headerAt)) {
    if (member.headerAt !== end) {
      throw new UnreadableBundleError('damaged', member.name);
    }
    const dataAt = await dataPlaceOf(source, member);
    end = dataAt + member.packed;
    if (end > directoryAt) {
      throw new UnreadableBundleError('damaged', member.name);
    }
    if ((member.flags & SIZES_FOLLOW) !== 0) {
      end += await descriptorLength(source, member, end);
    }
    placed.push({ ...member, dataAt });
  }
  if (end !== directoryAt) {
    throw new UnreadableBundleError('damaged');
  }
  const byName = new Map(placed.map((member) => [member.name, member]));
  return members.flatMap(({ name }) => byName.get(name) ?? []);
}

/** Where the member's bytes begin. @throws UnreadableBundleError when its own header says something else */
async function dataPlaceOf(source: ByteSource, member: Member): Promise<number> {
  const header = viewOf(await source.read(member.headerAt, LOCAL_BYTES));
  const nameLength = header.getUint16(26, true);
  const extraLength = header.getUint16(28, true);
  const nameAt = member.headerAt + LOCAL_BYTES;
  const dataAt = nameAt + nameLength + extraLength;
  const name = nameLength === member.name.length ? asciiOf(await source.read(nameAt, nameLength)) : undefined;
  const extra = viewOf(await source.read(nameAt + nameLength, extraLength));
  const wide = wideNumbers(extra, 0, extraLength);
  const size = wide(header.getUint32(22, true));
  const packed = wide(header.getUint32(18, true));
  const crc = header.getUint32(14, true);
  const isSaidLater = (member.flags & SIZES_FOLLOW) !== 0 && crc === 0 && size === 0 && packed === 0;
  const agrees =
    header.getUint32(0, true) === LOCAL &&
    header.getUint16(6, true) === member.flags &&
    header.getUint16(8, true) === member.method &&
    (isSaidLater || (crc === member.crc && size === member.size && packed === member.packed)) &&
    name === member.name;
  if (!agrees) {
    throw new UnreadableBundleError('damaged', member.name);
  }
  return dataAt;
}

/** Of what follows a member whose sizes were not known before: with or without a signature, with 32 or 64 bits. */
async function descriptorLength(source: ByteSource, { crc, size, packed, name }: Member, at: number): Promise<number> {
  for (const [signed, isWide] of [
    [true, false],
    [true, true],
    [false, false],
    [false, true],
  ] as const) {
    const length = (signed ? 4 : 0) + 4 + (isWide ? 16 : 8);
    if (at + length > source.size) {
      continue;
    }
    const view = viewOf(await source.read(at, length));
    const from = signed ? 4 : 0;
    const number = (place: number): bigint =>
      isWide ? view.getBigUint64(from + 4 + 8 * place, true) : BigInt(view.getUint32(from + 4 + 4 * place, true));
    const isIt =
      (!signed || view.getUint32(0, true) === DESCRIPTOR) &&
      view.getUint32(from, true) === crc &&
      number(0) === BigInt(packed) &&
      number(1) === BigInt(size);
    if (isIt) {
      return length;
    }
  }
  throw new UnreadableBundleError('damaged', name);
}

/** Headers of small members lie close together: they are read many at a time. */
function windowOf(source: ByteSource): ByteSource {
  let [start, bytes]: [number, Uint8Array] = [0, new Uint8Array()];
  return {
    size: source.size,
    read: async (from, length) => {
      if (from < 0 || from + length > source.size) {
        throw new UnreadableBundleError('damaged');
      }
      if (from < start || from + length > start + bytes.length) {
        start = from;
        bytes = await source.read(from, Math.min(Math.max(CHUNK_BYTES, length), source.size - from));
      }
      return bytes.subarray(from - start, from - start + length);
    },
  };
}

async function* contentOf(source: ByteSource, member: PlacedMember, inflate: Inflate): AsyncIterable<Uint8Array> {
  const packed = chunksOf(source, member.dataAt, member.packed);
  let size = 0;
  let crc = 0;
  for await (const chunk of member.method === STORED ? packed : inflate(packed)) {
    size += chunk.length;
    if (size > member.size) {
      throw new UnreadableBundleError('too-large', member.name);
    }
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (size !== member.size || crc !== member.crc) {
    throw new UnreadableBundleError('damaged', member.name);
  }
}

async function* chunksOf(source: ByteSource, from: number, length: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < length; at += CHUNK_BYTES) {
    yield await source.read(from + at, Math.min(CHUNK_BYTES, length - at));
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function number64(view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) {
    throw new UnreadableBundleError('damaged');
  }
  return value;
}

/** Other characters become one that no name may have. */
function asciiOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 1_000)).replaceAll(/[^\x20-\x7e]/g, '?');
}
