import { Inject, Injectable } from '@nestjs/common';
import { formatEntryBundle } from '../domain/log/entry-bundle.js';
import { parseEntry, type LogEntry } from '../domain/log/entry.js';
import { TILE_WIDTH } from '../domain/log/tiles.js';
import { refuse } from '../domain/problem.js';
import { Database, type Scope } from '../platform/database/database.js';
import { systemActor, type Actor } from './actor.js';
import { entriesFrom, entriesOfRequest, findEntry, newestEntries } from './log.sql.js';
import { latestCheckpoint, readTiles, type StoredCheckpoint } from './tree.sql.js';

export interface IndexedEntry {
  readonly index: number;
  readonly entry: LogEntry;
}

/** Reads of the log: public parts (checkpoint, hash tiles) for anyone, entries for those who may. */
@Injectable()
export class LogService {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** @throws Refusal not-found while nothing is signed yet */
  async checkpoint(organisationId: string): Promise<StoredCheckpoint> {
    const found = await this.database.read(systemActor(organisationId), (transaction) =>
      latestCheckpoint(transaction, organisationId),
    );
    return found ?? refuse('not-found', {});
  }

  /** The first `width` hashes of a tile. @throws Refusal not-found for more than is published */
  async tile(organisationId: string, level: number, index: number, width: number): Promise<Buffer> {
    const [tile] = await this.database.read(systemActor(organisationId), (transaction) =>
      readTiles(transaction, organisationId, [{ level, index }]),
    );
    return tile !== undefined && tile.hashes.length >= width * 32
      ? tile.hashes.subarray(0, width * 32)
      : refuse('not-found', {});
  }

  /** The first `width` entries of a tile, as C2SP tlog-tiles bundles them. @throws Refusal not-found */
  async entryBundle(actor: Actor, index: number, width: number): Promise<Uint8Array> {
    const first = index * TILE_WIDTH;
    return this.database.read(actor, async (executor) => {
      const published = await latestCheckpoint(executor, actor.organisationId);
      if (published === undefined || first + width > published.size) {
        refuse('not-found', {});
      }
      const entries = await entriesFrom(executor, actor.organisationId, first, width);
      return formatEntryBundle(entries.map(({ bytes }) => bytes));
    });
  }

  /** What happened to one request, oldest first; row-level security leaves out what the actor may not see. */
  async timeline(scope: Scope, rightsRequestId: string): Promise<readonly IndexedEntry[]> {
    const stored = await this.database.read(scope, (transaction) => entriesOfRequest(transaction, rightsRequestId));
    return stored.map(({ index, bytes }) => ({ index, entry: parseEntry(bytes) }));
  }

  /** Newest first, below `before`. */
  async newest(actor: Actor, before: number, limit: number): Promise<readonly IndexedEntry[]> {
    const stored = await this.database.read(actor, (transaction) =>
      newestEntries(transaction, actor.organisationId, before, limit),
    );
    return stored.map(({ index, bytes }) => ({ index, entry: parseEntry(bytes) }));
  }

  /** @throws Refusal not-found */
  async entry(actor: Actor, index: number): Promise<IndexedEntry> {
    const stored = await this.database.read(actor, (transaction) =>
      findEntry(transaction, actor.organisationId, index),
    );
    return stored === undefined ? refuse('not-found', {}) : { index, entry: parseEntry(stored.bytes) };
  }
}
