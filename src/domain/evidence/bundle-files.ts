import { concatBytes, textOf } from '../log/encoding.js';

/** The files of an evidence bundle, wherever they lie: in a ZIP, in a folder, or just being made. */
export interface BundleFiles {
  readonly names: readonly string[];
  /** Uncompressed bytes, as far as known beforehand; undefined for a name that is not there. */
  size(name: string): number | undefined;
  /** @throws UnreadableBundleError when what comes is not what was promised */
  open(name: string): AsyncIterable<Uint8Array>;
}

/** Why something cannot be read as a bundle at all. */
export type BundleReadFault =
  | 'not-a-zip'
  /** Offsets, lengths or check sums contradict each other. */
  | 'damaged'
  /** Encrypted, split, or packed in a way that no bundle is. */
  | 'unsupported'
  /** A name that leads out of the folder, is absolute, or has other characters than a bundle's names. */
  | 'unsafe-name'
  | 'name-twice'
  | 'too-many-files'
  /** Larger, or packed tighter, than any bundle: a bomb. */
  | 'too-large'
  /** A file that must be there is not. */
  | 'missing-file';

export class UnreadableBundleError extends Error {
  override readonly name = 'UnreadableBundleError';

  constructor(
    readonly fault: BundleReadFault,
    readonly file?: string,
  ) {
    super(file === undefined ? fault : `${fault}: ${file}`);
  }
}

const NAME = /^(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)*$/;
const NAME_LIMIT = 200;

/** Names of a bundle's files: plain letters, relative, never upwards; two that differ only in case are one. */
export function checkNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (!NAME.test(name) || name.length > NAME_LIMIT) {
      throw new UnreadableBundleError('unsafe-name', name.slice(0, NAME_LIMIT));
    }
    if (seen.has(name.toLowerCase())) {
      throw new UnreadableBundleError('name-twice', name);
    }
    seen.add(name.toLowerCase());
  }
}

/** A whole file of at most `limit` bytes. @throws UnreadableBundleError */
export async function readWhole(files: BundleFiles, name: string, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of files.open(name)) {
    length += part.length;
    if (length > limit) {
      throw new UnreadableBundleError('too-large', name);
    }
    parts.push(part);
  }
  return concatBytes(...parts);
}

const SMALL_FILE_BYTES = 1_000_000;

/** Of a file that is a few lines; undefined when it is not there or no UTF-8. */
export async function readSmallText(files: BundleFiles, name: string): Promise<string | undefined> {
  return files.names.includes(name) ? textOf(await readWhole(files, name, SMALL_FILE_BYTES)) : undefined;
}

const NEWLINE = 0x0a;

/** The lines of a file without their newlines, many at a time; the last line ends in a newline too. */
export async function* linesOf(files: BundleFiles, name: string, limit: number): AsyncIterable<readonly Uint8Array[]> {
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of files.open(name)) {
    const bytes = rest.length === 0 ? chunk : concatBytes(rest, chunk);
    const lines: Uint8Array[] = [];
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      lines.push(bytes.subarray(from, end));
      from = end + 1;
    }
    rest = bytes.subarray(from);
    if (rest.length > limit || lines.some(({ length }) => length > limit)) {
      throw new UnreadableBundleError('damaged', name);
    }
    if (lines.length > 0) {
      yield lines;
    }
  }
  if (rest.length > 0) {
    throw new UnreadableBundleError('damaged', name);
  }
}
