import {
  consistencyFromTiles,
  inclusionFromTiles,
  tilesForConsistency,
  tilesForInclusion,
} from '../domain/log/tiles.js';
import type { NeededTile } from '../domain/log/tiles.js';
import type { Executor } from '../platform/database/statement.js';
import { readTiles } from './tree.sql.js';

/** 8 kB each. */
const KEPT_TILES = 256;

/** Proofs of one log out of its stored tiles; neighbouring proofs share tiles, so the last ones are kept. */
export class TreeReader {
  private readonly tiles = new Map<string, Uint8Array>();

  constructor(
    private readonly run: <T>(question: (executor: Executor) => Promise<T>) => Promise<T>,
    private readonly organisationId: string,
  ) {}

  /** From the leaf's sibling up, in the tree of `size` leaves (RFC 6962 s2.1.1). */
  async inclusion(index: number, size: number): Promise<readonly Uint8Array[]> {
    const tiles = await this.read(tilesForInclusion(index, size));
    return inclusionFromTiles(index, size, tiles);
  }

  /** That the tree of `older` leaves is the beginning of that of `newer` (RFC 6962 s2.1.2); 0 < older ≤ newer. */
  async consistency(older: number, newer: number): Promise<readonly Uint8Array[]> {
    const tiles = await this.read(tilesForConsistency(older, newer));
    return consistencyFromTiles(older, newer, tiles);
  }

  private async read(needed: readonly NeededTile[]) {
    // A partial tile may have grown since it was kept; a longer one serves as well, a shorter one does not.
    const missing = needed.filter(({ level, index, width }) => {
      const kept = this.tiles.get(`${level}/${index}`);
      return kept === undefined || kept.length < width * 32;
    });
    const stored =
      missing.length === 0 ? [] : await this.run((executor) => readTiles(executor, this.organisationId, missing));
    const found = new Map(this.tiles);
    for (const { level, index, hashes } of stored) {
      found.set(`${level}/${index}`, hashes);
      this.tiles.set(`${level}/${index}`, hashes);
    }
    [...this.tiles.keys()].slice(0, Math.max(0, this.tiles.size - KEPT_TILES)).forEach((key) => this.tiles.delete(key));
    return (level: number, index: number): Uint8Array | undefined => found.get(`${level}/${index}`);
  }
}
