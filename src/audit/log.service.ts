import { Inject, Injectable } from '@nestjs/common';
import { formatEntryBundle } from '../domain/log/entry-bundle.js';
import { parseEntry, type LogEntry } from '../domain/log/entry.js';
import { leafHash, verifyInclusion } from '../domain/log/merkle.js';
import { TILE_WIDTH } from '../domain/log/tiles.js';
import { refuse } from '../domain/problem.js';
import { Database } from '../platform/database/database.js';
import type { Scope } from '../platform/database/scope.js';
import { systemActor, type Actor } from './actor.js';
import {
  entriesFrom,
  entriesOfRequest,
  findEntry,
  logSize,
  newestEntries,
  type EntryFilter,
  type StoredEntry,
} from './log.sql.js';
import { TreeReader } from './tree-reader.js';
import { latestCheckpoint, readTiles, type StoredCheckpoint } from './tree.sql.js';

export interface IndexedEntry {
  readonly index: number;
  readonly entry: LogEntry;
}

export interface ProvenEntry {
  readonly stored: StoredEntry;
  readonly proof:
    | {
        readonly path: readonly Uint8Array[];
        readonly checkpoint: StoredCheckpoint;
        /** False: the stored bytes are not those that were signed. */
        readonly holds: boolean;
      }
    | undefined;
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
  async newest(actor: Actor, filter: EntryFilter, before: number, limit: number): Promise<readonly IndexedEntry[]> {
    const stored = await this.database.ask(actor, (executor) =>
      newestEntries(executor, actor.organisationId, filter, before, limit),
    );
    return stored.map(({ index, bytes }) => ({ index, entry: parseEntry(bytes) }));
  }

  /** Entries committed, and how many of them are built into the tree. */
  async sizes({ organisationId }: Actor): Promise<{ readonly size: number; readonly built: number }> {
    const [size, latest] = await this.database.ask(systemActor(organisationId), (executor) =>
      Promise.all([logSize(executor, organisationId), latestCheckpoint(executor, organisationId)]),
    );
    return { size, built: latest?.size ?? 0 };
  }

  /**
   * One entry with its proof, which is undefined while it is not built in. The bytes come as they are stored, also when
   * they are no entry any more: that is what an auditor must see.
   * @throws Refusal not-found
   */
  async proven(actor: Actor, index: number): Promise<ProvenEntry> {
    const [stored, latest] = await this.database.ask(actor, (executor) =>
      Promise.all([findEntry(executor, actor.organisationId, index), latestCheckpoint(executor, actor.organisationId)]),
    );
    if (stored === undefined) {
      refuse('not-found', {});
    }
    if (latest === undefined || latest.size <= index) {
      return { stored, proof: undefined };
    }
    const tree = new TreeReader((question) => this.database.ask(actor, question), actor.organisationId);
    const path = await tree.inclusion(index, latest.size);
    const holds = verifyInclusion(leafHash(stored.bytes), index, latest.size, path, latest.root);
    return { stored, proof: { path, checkpoint: latest, holds } };
  }
}
