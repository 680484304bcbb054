// C2SP tlog-tiles, height 8: tile (level, index) holds up to 256 hashes, the nodes of tree level 8·level from
// 256·index on. A partial tile is a prefix of the full one.

import { concatBytes, sameBytes } from './encoding.js';
import { consistencyPath, HASH_BYTES, inclusionPath, nodeHash, rootOf, type ReadNode } from './merkle.js';

export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

export interface TilePlace {
  readonly level: number;
  readonly index: number;
}

/** A tile as far as a tree of some size has it: what a server of tiles holds under that address. */
export interface NeededTile extends TilePlace {
  /** 1 to 256 hashes. */
  readonly width: number;
}

export interface Tile extends NeededTile {
  readonly bytes: Uint8Array;
}

/** The hashes of a tile, of the needed width or more; undefined when it is not there. */
export type ReadTile = (level: number, index: number) => Uint8Array | undefined;

/** How many hashes tile (level, index) has in a tree of `size` leaves; 0 when it does not exist yet. */
export function tileWidth(level: number, index: number, size: number): number {
  const nodes = Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, nodes - index * TILE_WIDTH));
}

/** Tiles needed to continue a tree of `size` leaves: the partial one of each level. */
export function rightEdgeTiles(size: number): NeededTile[] {
  const tiles: NeededTile[] = [];
  for (let level = 0, nodes = size; nodes > 0; level += 1, nodes = Math.floor(nodes / TILE_WIDTH)) {
    if (nodes % TILE_WIDTH > 0) {
      tiles.push({ level, index: Math.floor(nodes / TILE_WIDTH), width: nodes % TILE_WIDTH });
    }
  }
  return tiles;
}

/** Tiles from which an inclusion path is computed: at most two rows a level, whatever the size. */
export function tilesForInclusion(index: number, size: number): NeededTile[] {
  return tilesRead(size, (readNode) => inclusionPath(index, size, readNode));
}

export function inclusionFromTiles(index: number, size: number, readTile: ReadTile): Uint8Array[] {
  return inclusionPath(index, size, nodesOf(readTile));
}

export function tilesForConsistency(older: number, newer: number): NeededTile[] {
  return tilesRead(newer, (readNode) => consistencyPath(older, newer, readNode));
}

export function consistencyFromTiles(older: number, newer: number, readTile: ReadTile): Uint8Array[] {
  return consistencyPath(older, newer, nodesOf(readTile));
}

export function tilesForRoot(size: number): NeededTile[] {
  return tilesRead(size, (readNode) => rootOf(size, readNode));
}

export function rootFromTiles(size: number, readTile: ReadTile): Uint8Array {
  return rootOf(size, nodesOf(readTile));
}

export interface Grown {
  readonly size: number;
  readonly root: Uint8Array;
  /** Every tile that is new or longer than before. */
  readonly tiles: readonly Tile[];
}

/**
 * The tree after `leaves` (leaf hashes) behind the first `size` ones. `readTile` gives what `rightEdgeTiles(size)`
 * names. Costs a hash per leaf and a few more.
 */
export function appendLeaves(size: number, leaves: readonly Uint8Array[], readTile: ReadTile): Grown {
  if (!leaves.every((leaf) => leaf.length === HASH_BYTES) || !Number.isSafeInteger(size + leaves.length)) {
    throw new RangeError('not the hashes of leaves');
  }
  const changed = new Map<string, Tile>();
  let added: readonly Uint8Array[] = leaves;
  for (let level = 0, nodes = size; added.length > 0; level += 1, nodes = Math.floor(nodes / TILE_WIDTH)) {
    const grown = growLevel(level, nodes, added, readTile);
    grown.tiles.forEach((tile) => changed.set(`${level}/${tile.index}`, tile));
    added = grown.completed;
  }
  const newSize = size + leaves.length;
  const read: ReadTile = (level, index) => changed.get(`${level}/${index}`)?.bytes ?? readTile(level, index);
  return { size: newSize, root: rootFromTiles(newSize, read), tiles: [...changed.values()] };
}

/** Adds nodes to one level's tiles; `completed` are the roots of the tiles that became full, the next level's nodes. */
function growLevel(
  level: number,
  nodes: number,
  added: readonly Uint8Array[],
  readTile: ReadTile,
): { readonly tiles: readonly Tile[]; readonly completed: readonly Uint8Array[] } {
  const tiles: Tile[] = [];
  const completed: Uint8Array[] = [];
  let taken = 0;
  for (let index = Math.floor(nodes / TILE_WIDTH); taken < added.length; index += 1) {
    const width = Math.max(0, nodes - index * TILE_WIDTH);
    const before = width === 0 ? new Uint8Array() : firstHashes(readTile, { level, index }, width);
    const fresh = added.slice(taken, taken + TILE_WIDTH - width);
    taken += fresh.length;
    const bytes = concatBytes(before, ...fresh);
    tiles.push({ level, index, width: width + fresh.length, bytes });
    if (width + fresh.length === TILE_WIDTH) {
      completed.push(withinTile(bytes, TILE_HEIGHT, 0));
    }
  }
  return { tiles, completed };
}

/** A node `height` levels above the tile's hashes. */
function withinTile(bytes: Uint8Array, height: number, index: number): Uint8Array {
  if (height === 0) {
    return bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
  }
  return nodeHash(withinTile(bytes, height - 1, 2 * index), withinTile(bytes, height - 1, 2 * index + 1));
}

function nodesOf(readTile: ReadTile): ReadNode {
  return (level, index) => {
    const { place, height, within } = locate(level, index);
    return withinTile(firstHashes(readTile, place, (within + 1) * 2 ** height), height, within);
  };
}

/** Which tile a node of the tree is computed from, and where in it. */
function locate(level: number, index: number): { place: TilePlace; height: number; within: number } {
  const height = level % TILE_HEIGHT;
  const perTile = 2 ** (TILE_HEIGHT - height);
  const place = { level: Math.floor(level / TILE_HEIGHT), index: Math.floor(index / perTile) };
  return { place, height, within: index % perTile };
}

/** Runs a computation over the tree of `size` leaves only to see which tiles it asks for. */
function tilesRead(size: number, compute: (readNode: ReadNode) => unknown): NeededTile[] {
  const tiles = new Map<string, NeededTile>();
  const nothing = new Uint8Array(HASH_BYTES);
  compute((level, index) => {
    const { place } = locate(level, index);
    tiles.set(`${place.level}/${place.index}`, { ...place, width: tileWidth(place.level, place.index, size) });
    return nothing;
  });
  return [...tiles.values()];
}

/** The first `width` hashes of a tile; a store that has fewer has lost some, and nothing may be built upon that. */
function firstHashes(readTile: ReadTile, { level, index }: TilePlace, width: number): Uint8Array {
  const bytes = readTile(level, index);
  if (bytes === undefined || bytes.length < width * HASH_BYTES) {
    throw new Error(`tile ${level}/${index} is missing or shorter than ${width} hashes`);
  }
  return bytes.subarray(0, width * HASH_BYTES);
}

/** Whether the stored tiles lead to this root over their first `size` leaves. False as well where tiles are missing. */
export function leadsTo(size: number, root: Uint8Array, read: ReadTile): boolean {
  try {
    return sameBytes(rootFromTiles(size, read), root);
  } catch {
    return false;
  }
}
