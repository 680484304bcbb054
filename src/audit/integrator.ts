import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { formatCheckpoint, parseCheckpoint } from '../domain/log/checkpoint.js';
import { leafHash } from '../domain/log/merkle.js';
import { signNote } from '../domain/log/signed-note.js';
import { appendLeaves, rightEdgeTiles, type Tile } from '../domain/log/tiles.js';
import { Database, type OpenTransaction } from '../platform/database/database.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { Hints } from '../platform/outbox/hints.js';
import { systemActor, WORKER_SCOPE } from './actor.js';
import { LogKeys } from './log-keys.js';
import { OutsideCheckpoints } from './outside-checkpoints.js';
import {
  checkpointAt,
  holdIntegration,
  logsToIntegrate,
  publishCheckpoint,
  readTiles,
  writeTiles,
} from './tree.sql.js';

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

interface LogPlace {
  readonly id: string;
  readonly slug: string;
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
  /** Logs that have gone back behind a checkpoint already given out; never signed until a new epoch is opened. */
  private readonly halted = new Set<string>();
  private readonly compared = new Set<string>();
  private readonly keptAt = new Map<string, number>();
  private readonly edges = new Map<string, Pick<Built, 'size' | 'edge'>>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Hints) private readonly hints: Hints,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(OutsideCheckpoints) private readonly outside: OutsideCheckpoints,
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
  }

  /** Slugs of the logs that are not signed any more. */
  get haltedLogs(): ReadonlySet<string> {
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
    if (this.halted.has(log.slug) || !(await this.hasNotGoneBack(log))) {
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
    const tiles = await this.edgeOf(transaction, log.id, held.size);
    const leaves = held.entries.map((bytes) => leafHash(bytes));
    const {
      size,
      root,
      tiles: changed,
    } = appendLeaves(held.size, leaves, (level, index) => tiles.get(placeOf(level, index)));
    const origin = this.keys.origin(log.slug);
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
   * Before the first signature of this process: the log must still hold the checkpoint kept outside. It does not after
   * a restored backup; signing then would give out a second root for a size already published.
   */
  private async hasNotGoneBack(log: LogPlace): Promise<boolean> {
    if (this.compared.has(log.slug)) {
      return true;
    }
    const note = this.outside.read(log.slug);
    if (note !== undefined) {
      const known = parseCheckpoint(note);
      const stored = await this.database.read(systemActor(log.id), (transaction) =>
        checkpointAt(transaction, log.id, known?.size ?? 0),
      );
      if (known === undefined || stored === undefined || !stored.root.equals(known.root)) {
        this.halted.add(log.slug);
        this.log.fatal(
          { log: log.slug, size: known?.size },
          'the log has gone back behind its published checkpoint: not signed any more',
        );
        return false;
      }
    }
    this.compared.add(log.slug);
    return true;
  }

  private keepOutside(slug: string, note: string): void {
    const now = performance.now();
    if (now - (this.keptAt.get(slug) ?? -Infinity) >= KEEP_OUTSIDE_MS) {
      this.keptAt.set(slug, now);
      this.outside.keep(slug, note);
    }
  }
}

function placeOf(level: number, index: number): string {
  return `${level}/${index}`;
}
