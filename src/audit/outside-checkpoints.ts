import { existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/config.js';

/**
 * The newest checkpoint of each log, kept outside the database: a restored backup or a failed-over replica has gone
 * back, and this shows it before anything is signed again.
 */
@Injectable()
export class OutsideCheckpoints {
  private readonly directory: string;

  constructor(@Inject(CONFIG) config: Config) {
    this.directory = join(config.dataDir, 'checkpoints');
  }

  /** The signed note last kept; undefined for a log that has none yet. */
  read(slug: string): string | undefined {
    const path = this.path(slug);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  /** In one step: a crash leaves the old note or the new one. */
  keep(slug: string, note: string): void {
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    const path = this.path(slug);
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

  /** Keeps the last checkpoint of an epoch for good, beside those of the epochs after it. */
  putAway(slug: string, epoch: number): void {
    const path = this.path(slug);
    if (existsSync(path)) {
      renameSync(path, join(this.directory, `${slug}.epoch-${epoch}.checkpoint`));
    }
  }

  private path(slug: string): string {
    return join(this.directory, `${slug}.checkpoint`);
  }
}
