import { Inject, Injectable } from '@nestjs/common';
import { sameBytes } from '../domain/log/encoding.js';
import { HASH_BYTES, leafHash } from '../domain/log/merkle.js';
import { RunTree } from '../domain/log/run-tree.js';
import { TILE_WIDTH } from '../domain/log/tiles.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { systemActor, WORKER_SCOPE } from './actor.js';
import { AuditLog } from './audit-log.js';
import { entriesFrom } from './log.sql.js';
import { LogStanding, type Halt } from './log-standing.js';
import { latestCheckpoint, logsWithTree, readTiles, type StoredCheckpoint } from './tree.sql.js';

/** What no longer is as it was signed. */
export type Damage =
  /** An entry is not the one that was built into the tree, or is gone. */
  | { readonly kind: 'entry'; readonly index: number }
  /** The entries are whole, but not those that the signed root is over. */
  | { readonly kind: 'root'; readonly size: number }
  | Halt;

export interface MonitorState {
  readonly damage: Damage | null;
  /** End of the last whole round without damage; null before the first. */
  readonly verifiedAt: Date | null;
  /** Entries that round was over. */
  readonly size: number;
}

const NOTHING_YET: MonitorState = { damage: null, verifiedAt: null, size: 0 };
/** Per sweep and log: some milliseconds of hashing. */
const ENTRIES_A_SWEEP = 20 * TILE_WIDTH;

interface Round {
  readonly checkpoint: StoredCheckpoint;
  readonly tree: RunTree;
}

/**
 * Verifies the stored logs again and again, a slice at a time: each entry against the tile it was hashed into, and at
 * the end of a round the whole against its signed root. What a database administrator changes is found, and named.
 */
@Injectable()
export class Monitor {
  private readonly rounds = new Map<string, Round>();
  private readonly states = new Map<string, MonitorState>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(LogStanding) private readonly standing: LogStanding,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  state(organisationId: string): MonitorState {
    return this.states.get(organisationId) ?? NOTHING_YET;
  }

  /** Organisations whose log is not as it was signed. */
  get damaged(): ReadonlyMap<string, Damage> {
    const found = [...this.states].flatMap(([id, { damage }]) => (damage === null ? [] : [[id, damage] as const]));
    return new Map(found);
  }

  /** The next slice of each log. */
  async sweep(): Promise<void> {
    for (const { id, slug } of await this.database.ask(WORKER_SCOPE, (executor) => logsWithTree(executor))) {
      await this.verifySlice(id, slug);
    }
  }

  /** All of one log, at once. */
  async verifyWhole(id: string, slug: string): Promise<MonitorState> {
    this.rounds.delete(id);
    do {
      await this.verifySlice(id, slug);
    } while (this.rounds.has(id));
    return this.state(id);
  }

  private async verifySlice(id: string, slug: string): Promise<void> {
    const round = this.rounds.get(id) ?? (await this.begin(id, slug));
    if (round === undefined) {
      return;
    }
    this.rounds.set(id, round);
    const damage = await this.hashOn(id, round);
    const { size, root } = round.checkpoint;
    if (damage !== undefined) {
      await this.end(id, slug, damage);
    } else if (round.tree.count === size) {
      await this.end(id, slug, round.tree.isIn(size, root, [], []) ? null : { kind: 'root', size });
    }
  }

  /** A round is over the newest checkpoint; before it, the log must still be the one known outside. */
  private async begin(id: string, slug: string): Promise<Round | undefined> {
    const halt = await this.standing.halt({ id, slug });
    if (halt !== undefined) {
      await this.end(id, slug, halt);
      return undefined;
    }
    const latest = await this.database.ask(systemActor(id), (executor) => latestCheckpoint(executor, id));
    return latest === undefined ? undefined : { checkpoint: latest, tree: new RunTree(0) };
  }

  /** Hashes the next entries into the round's tree, each compared with what the tiles hold of it. */
  private async hashOn(id: string, { checkpoint, tree }: Round): Promise<Damage | undefined> {
    const first = tree.count;
    const limit = Math.min(ENTRIES_A_SWEEP, checkpoint.size - first);
    const tileIndexes = Array.from({ length: Math.ceil(limit / TILE_WIDTH) }, (_, at) => first / TILE_WIDTH + at);
    const [entries, tiles] = await this.database.ask(systemActor(id), (executor) =>
      Promise.all([
        entriesFrom(executor, id, first, limit),
        readTiles(
          executor,
          id,
          tileIndexes.map((index) => ({ level: 0, index })),
        ),
      ]),
    );
    const hashes = new Map(tiles.map((tile) => [tile.index, tile.hashes]));
    for (let at = 0; at < limit; at += 1) {
      const index = first + at;
      const entry = entries[at];
      const within = (index % TILE_WIDTH) * HASH_BYTES;
      const signed = hashes.get(Math.floor(index / TILE_WIDTH))?.subarray(within, within + HASH_BYTES);
      const leaf = entry?.index === index ? leafHash(entry.bytes) : undefined;
      if (leaf === undefined || signed === undefined || !sameBytes(leaf, signed)) {
        return { kind: 'entry', index };
      }
      tree.add(leaf);
    }
    return undefined;
  }

  private async end(id: string, slug: string, damage: Damage | null): Promise<void> {
    const before = this.state(id);
    const size = this.rounds.get(id)?.checkpoint.size ?? before.size;
    this.rounds.delete(id);
    if (damage === null) {
      this.states.set(id, { damage: null, verifiedAt: this.clock.now(), size });
      return;
    }
    this.states.set(id, { ...before, damage });
    if (JSON.stringify(before.damage) !== JSON.stringify(damage)) {
      this.log.fatal({ log: slug, ...damage }, 'the log is not as it was signed');
      // A log with a row too many cannot even be written to; the alarm stands without.
      await this.record(id, damage).catch((error: unknown) => {
        this.log.error({ log: slug, err: error }, 'the damage could not be recorded');
      });
    }
  }

  /** The finding is a fact of its own; that a log is not signed any more is told by the epoch opened afterwards. */
  private async record(id: string, damage: Damage): Promise<void> {
    if (damage.kind === 'entry' || damage.kind === 'root') {
      const index = damage.kind === 'entry' ? damage.index : damage.size;
      await this.auditLog.transact(systemActor(id), (transaction) =>
        Promise.resolve(transaction.record('log.damage-found', { kind: damage.kind, index })),
      );
    }
  }
}
