import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { RETENTION_CLASSES, type RetentionClass } from '../domain/retention/classes.js';
import { CONFIG, type Config } from '../platform/config/config.js';

export interface ListedErasure {
  readonly erasure: string;
  readonly rightsRequestId: string;
  readonly classes: readonly RetentionClass[];
}

const LINE = /^([0-9a-f-]{36}) ([0-9a-f-]{36}) ([a-z,]+)$/;

/**
 * What has been erased, kept outside the database as lines of ids: a database that was restored from a backup has forgotten
 * it, and from this it is done again before anybody can read. In the data folder, and where CHECKPOINT_DIR says.
 */
@Injectable()
export class OutsideList {
  private readonly directories: readonly string[];

  constructor(@Inject(CONFIG) { dataDir, checkpointDir }: Config) {
    this.directories = [...new Set([join(dataDir, 'erased'), ...(checkpointDir === undefined ? [] : [checkpointDir])])];
  }

  /** On disk when it returns; the same line twice does no harm. */
  note(organisationId: string, { erasure, rightsRequestId, classes }: ListedErasure): void {
    for (const directory of this.directories) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const file = openSync(pathIn(directory, organisationId), 'a', 0o600);
      try {
        // A crash may have left half a line: the next one begins on its own.
        writeSync(file, `\n${erasure} ${rightsRequestId} ${classes.join(',')}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    }
  }

  /** Of all copies together. */
  read(organisationId: string): readonly ListedErasure[] {
    const found = new Map<string, ListedErasure>();
    for (const directory of this.directories) {
      const path = pathIn(directory, organisationId);
      const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
      for (const listed of lines.map(listedIn)) {
        if (listed !== undefined) {
          found.set(listed.erasure, listed);
        }
      }
    }
    return [...found.values()];
  }
}

function listedIn(line: string): ListedErasure | undefined {
  const [, erasure, rightsRequestId, names] = LINE.exec(line) ?? [];
  if (erasure === undefined || rightsRequestId === undefined || names === undefined) {
    return undefined;
  }
  const classes = names.split(',').filter((name): name is RetentionClass => RETENTION_CLASSES.includes(name as never));
  return { erasure, rightsRequestId, classes };
}

function pathIn(directory: string, organisationId: string): string {
  return join(directory, `${organisationId}.erased`);
}
