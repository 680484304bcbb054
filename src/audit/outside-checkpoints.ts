import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { parseCheckpoint } from '../domain/log/checkpoint.js';
import { parseOrigin } from '../domain/log/origin.js';
import { CONFIG, type Config } from '../platform/config/config.js';

/**
 * The newest checkpoint of each log, kept outside the database: a restored backup or a failed-over replica has gone
 * back, and this shows it before anything is signed again. In the data folder, and where CHECKPOINT_DIR says: a copy that
 * is taken back together with the database tells nothing.
 */
@Injectable()
export class OutsideCheckpoints {
  private readonly directories: readonly string[];

  constructor(@Inject(CONFIG) { dataDir, checkpointDir }: Config) {
    this.directories = [
      ...new Set([join(dataDir, 'checkpoints'), ...(checkpointDir === undefined ? [] : [checkpointDir])]),
    ];
  }

  /** The signed note last kept, of all copies the one that knows most; undefined for a log that has none yet. */
  read(slug: string): string | undefined {
    const notes = this.directories.map((directory) => readIn(directory, slug)).filter((note) => note !== undefined);
    return notes.sort((a, b) => compare(b, a))[0];
  }

  /** In one step: a crash leaves the old note or the new one. A copy that knows more is left as it is. */
  keep(slug: string, note: string): void {
    for (const directory of this.directories) {
      const before = readIn(directory, slug);
      if (before === undefined || compare(note, before) > 0) {
        write(directory, slug, note);
      }
    }
  }

  /** Keeps the last checkpoint of an epoch for good, beside those of the epochs after it. */
  putAway(slug: string, epoch: number): void {
    for (const directory of this.directories) {
      const path = pathIn(directory, slug);
      if (existsSync(path)) {
        renameSync(path, join(directory, `${slug}.epoch-${epoch}.checkpoint`));
      }
    }
  }
}

/** By epoch, then by size. */
function compare(note: string, other: string): number {
  const [one, two] = [placeOf(note), placeOf(other)];
  return one.epoch - two.epoch || one.size - two.size;
}

function placeOf(note: string): { readonly epoch: number; readonly size: number } {
  const checkpoint = parseCheckpoint(note);
  return checkpoint === undefined
    ? { epoch: 0, size: 0 }
    : { epoch: parseOrigin(checkpoint.origin).epoch, size: checkpoint.size };
}

function readIn(directory: string, slug: string): string | undefined {
  try {
    return readFileSync(pathIn(directory, slug), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function write(directory: string, slug: string, note: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = pathIn(directory, slug);
  const temporary = `${path}.${process.pid}.new`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, note);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

function pathIn(directory: string, slug: string): string {
  return join(directory, `${slug}.checkpoint`);
}
