import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { formatCheckpoint, parseCheckpoint } from '../domain/log/checkpoint.js';
import { leafHash } from '../domain/log/merkle.js';
import { parseOrigin } from '../domain/log/origin.js';
import { signNote } from '../domain/log/signed-note.js';
import { appendLeaves, rightEdgeTiles } from '../domain/log/tiles.js';
import { Database, type OpenTransaction } from '../platform/database/database.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { Hints } from '../platform/outbox/hints.js';
import { systemActor, WORKER_SCOPE } from './actor.js';
import { LogKeys } from './log-keys.js';
import { LogAlarms } from './log-alarms.js';
import { HALT_KINDS, LogStanding, type Halt, type LogPlace } from './log-standing.js';
import { OutsideCheckpoints } from './outside-checkpoints.js';
import {
  allLogs,
  holdIntegration,
  integrate,
  latestCheckpoint,
  logsToIntegrate,
  readTiles,
  rebuildTree,
  type StoredCheckpoint,
} from './tree.sql.js';
import { contradictedOrigins } from './witness.sql.js';

const BATCH = 5_000;
const POLL_MS = 2_000;
/** Every log is compared with what is known of it outside at the start and this often, whether it grows or not. */
const COMPARE_MS = 3_600_000;
/** fsync of the outside copy is off the hot path: a copy a second old still shows a log that has gone back. */
const KEEP_OUTSIDE_MS = 1_000;

/** Hashes of tiles, by their place. */
type TileMap = ReadonlyMap<string, Uint8Array>;

interface Built {
  readonly entries: number;
  readonly old: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
  /** The tiles at the right edge of the tree of `size`. */
  readonly edge: TileMap;
}

/** A state that this process has signed, or has found to be the one that was signed. */
interface Vouched extends Pick<Built, 'size' | 'note' | 'edge'> {
  /** The copy outside at that time. */
  readonly outside: string | undefined;
}

class HaltedError extends Error {
  override readonly name = 'HaltedError';

  constructor(readonly halt: Halt) {
    super(halt.kind);
  }
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
  /** Logs that are not signed, and why. */
  private readonly halted = new Map<string, Halt>();
  private readonly keptAt = new Map<string, number>();
  private readonly unkept = new Map<string, string>();
  private readonly vouched = new Map<string, Vouched>();
  private comparedAt = -Infinity;
  /** Logs of which this process has said once whether they are in order. */
  private readonly looked = new Set<string>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Hints) private readonly hints: Hints,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(OutsideCheckpoints) private readonly outside: OutsideCheckpoints,
    @Inject(LogStanding) private readonly standing: LogStanding,
    @Inject(LogAlarms) private readonly alarms: LogAlarms,
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

  /** At once, whatever the hour: somebody outside knows something. */
  async compareNow(): Promise<void> {
    this.comparedAt = -Infinity;
    await this.integrateAll();
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
        await this.compareAll();
        const [logs, contradicted] = await this.database.ask(WORKER_SCOPE, (executor) =>
          Promise.all([logsToIntegrate(executor), contradictedOrigins(executor)]),
        );
        for (const log of logs) {
          if (this.standing.isContradicted(log, contradicted)) {
            await this.setHalt(log, { kind: 'witness-contradicts', size: this.vouched.get(log.id)?.size ?? 0 });
          } else {
            await this.integrateLog(log);
          }
        }
      } catch (error) {
        this.log.warn({ err: error }, 'integrating the log failed; the next poll goes on');
      }
    } while (this.again && !this.stopped);
  }

  /** At the start and every hour each log, and those that are halted each time: what was put right goes on by itself. */
  private async compareAll(): Promise<void> {
    const isDue = performance.now() - this.comparedAt >= COMPARE_MS;
    if (!isDue && this.halted.size === 0) {
      return;
    }
    const logs = await this.database.ask(WORKER_SCOPE, (executor) => allLogs(executor));
    for (const log of logs.filter(({ slug }) => isDue || this.halted.has(slug))) {
      await this.setHalt(log, await this.standing.halt(log, this.memoryOf(log)));
    }
    this.comparedAt = isDue ? performance.now() : this.comparedAt;
  }

  private async integrateLog(log: LogPlace): Promise<void> {
    for (let more = !this.halted.has(log.slug); more;) {
      const built = await this.integrateBatch(log);
      if (built !== undefined) {
        // Only now is it published: kept outside any earlier, a failed commit would look like a log gone back.
        this.vouched.set(log.id, { ...built, outside: this.keepOutside(log.slug, built.note) });
        this.hints.ring('forthwith_checkpoint');
      }
      more = built?.entries === BATCH;
    }
  }

  /** Undefined when there is nothing to build, another instance is at it, or nothing may be signed. */
  private async integrateBatch(log: LogPlace): Promise<Built | undefined> {
    const transaction = await this.database.begin(systemActor(log.id));
    let built: Built | undefined;
    try {
      built = await this.build(transaction, log);
    } catch (error) {
      await transaction.rollback();
      if (error instanceof HaltedError) {
        await this.setHalt(log, error.halt);
        return undefined;
      }
      throw error;
    }
    if (built === undefined) {
      await transaction.rollback();
      return undefined;
    }
    const { old } = built;
    await transaction.commit(() => integrate(transaction, log.id, old, built));
    return built;
  }

  private async build(transaction: OpenTransaction, log: LogPlace): Promise<Built | undefined> {
    const [held, latest] = await Promise.all([
      holdIntegration(transaction, log.id, BATCH),
      latestCheckpoint(transaction, log.id),
    ]);
    if (held?.entries.length === 0 && held.gap !== undefined) {
      throw new HaltedError({ kind: 'entry-gone', size: held.gap });
    }
    if (held === undefined || held.entries.length === 0 || !this.mayName(log, latest)) {
      return undefined;
    }
    const tiles = await this.edgeOf(transaction, log, held.size, latest);
    const leaves = held.entries.map((bytes) => leafHash(bytes));
    const grown = appendLeaves(held.size, leaves, (level, index) => tiles.get(placeOf(level, index)));
    const { size, root } = grown;
    const origin = this.keys.origin(log.id, log.slug);
    const note = signNote(formatCheckpoint({ origin, size, root }), this.keys.signers(log.id, log.slug));
    const all = new Map([
      ...tiles,
      ...grown.tiles.map((tile) => [placeOf(tile.level, tile.index), tile.bytes] as const),
    ]);
    const edge = rightEdgeTiles(size).map(({ level, index }) => placeOf(level, index));
    return {
      entries: held.entries.length,
      ...{ old: held.size, size, root, note },
      edge: new Map([...all].filter(([place]) => edge.includes(place))),
    };
  }

  /**
   * The tiles at the right edge of the tree, of a state that this process stands for: its own last one, if the newest
   * checkpoint here and the copy outside are still what they were then; otherwise what is stored, once its root has been
   * found to be the one that was signed and that everything known outside leads to.
   * @throws HaltedError
   */
  private async edgeOf(
    transaction: OpenTransaction,
    log: LogPlace,
    size: number,
    latest: StoredCheckpoint | undefined,
  ): Promise<TileMap> {
    const own = this.vouched.get(log.id);
    if (own?.size === size && own.note === latest?.note && own.outside === this.outside.read(log.slug)) {
      return own.edge;
    }
    const halt = await this.standing.halt(log, this.memoryOf(log), (question) => question(transaction));
    if (halt !== undefined) {
      throw new HaltedError(halt);
    }
    if (latest !== undefined && epochOf(latest.note) < parseOrigin(this.keys.origin(log.id, log.slug)).epoch) {
      // What was signed before has been answered for; what is signed from here on follows from the entries alone.
      await rebuildTree(transaction, log.id);
    }
    const stored = await readTiles(transaction, log.id, rightEdgeTiles(size));
    return new Map(stored.map((tile) => [placeOf(tile.level, tile.index), tile.hashes]));
  }

  /**
   * A log gets its name with its first signature. Not from a command that nobody told the host: the server that comes
   * after it knows better, and signs what the command has written.
   */
  private mayName({ id, slug }: LogPlace, latest: StoredCheckpoint | undefined): boolean {
    if (latest !== undefined || this.keys.isNamed(id)) {
      return true;
    }
    if (this.stopped && !this.keys.hasChosenHost) {
      return false;
    }
    this.keys.keepName(id, slug);
    return true;
  }

  /** What this process has signed itself: a database taken back under it has lost that. */
  private memoryOf({ id }: LogPlace): readonly string[] {
    const note = this.vouched.get(id)?.note;
    return note === undefined ? [] : [note];
  }

  private async setHalt(log: LogPlace, halt: Halt | undefined): Promise<void> {
    const before = this.halted.get(log.slug);
    if (halt === undefined) {
      this.halted.delete(log.slug);
    } else {
      this.halted.set(log.slug, halt);
    }
    if (halt !== undefined && before?.kind !== halt.kind) {
      this.log.fatal({ log: log.slug, ...halt }, 'the log is not signed any more until it is put right');
    }
    // Where no round of this kind has ever been bad there is nothing to say; a restart looks once.
    if (halt?.kind === 'witness-contradicts') {
      // Raised where the witness was asked.
    } else if (halt !== undefined) {
      await this.alarms.raiseFor(log.id, halt.kind, halt.size);
    } else if (before !== undefined || !this.looked.has(log.slug)) {
      await this.alarms.goneFor(log.id, HALT_KINDS);
    }
    this.looked.add(log.slug);
  }

  /** At once, or with the next round. Returns what is kept now. */
  private keepOutside(slug: string, note: string): string | undefined {
    this.unkept.set(slug, note);
    if (performance.now() - (this.keptAt.get(slug) ?? -Infinity) >= KEEP_OUTSIDE_MS) {
      this.keptAt.set(slug, performance.now());
      this.flush(slug, note);
    }
    return this.outside.read(slug);
  }

  private flush(slug: string, note: string): void {
    this.outside.keep(slug, note);
    this.unkept.delete(slug);
  }
}

function epochOf(note: string): number {
  return parseOrigin(parseCheckpoint(note)?.origin ?? '').epoch;
}

function placeOf(level: number, index: number): string {
  return `${level}/${index}`;
}
