import { Inject, Injectable } from '@nestjs/common';
import { formatProof } from '../domain/log/tlog-proof.js';
import { inclusionFromTiles, tilesForInclusion } from '../domain/log/tiles.js';
import { Database, type OpenTransaction, type Scope } from '../platform/database/database.js';
import { statement } from '../platform/database/statement.js';
import { Hints } from '../platform/outbox/hints.js';
import { systemActor } from './actor.js';
import { latestCheckpoint, readTiles, type StoredCheckpoint } from './tree.sql.js';

const FIND_RECORDED = statement(
  'find-recorded',
  `SELECT index::float8 AS index, bytes FROM log_entry
   WHERE rights_request_id = $1 AND event = 'request.recorded' ORDER BY index LIMIT 1`,
);

/** `.tlog-proof` files (C2SP tlog-proof): an entry's exact bytes, its path to the root, and a signed checkpoint. */
@Injectable()
export class ReceiptProofs {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Hints) private readonly hints: Hints,
  ) {}

  /** The proof of the entry `request.recorded`; undefined while it is not yet in the tree, or when there is none. */
  async receipt(scope: Scope, rightsRequestId: string): Promise<string | undefined> {
    return this.database.read(scope, async (transaction) => {
      const { rows } = await transaction.run<{ index: number; bytes: Buffer }>(FIND_RECORDED, [rightsRequestId]);
      const entry = rows[0];
      return entry === undefined || scope.organisationId === null
        ? undefined
        : this.prove(transaction, scope.organisationId, entry);
    });
  }

  /** As `receipt`, waiting for the integrator at most `limitMs`. */
  async waitFor(organisationId: string, rightsRequestId: string, limitMs: number): Promise<string | undefined> {
    const deadline = performance.now() + limitMs;
    for (;;) {
      const checkpoint = this.nextCheckpoint(deadline - performance.now());
      const proof = await this.receipt(systemActor(organisationId), rightsRequestId);
      if (proof !== undefined || performance.now() >= deadline) {
        checkpoint.forget();
        return proof;
      }
      await checkpoint.come;
    }
  }

  private async prove(
    transaction: OpenTransaction,
    organisationId: string,
    entry: { readonly index: number; readonly bytes: Buffer },
  ): Promise<string | undefined> {
    const checkpoint = await latestCheckpoint(transaction, organisationId);
    if (checkpoint === undefined || checkpoint.size <= entry.index) {
      return undefined;
    }
    const path = await this.inclusionPath(transaction, organisationId, entry.index, checkpoint);
    return formatProof({ extra: entry.bytes, index: entry.index, path, checkpoint: checkpoint.note });
  }

  private async inclusionPath(
    transaction: OpenTransaction,
    organisationId: string,
    index: number,
    { size }: StoredCheckpoint,
  ): Promise<readonly Uint8Array[]> {
    const tiles = await readTiles(transaction, organisationId, tilesForInclusion(index, size));
    const byPlace = new Map(tiles.map((tile) => [`${tile.level}/${tile.index}`, tile.hashes]));
    return inclusionFromTiles(index, size, (level, at) => {
      const hashes = byPlace.get(`${level}/${at}`);
      if (hashes === undefined) {
        throw new Error(`tile ${level}/${at} is missing`);
      }
      return hashes;
    });
  }

  /** Comes with the next checkpoint of any log here, or after `limitMs`, or after the poll behind the hint. */
  private nextCheckpoint(limitMs: number): { readonly come: Promise<void>; forget(): void } {
    let forget = (): void => undefined;
    const come = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, Math.min(limitMs, POLL_MS)));
      const unsubscribe = this.hints.on('forthwith_checkpoint', resolve);
      forget = () => {
        clearTimeout(timer);
        unsubscribe();
        resolve();
      };
    });
    return { come: come.finally(() => forget()), forget: () => forget() };
  }
}

const POLL_MS = 100;
