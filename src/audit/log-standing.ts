import { Inject, Injectable } from '@nestjs/common';
import { parseCheckpoint } from '../domain/log/checkpoint.js';
import { sameBytes } from '../domain/log/encoding.js';
import { parseOrigin } from '../domain/log/origin.js';
import { openNote, parseVkey } from '../domain/log/signed-note.js';
import { Database } from '../platform/database/database.js';
import { systemActor } from './actor.js';
import { LogKeys } from './log-keys.js';
import { OutsideCheckpoints } from './outside-checkpoints.js';
import { checkpointAt, latestCheckpoint, type StoredCheckpoint } from './tree.sql.js';

export interface LogPlace {
  readonly id: string;
  readonly slug: string;
}

/** Why nothing more may be signed under a log's name until an administrator opens a new epoch. */
export type Halt =
  /** It no longer holds a checkpoint that was given out: a restored backup, a replica that was behind. */
  | { readonly kind: 'gone-back'; readonly size: number }
  /** The keys that are here did not sign its newest checkpoint. */
  | { readonly kind: 'key-lost'; readonly size: number }
  /** Its newest checkpoint bears another name: LOG_HOST is another. */
  | { readonly kind: 'renamed'; readonly size: number };

/** Compares a log with what is kept of it outside the database: its newest checkpoint and its keys. */
@Injectable()
export class LogStanding {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(OutsideCheckpoints) private readonly outside: OutsideCheckpoints,
  ) {}

  /** Undefined: it may be signed. */
  async halt({ id, slug }: LogPlace): Promise<Halt | undefined> {
    const kept = parseCheckpoint(this.outside.read(slug) ?? '');
    const [latest, then] = await this.database.ask(systemActor(id), (executor) =>
      Promise.all([latestCheckpoint(executor, id), checkpointAt(executor, id, kept?.size ?? 0)]),
    );
    const { epoch } = parseOrigin(this.keys.origin(id, slug));
    // One of an earlier epoch has been answered for: its size and root stand in the log (log.epoch-opened).
    if (kept !== undefined && parseOrigin(kept.origin).epoch >= epoch) {
      if (then === undefined || !sameBytes(then.root, kept.root)) {
        return { kind: 'gone-back', size: kept.size };
      }
    }
    return latest === undefined ? undefined : this.strange({ id, slug }, epoch, latest);
  }

  private strange({ id, slug }: LogPlace, epoch: number, { note, size }: StoredCheckpoint): Halt | undefined {
    const origin = parseCheckpoint(note)?.origin ?? '';
    if (parseOrigin(origin).epoch < epoch) {
      return undefined;
    }
    if (origin !== this.keys.origin(id, slug)) {
      return { kind: 'renamed', size };
    }
    const keys = this.keys.verifierKeys(id, slug).map((vkey) => parseVkey(vkey));
    const opened = openNote(
      note,
      keys.filter((key) => key !== undefined),
    );
    return typeof opened === 'string' ? { kind: 'key-lost', size } : undefined;
  }
}
