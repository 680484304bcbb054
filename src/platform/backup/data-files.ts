import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { ArchiveError } from './archive.js';

/** A file of the data folder, as it lies there. */
export interface DataFile {
  readonly path: string;
  readonly mode: number;
}

const PIECE_BYTES = 512 * 1024;
/** Of this machine and of the database itself, which is copied as rows; keys have an archive of their own. */
const LEFT_OUT = /^(?:keys|postgres.*|serving\.json|restore\.unfinished|.*\.part)$/;
/** Passwords of the cluster that was; a new one has its own. */
const OF_CLUSTER = /^postgres.*\.password$/;

/** What lies in the data folder besides database and keys. */
export function dataFiles(dataDir: string): readonly DataFile[] {
  return filesIn(dataDir, '', (name) => LEFT_OUT.test(name));
}

/** The keys: of the vault, of the logs, and the master key if it lies there. Paths are below `keys`. */
export function keyFiles(dataDir: string): readonly DataFile[] {
  return filesIn(join(dataDir, 'keys'), '', (name) => OF_CLUSTER.test(name));
}

/** Its bytes in base64, piece by piece. A file that went away meanwhile has none. */
export function* piecesOf(path: string): Generator<string> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return;
    }
    throw error;
  }
  try {
    const buffer = Buffer.alloc(PIECE_BYTES);
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      yield buffer.subarray(0, read).toString('base64');
    }
  } finally {
    closeSync(file);
  }
}

/** Puts one file in its place below a folder; whole or not at all. */
export class FileWriter {
  private constructor(
    private readonly file: number,
    private readonly draft: string,
    private readonly path: string,
  ) {}

  /** Undefined: what is there stays. @throws ArchiveError for a path that leads out of the folder */
  static open(folder: string, { path, mode }: DataFile, replace: boolean): FileWriter | undefined {
    const inside = normalize(path);
    if (inside.startsWith('..') || inside.startsWith(sep)) {
      throw new ArchiveError('the backup names a file outside its folder');
    }
    const target = join(folder, inside);
    if (!replace && existsSync(target)) {
      return undefined;
    }
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    const draft = `${target}.part`;
    return new FileWriter(openSync(draft, 'w', mode & 0o777), draft, target);
  }

  write(piece: string): void {
    writeSync(this.file, Buffer.from(piece, 'base64'));
  }

  close(): void {
    closeSync(this.file);
    renameSync(this.draft, this.path);
  }
}

/** Adds what a list in another folder knows to the list here. Lines may stand twice. */
export function addLines(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  appendFileSync(path, `\n${text}\n`, { mode: 0o600 });
}

function filesIn(folder: string, below: string, leftOut: (name: string) => boolean): readonly DataFile[] {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !leftOut(name))
    .flatMap((entry) => {
      const path = join(below, entry.name);
      if (entry.isDirectory()) {
        return filesIn(join(folder, entry.name), path, leftOut);
      }
      const mode = entry.isFile() ? modeOf(join(folder, entry.name)) : undefined;
      return mode === undefined ? [] : [{ path, mode }];
    });
}

function modeOf(path: string): number | undefined {
  try {
    return statSync(path).mode;
  } catch {
    return undefined;
  }
}
