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

/** A line without its newline. */
export interface Line {
  readonly bytes: Uint8Array;
  /** Undefined where it, or a line read together with it, is not ASCII: whoever needs its text decodes it then. */
  readonly text: string | undefined;
}

/** The lines of a file, many at a time; the last line ends in a newline too. */
export async function* linesOf(files: BundleFiles, name: string, limit: number): AsyncIterable<readonly Line[]> {
  // Joined only once their end has come: a long line in many parts would be copied with each of them.
  let parts: Uint8Array[] = [];
  let open = 0;
  for await (const chunk of files.open(name)) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    open += end === 0 ? chunk.length : 0;
    if (open > limit) {
      throw new UnreadableBundleError('damaged', name);
    }
    if (end === 0) {
      parts.push(chunk);
      continue;
    }
    const whole = chunk.subarray(0, end);
    const lines = split(parts.length === 0 ? whole : concatBytes(...parts, whole));
    open = chunk.length - end;
    parts = open === 0 ? [] : [chunk.subarray(end)];
    if (open > limit || lines.some(({ bytes }) => bytes.length > limit)) {
      throw new UnreadableBundleError('damaged', name);
    }
    yield lines;
  }
  if (open > 0) {
    throw new UnreadableBundleError('damaged', name);
  }
}

/** @param block whole lines; their text is decoded at once, which takes a tenth of the time of decoding each */
function split(block: Uint8Array): readonly Line[] {
  const text = textOf(block);
  const isAscii = text?.length === block.length;
  const lines: Line[] = [];
  let from = 0;
  for (let end = block.indexOf(NEWLINE); end >= 0; end = block.indexOf(NEWLINE, from)) {
    lines.push({ bytes: block.subarray(from, end), text: isAscii ? text.slice(from, end) : undefined });
    from = end + 1;
  }
  return lines;
}
