import { Inject, Injectable } from '@nestjs/common';
import { parseCheckpoint, type Checkpoint } from '../domain/log/checkpoint.js';
import { parseOrigin } from '../domain/log/origin.js';
import { openNote, parseVkey } from '../domain/log/signed-note.js';
import { leadsTo, tilesForRoot, type ReadTile } from '../domain/log/tiles.js';
import { Database } from '../platform/database/database.js';
import type { Executor } from '../platform/database/statement.js';
import { systemActor, WORKER_SCOPE } from './actor.js';
import { LogKeys } from './log-keys.js';
import { LOG_OF_LOGS_ID, LOG_OF_LOGS_SLUG } from './log-of-logs-place.js';
import { OutsideCheckpoints, type CopyPlace } from './outside-checkpoints.js';
import { builtSize, latestCheckpoint, readTiles, type StoredCheckpoint } from './tree.sql.js';
import { contradictedOrigins } from './witness.sql.js';

export interface LogPlace {
  readonly id: string;
  readonly slug: string;
}

/** Why nothing more is signed under a log's name until it is as it was, or an administrator opens a new epoch. */
export type Halt =
  /** It no longer holds a checkpoint that was given out: a restored backup, a replica that was behind. */
  | { readonly kind: 'gone-back'; readonly size: number }
  /** The keys that are here did not sign its newest checkpoint. */
  | { readonly kind: 'key-lost'; readonly size: number }
  /** Its newest checkpoint bears another name than the one kept with the keys. */
  | { readonly kind: 'renamed'; readonly size: number }
  /** The stored tree does not lead to the root that was signed: what follows from it would contradict what was given out. */
  | { readonly kind: 'tree-changed'; readonly size: number }
  /** A witness has seen a checkpoint of it that it does not continue. */
  | { readonly kind: 'witness-contradicts'; readonly size: number }
  /** An entry that was committed, and not signed yet, is gone: `size` is its index. */
  | { readonly kind: 'entry-gone'; readonly size: number };

export const HALT_KINDS = [
  'gone-back',
  'key-lost',
  'renamed',
  'tree-changed',
  'entry-gone',
  'witness-contradicts',
] as const satisfies readonly Halt['kind'][];

export type Ask = <T>(question: (executor: Executor) => Promise<T>) => Promise<T>;

/**
 * Compares a log with what is known of it beside the database: its keys, the copy of its newest checkpoint, and what the
 * caller remembers. tlog-checkpoint: "A log MUST not sign any checkpoint which is inconsistent".
 */
@Injectable()
export class LogStanding {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(OutsideCheckpoints) private readonly outside: OutsideCheckpoints,
  ) {}

  /** Undefined: it may be signed. `remembered`: signed notes of this log, beside the copy outside. */
  async halt(place: LogPlace, remembered: readonly string[] = [], ask?: Ask): Promise<Halt | undefined> {
    const { id, slug } = place;
    // First: what was kept outside before the database is asked must be in its answer. A checkpoint that another instance
    // gives out in between would look like one that is missing.
    const outside = this.outside.read(slug) ?? '';
    const asked: Ask = ask ?? ((question) => this.database.ask(systemActor(id), question));
    const [latest, built] = await asked((executor) =>
      Promise.all([latestCheckpoint(executor, id), builtSize(executor, id)]),
    );
    if (latest !== undefined && !this.keys.isNamed(id)) {
      this.keys.adoptName(id, slug, latest.note);
    }
    const epoch = this.epoch(place);
    // One of an earlier epoch has been answered for: its size and root stand in the log (log.epoch-opened).
    const known = [outside, ...remembered]
      .map((note) => parseCheckpoint(note))
      .filter((one) => one !== undefined)
      .filter(({ origin, size }) => size > 0 && parseOrigin(origin).epoch >= epoch);
    if (this.isContradicted(place, await this.database.ask(WORKER_SCOPE, contradictedOrigins))) {
      return { kind: 'witness-contradicts', size: latest?.size ?? 0 };
    }
    const lost = known.find(({ size }) => size > (latest?.size ?? 0));
    if (lost !== undefined) {
      return { kind: 'gone-back', size: lost.size };
    }
    if (latest === undefined) {
      return built === 0 ? undefined : { kind: 'tree-changed', size: built };
    }
    const strange = this.strange(place, epoch, latest);
    if (strange !== undefined) {
      return strange;
    }
    return built === latest.size
      ? this.compareTree(place, asked, latest, known)
      : { kind: 'tree-changed', size: latest.size };
  }

  /** The roots are computed, not read: a row can say anything. Some tiles for each size. */
  private async compareTree(
    { id, slug }: LogPlace,
    ask: Ask,
    { size, note }: StoredCheckpoint,
    known: readonly Checkpoint[],
  ): Promise<Halt | undefined> {
    const signed = parseCheckpoint(note);
    const wanted = [size, ...known.map((one) => one.size)].flatMap((one) => tilesForRoot(one));
    const tiles = new Map(
      (await ask((executor) => readTiles(executor, id, wanted))).map((tile) => [
        `${tile.level}/${tile.index}`,
        tile.hashes,
      ]),
    );
    const read: ReadTile = (level, index) => tiles.get(`${level}/${index}`);
    // Under a new epoch the tree is computed anew from the entries before anything is signed.
    const isOurs = signed !== undefined && parseOrigin(signed.origin).epoch === this.epoch({ id, slug });
    if (isOurs && !(signed.size === size && leadsTo(size, signed.root, read))) {
      return { kind: 'tree-changed', size };
    }
    const other = known.find((one) => !leadsTo(one.size, one.root, read));
    return other && { kind: 'gone-back', size: other.size };
  }

  /** A log of logs that has two histories is that of an installation that was taken back: then none of its logs is signed. */
  isContradicted({ id, slug }: LogPlace, origins: readonly string[]): boolean {
    const own = [this.keys.origin(id, slug), this.keys.origin(LOG_OF_LOGS_ID, LOG_OF_LOGS_SLUG)];
    return own.some((origin) => origins.includes(origin));
  }

  /** Where the copy outside is not what was left there: see OutsideCheckpoints. */
  changedCopies({ id, slug }: LogPlace): readonly CopyPlace[] {
    const keys = [...this.keys.earlierVerifierKeys(id, slug), ...this.keys.verifierKeys(id, slug)]
      .map((vkey) => parseVkey(vkey))
      .filter((key) => key !== undefined);
    return this.outside.changed(slug, (note) => typeof openNote(note, keys) !== 'string');
  }

  private epoch({ id, slug }: LogPlace): number {
    return parseOrigin(this.keys.origin(id, slug)).epoch;
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
