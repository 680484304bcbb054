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
  /** What this process has kept, or found, in each place: from then on it only grows. */
  private readonly remembered = new Map<string, string>();
  /** Variables that name the directory whose copy of a log was found other than it was left, by slug. */
  private readonly found = new Map<string, Set<string>>();
  private readonly names: ReadonlyMap<string, CopyPlace>;

  constructor(@Inject(CONFIG) { dataDir, checkpointDir }: Config) {
    const own = join(dataDir, 'checkpoints');
    this.directories = [...new Set([own, ...(checkpointDir === undefined ? [] : [checkpointDir])])];
    this.names = new Map(this.directories.map((one) => [one, one === own ? 'DATA_DIR' : 'CHECKPOINT_DIR']));
  }

  /** The signed note last kept, of all copies the one that knows most; undefined for a log that has none yet. */
  read(slug: string): string | undefined {
    const notes = this.directories.map((directory) => tryRead(directory, slug)).filter((note) => note !== undefined);
    return notes.sort((a, b) => compare(b, a))[0];
  }

  /** In one step: a crash leaves the old note or the new one. A copy that knows more is left as it is. */
  keep(slug: string, note: string): void {
    for (const directory of this.directories) {
      this.look(directory, slug);
      try {
        const before = readIn(directory, slug);
        if (before === undefined || compare(note, before) > 0) {
          write(directory, slug, note);
        }
        this.remembered.set(pathIn(directory, slug), readIn(directory, slug) ?? note);
      } catch {
        // Signing goes on: the other copy and the witnesses tell as much. That one is missing is an alarm.
        this.note(directory, slug);
      }
    }
  }

  /**
   * Where somebody has removed, set back or exchanged the copy of a log, or where none can be written, since this was
   * asked last.
   * @param isOurs whether a signed note is by a key of this log
   */
  changed(slug: string, isOurs: (note: string) => boolean): readonly CopyPlace[] {
    for (const directory of this.directories) {
      this.look(directory, slug);
      const now = tryRead(directory, slug);
      if (now !== undefined && !isOurs(now)) {
        this.note(directory, slug);
      } else if (now !== undefined) {
        this.remembered.set(pathIn(directory, slug), now);
      }
    }
    const places = [...(this.found.get(slug) ?? [])] as CopyPlace[];
    this.found.delete(slug);
    return places;
  }

  private look(directory: string, slug: string): void {
    const before = this.remembered.get(pathIn(directory, slug));
    const now = tryRead(directory, slug);
    const wentBack = before !== undefined && (now === undefined || compare(now, before) < 0);
    if (wentBack && !this.wasPutAway(directory, slug, before)) {
      this.note(directory, slug);
    }
  }

  private wasPutAway(directory: string, slug: string, note: string): boolean {
    return existsSync(join(directory, `${slug}.epoch-${placeOf(note).epoch}.checkpoint`));
  }

  private note(directory: string, slug: string): void {
    const places = this.found.get(slug) ?? new Set();
    this.found.set(slug, places.add(this.names.get(directory) ?? ''));
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

/** The setting that says where a copy lies. */
export type CopyPlace = 'DATA_DIR' | 'CHECKPOINT_DIR';

/** A place that cannot be read has no copy; whoever keeps one there finds out. */
function tryRead(directory: string, slug: string): string | undefined {
  try {
    return readIn(directory, slug);
  } catch {
    return undefined;
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
