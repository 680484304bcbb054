import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { formatCheckpoint } from '../domain/log/checkpoint.js';
import { leafHash } from '../domain/log/merkle.js';
import { signNote } from '../domain/log/signed-note.js';
import { appendLeaves, rightEdgeTiles, type Tile } from '../domain/log/tiles.js';
import { Database, type OpenTransaction } from '../platform/database/database.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { Hints } from '../platform/outbox/hints.js';
import { systemActor, WORKER_SCOPE } from './actor.js';
import { LogKeys } from './log-keys.js';
import { LogStanding, type Halt, type LogPlace } from './log-standing.js';
import { OutsideCheckpoints } from './outside-checkpoints.js';
import { holdIntegration, logsToIntegrate, publishCheckpoint, readTiles, writeTiles } from './tree.sql.js';

const BATCH = 5_000;
const POLL_MS = 2_000;
/** fsync of the outside copy is off the hot path: a copy a second old still shows a log that has gone back. */
const KEEP_OUTSIDE_MS = 1_000;

/** Hashes of tiles, by their place. */
type TileMap = ReadonlyMap<string, Uint8Array>;

interface Built {
  readonly entries: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
  readonly changed: readonly Tile[];
  /** The tiles at the right edge of the tree of `size`. */
  readonly edge: TileMap;
}

/**
 * Builds what has been appended into each log's tree and signs the checkpoint. Any instance may do it, one at a time
 * per log; killed anywhere it goes on where it was, because tiles, size and checkpoint commit together.
 */
@Injectable()
export class Integrator implements BeforeApplicationShutdown {
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = true;
  private timer: NodeJS.Timeout | undefined;
  private forgetHint: (() => void) | undefined;
  /** Logs that are not signed until a new epoch is opened, and why. */
  private readonly halted = new Map<string, Halt>();
  private readonly compared = new Set<string>();
  private readonly keptAt = new Map<string, number>();
  private readonly unkept = new Map<string, string>();
  private readonly edges = new Map<string, Pick<Built, 'size' | 'edge'>>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Hints) private readonly hints: Hints,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(OutsideCheckpoints) private readonly outside: OutsideCheckpoints,
    @Inject(LogStanding) private readonly standing: LogStanding,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  start(): void {
    this.stopped = false;
    this.forgetHint = this.hints.on('forthwith_log', () => void this.integrateAll());
    this.timer = setInterval(() => void this.integrateAll(), POLL_MS);
    void this.integrateAll();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.forgetHint?.();
    clearInterval(this.timer);
    await this.running;
    this.unkept.forEach((note, slug) => this.flush(slug, note));
  }

  /** The logs, by slug, that are not signed any more. */
  get haltedLogs(): ReadonlyMap<string, Halt> {
    return this.halted;
  }

  /** Brings every log up to date once; calls that come meanwhile make it look again. */
  async integrateAll(): Promise<void> {
    if (this.running !== undefined) {
      this.again = true;
      return this.running;
    }
    this.running = this.loop().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async loop(): Promise<void> {
    do {
      this.again = false;
      try {
        this.unkept.forEach((note, slug) => this.flush(slug, note));
        const logs = await this.database.ask(WORKER_SCOPE, (executor) => logsToIntegrate(executor));
        for (const log of logs) {
          await this.integrateLog(log);
        }
      } catch (error) {
        this.log.warn({ err: error }, 'integrating the log failed; the next poll goes on');
      }
    } while (this.again && !this.stopped);
  }

  private async integrateLog(log: LogPlace): Promise<void> {
    if (!(await this.mayBeSigned(log))) {
      return;
    }
    for (let more = true; more;) {
      const built = await this.integrateBatch(log);
      if (built !== undefined) {
        // Only now is it published: kept outside any earlier, a failed commit would look like a log gone back.
        this.keepOutside(log.slug, built.note);
        this.edges.set(log.id, built);
        this.hints.ring('forthwith_checkpoint');
      }
      more = built?.entries === BATCH;
    }
  }

  /** Undefined when there is nothing to build, or another instance is at it. */
  private async integrateBatch(log: LogPlace): Promise<Built | undefined> {
    const transaction = await this.database.begin(systemActor(log.id));
    let built: Built | undefined;
    try {
      built = await this.build(transaction, log);
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
    if (built === undefined) {
      await transaction.rollback();
      return undefined;
    }
    const { changed, size, root, note } = built;
    await transaction.commit(() =>
      Promise.all([
        writeTiles(transaction, log.id, changed),
        publishCheckpoint(transaction, log.id, { size, root, note }),
      ]),
    );
    return built;
  }

  private async build(transaction: OpenTransaction, log: LogPlace): Promise<Built | undefined> {
    const held = await holdIntegration(transaction, log.id, BATCH);
    if (held === undefined || held.entries.length === 0) {
      return undefined;
    }
    if (held.size < (this.edges.get(log.id)?.size ?? 0)) {
      // The database was taken back under a running program: compare anew before anything is signed.
      this.edges.delete(log.id);
      this.compared.delete(log.slug);
      throw new Error(`the log ${log.slug} is shorter than it was`);
    }
    const tiles = await this.edgeOf(transaction, log.id, held.size);
    const leaves = held.entries.map((bytes) => leafHash(bytes));
    const {
      size,
      root,
      tiles: changed,
    } = appendLeaves(held.size, leaves, (level, index) => tiles.get(placeOf(level, index)));
    const origin = this.keys.origin(log.id, log.slug);
    const note = signNote(formatCheckpoint({ origin, size, root }), this.keys.signers(log.id, log.slug));
    const grown = new Map([...tiles, ...changed.map((tile) => [placeOf(tile.level, tile.index), tile.bytes] as const)]);
    const edge = rightEdgeTiles(size).map(({ level, index }) => placeOf(level, index));
    return {
      entries: held.entries.length,
      ...{ size, root, note, changed },
      edge: new Map([...grown].filter(([place]) => edge.includes(place))),
    };
  }

  /** The tiles at the right edge of the tree: kept from the last batch if this instance built it. */
  private async edgeOf(transaction: OpenTransaction, logId: string, size: number): Promise<TileMap> {
    const kept = this.edges.get(logId);
    if (kept?.size === size) {
      return kept.edge;
    }
    const stored = await readTiles(transaction, logId, rightEdgeTiles(size));
    return new Map(stored.map((tile) => [placeOf(tile.level, tile.index), tile.hashes]));
  }

  /**
   * Before the first signature of this process, and again while it is halted: signing a log that has gone back would
   * give out two roots for a size.
   */
  private async mayBeSigned(log: LogPlace): Promise<boolean> {
    if (this.compared.has(log.slug)) {
      return true;
    }
    const halt = await this.standing.halt(log);
    if (halt === undefined) {
      this.halted.delete(log.slug);
      this.compared.add(log.slug);
      return true;
    }
    if (!this.halted.has(log.slug)) {
      this.log.fatal({ log: log.slug, ...halt }, 'the log is not signed any more until a new epoch is opened');
    }
    this.halted.set(log.slug, halt);
    return false;
  }

  /** At once, or with the next round. */
  private keepOutside(slug: string, note: string): void {
    this.unkept.set(slug, note);
    if (performance.now() - (this.keptAt.get(slug) ?? -Infinity) >= KEEP_OUTSIDE_MS) {
      this.keptAt.set(slug, performance.now());
      this.flush(slug, note);
    }
  }

  private flush(slug: string, note: string): void {
    this.outside.keep(slug, note);
    this.unkept.delete(slug);
  }
}

function placeOf(level: number, index: number): string {
  return `${level}/${index}`;
}
