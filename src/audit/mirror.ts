import { Inject, Injectable } from '@nestjs/common';
import { parseCheckpoint, type Checkpoint } from '../domain/log/checkpoint.js';
import { sameBytes } from '../domain/log/encoding.js';
import { HASH_BYTES } from '../domain/log/merkle.js';
import { RunTree } from '../domain/log/run-tree.js';
import { openNote } from '../domain/log/signed-note.js';
import { tilePath } from '../domain/log/tile-path.js';
import { TILE_WIDTH } from '../domain/log/tiles.js';
import type { KnownLog } from '../domain/log/witness-policy.js';
import { withoutEndSlash } from '../platform/config/address.js';
import { Database } from '../platform/database/database.js';
import { limitedBody } from '../platform/http/limited-body.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { WORKER_SCOPE } from './actor.js';
import { LogAlarms } from './log-alarms.js';
import { LOG_OF_LOGS_ID } from './log-of-logs-place.js';
import { mirroredLogs, mirroredTiles, saveMirroredLog, saveMirroredTiles, type MirroredLog } from './mirror.sql.js';
import { saveFork, witnessedNote } from './witness.sql.js';
import { WitnessPolicyFile } from './witness-policy-file.js';

const ASK_LIMIT_MS = 10_000;
const NOTE_LIMIT = 10_000;
/** A log that cannot be reached for so long has been stopped, or cut off. */
const SILENT_MS = 45_000;
/** Older tiles that are pulled again and compared with each sweep, in turn. */
const AGAIN_A_SWEEP = 32;
/** Tiles that are read from the database, or kept, at a time. */
const TILES_AT_A_TIME = 256;

interface Tile {
  readonly index: number;
  readonly hashes: Uint8Array;
}

/** It is not the log that was seen. `shown`: the signed note that says so, where one does. */
class Contradiction extends Error {
  override readonly name = 'Contradiction';

  constructor(readonly shown: string) {
    super('a mirrored log contradicts itself');
  }
}

/**
 * Recomputes others' logs from what they publish (policy line `log VKEY URL`): pulls every tile of leaf hashes, computes the
 * root at each checkpoint it meets and compares it with the signed one, and with what was shown to it as a witness. A history
 * that is changed, taken back, or shown in two versions, is noticed by somebody who does not run it.
 */
@Injectable()
export class Mirror {
  private readonly trees = new Map<string, RunTree>();
  private readonly silentSince = new Map<string, number>();
  private readonly contradicting = new Set<string>();
  private readonly again = new Map<string, number>();
  /** What it has shown as to a witness and was found to fit. */
  private readonly compared = new Map<string, string>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WitnessPolicyFile) private readonly file: WitnessPolicyFile,
    @Inject(LogAlarms) private readonly alarms: LogAlarms,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  /** How far each log was recomputed, and when last. */
  async standing(): Promise<readonly MirroredLog[]> {
    return this.database.ask(WORKER_SCOPE, mirroredLogs);
  }

  async sweep(): Promise<void> {
    for (const log of this.file.policy.logs.filter(({ url }) => url !== undefined)) {
      await this.follow(log);
    }
  }

  private async follow(log: KnownLog): Promise<void> {
    const origin = log.verifier.name;
    try {
      await this.verify(log, origin);
      if (this.contradicting.delete(origin)) {
        await this.alarms.goneFor(LOG_OF_LOGS_ID, ['sister-contradicts'], [...this.contradicting]);
      }
      if (this.silentSince.delete(origin)) {
        await this.alarms.goneFor(LOG_OF_LOGS_ID, ['sister-silent'], [...this.silentSince.keys()]);
      }
    } catch (error) {
      this.trees.delete(origin);
      if (error instanceof Contradiction) {
        return this.tell(origin, error.shown);
      }
      const since = this.silentSince.get(origin) ?? performance.now();
      this.silentSince.set(origin, since);
      this.log.warn({ log: origin, err: error }, 'a mirrored log could not be pulled');
      if (performance.now() - since >= SILENT_MS) {
        await this.alarms.raiseFor(LOG_OF_LOGS_ID, 'sister-silent', origin);
      }
    }
  }

  /** Both signed notes are kept: whoever has the log's key sees the fork without us. */
  private async tell(origin: string, shown: string): Promise<void> {
    this.contradicting.add(origin);
    const seen = (await this.standing()).find((one) => one.origin === origin)?.note ?? '';
    if (shown !== '' && seen !== '') {
      await this.database.writeTechnical(WORKER_SCOPE, (executor) =>
        saveFork(executor, { origin, witness: '', seen, shown }),
      );
    }
    await this.alarms.raiseFor(LOG_OF_LOGS_ID, 'sister-contradicts', origin);
  }

  private async verify(log: KnownLog, origin: string): Promise<void> {
    const note = (await this.pull(log, 'checkpoint', NOTE_LIMIT)).toString('utf8');
    const checkpoint = signedBy(note, log);
    const tree = this.trees.get(origin) ?? (await this.storedTree(origin));
    this.trees.set(origin, tree);
    const { count } = tree;
    if (checkpoint.size > count) {
      await this.grow(log, tree, checkpoint, note);
    } else {
      await this.mustBeAt(tree, origin, checkpoint, note);
      await this.database.writeTechnical(WORKER_SCOPE, (executor) =>
        saveMirroredLog(executor, { origin, size: checkpoint.size, note }),
      );
    }
    await this.compareWitnessed(log, tree, origin);
    await this.pullAgain(log, origin, count);
  }

  private async grow(log: KnownLog, tree: RunTree, checkpoint: Checkpoint, note: string): Promise<void> {
    const origin = log.verifier.name;
    const { size } = checkpoint;
    for (let first = Math.floor(tree.count / TILE_WIDTH); first * TILE_WIDTH < size; first += TILES_AT_A_TIME) {
      const end = Math.min(first + TILES_AT_A_TIME, Math.ceil(size / TILE_WIDTH));
      const stored = await this.stored(origin, first, end - first);
      const pulled: Tile[] = [];
      for (let index = first; index < end; index += 1) {
        const hashes = await this.tile(log, index, Math.min(TILE_WIDTH, size - index * TILE_WIDTH));
        mustContinue(stored.get(index), hashes, note);
        pulled.push({ index, hashes });
        for (let at = tree.count - index * TILE_WIDTH; at * HASH_BYTES < hashes.length; at += 1) {
          tree.add(hashes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES));
        }
      }
      if (tree.count === size && !sameBytes(tree.root() ?? new Uint8Array(), checkpoint.root)) {
        throw new Contradiction(note);
      }
      await this.database.writeTechnical(WORKER_SCOPE, async (executor) => {
        await saveMirroredTiles(executor, origin, pulled);
        if (tree.count === size) {
          await saveMirroredLog(executor, { origin, size, note });
        }
      });
    }
  }

  /** @throws Contradiction unless the leaves that were pulled lead to this root */
  private async mustBeAt(tree: RunTree, origin: string, { size, root }: Checkpoint, note: string): Promise<void> {
    const computed = (size === tree.count ? tree : await this.storedTree(origin, size)).root();
    if (size > 0 && !sameBytes(computed ?? new Uint8Array(), root)) {
      throw new Contradiction(note);
    }
  }

  /** What it has shown to us as a witness must be the beginning of what it shows to everybody. */
  private async compareWitnessed(log: KnownLog, tree: RunTree, origin: string): Promise<void> {
    const shown = await this.database.ask(WORKER_SCOPE, (executor) => witnessedNote(executor, origin));
    const checkpoint = shown === undefined ? undefined : parseCheckpoint(shown);
    if (shown !== undefined && checkpoint !== undefined && checkpoint.size <= tree.count) {
      signedBy(shown, log);
      if (this.compared.get(origin) !== shown) {
        await this.mustBeAt(tree, origin, checkpoint, shown);
        this.compared.set(origin, shown);
      }
    }
  }

  /** What was public once is compared with what is public now, a part at a time. */
  private async pullAgain(log: KnownLog, origin: string, count: number): Promise<void> {
    const full = Math.floor(count / TILE_WIDTH);
    const from = this.again.get(origin) ?? 0;
    const first = from >= full ? 0 : from;
    const end = Math.min(full, first + AGAIN_A_SWEEP);
    const stored = await this.stored(origin, first, end - first);
    for (let index = first; index < end; index += 1) {
      mustContinue(stored.get(index), await this.tile(log, index, TILE_WIDTH), '');
    }
    this.again.set(origin, end);
  }

  private async stored(origin: string, first: number, limit: number): Promise<ReadonlyMap<number, Uint8Array>> {
    const rows = await this.database.ask(WORKER_SCOPE, (executor) => mirroredTiles(executor, origin, first, limit));
    return new Map(rows.map(({ index, hashes }) => [index, hashes]));
  }

  /** Over the leaves that were pulled, or the first `size` of them. */
  private async storedTree(origin: string, size = Number.MAX_SAFE_INTEGER): Promise<RunTree> {
    const tree = new RunTree(0);
    for (let first = 0; tree.count < size; first += TILES_AT_A_TIME) {
      const tiles = await this.stored(origin, first, TILES_AT_A_TIME);
      for (const hashes of tiles.values()) {
        for (let at = 0; at < hashes.length && tree.count < size; at += HASH_BYTES) {
          tree.add(hashes.slice(at, at + HASH_BYTES));
        }
      }
      if (tiles.size < TILES_AT_A_TIME) {
        break;
      }
    }
    return tree;
  }

  private async tile(log: KnownLog, index: number, width: number): Promise<Uint8Array> {
    const hashes = await this.pull(log, `tile/${tilePath({ level: 0, index, width })}`, TILE_WIDTH * HASH_BYTES);
    if (hashes.length !== width * HASH_BYTES) {
      throw new Error(`tile ${index} has ${hashes.length} bytes`);
    }
    return new Uint8Array(hashes);
  }

  private async pull({ url }: KnownLog, path: string, limit: number): Promise<Buffer> {
    const response = await fetch(`${withoutEndSlash(url ?? '')}/${path}`, {
      signal: AbortSignal.timeout(ASK_LIMIT_MS),
      redirect: 'error',
    });
    if (!response.ok) {
      throw new Error(`answered ${response.status} to ${path}`);
    }
    return limitedBody(response, limit);
  }
}

/** @throws Error unless it is a checkpoint of this log, by its key */
function signedBy(note: string, { verifier }: KnownLog): Checkpoint {
  const checkpoint = typeof openNote(note, [verifier]) === 'string' ? undefined : parseCheckpoint(note);
  if (checkpoint?.origin !== verifier.name) {
    throw new Error('its checkpoint is not by the key in the policy');
  }
  return checkpoint;
}

function mustContinue(before: Uint8Array | undefined, now: Uint8Array, note: string): void {
  if (before !== undefined && !sameBytes(before, now.subarray(0, before.length))) {
    throw new Contradiction(note);
  }
}
