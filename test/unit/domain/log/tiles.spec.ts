import fc from 'fast-check';
import { verifyConsistency, verifyInclusion } from '../../../../src/domain/log/merkle.js';
import {
  appendLeaves,
  consistencyFromTiles,
  inclusionFromTiles,
  rightEdgeTiles,
  rootFromTiles,
  tilesForConsistency,
  tilesForInclusion,
  tilesForRoot,
  tileWidth,
  type NeededTile,
} from '../../../../src/domain/log/tiles.js';
import { hex, leafHashes, NaiveTree } from './naive-tree.js';

const LEAVES = leafHashes(65_800);
const TREE = new NaiveTree(LEAVES);

/** Sizes where a tile, or a level, begins or ends. */
const SMALL_EDGES = [1, 2, 3, 255, 256, 257, 511, 512, 513];
const EDGES = [...SMALL_EDGES, 65_535, 65_536, 65_537, 65_792, 65_793];

/** Keeps tiles as a store does, and gives out no more of them than was asked for. */
class TileStore {
  readonly tiles = new Map<string, Uint8Array>();

  write(tiles: readonly { level: number; index: number; bytes: Uint8Array }[]): void {
    for (const { level, index, bytes } of tiles) {
      const before = this.tiles.get(`${level}/${index}`) ?? new Uint8Array();
      if (bytes.length <= before.length) {
        throw new Error('a tile was written again without having grown');
      }
      if (Buffer.compare(bytes.subarray(0, before.length), before) !== 0) {
        throw new Error('a hash in a tile was changed');
      }
      this.tiles.set(`${level}/${index}`, bytes);
    }
  }

  readonly read = (level: number, index: number) => this.tiles.get(`${level}/${index}`);

  /** As a server of static tiles: only the named ones, only as wide as named. */
  only(needed: readonly NeededTile[]) {
    const found = new Map(
      needed.map(({ level, index, width }) => [`${level}/${index}`, this.read(level, index)?.subarray(0, width * 32)]),
    );
    return (level: number, index: number) => found.get(`${level}/${index}`);
  }
}

function built(size: number): TileStore {
  const store = new TileStore();
  store.write(appendLeaves(0, LEAVES.slice(0, size), store.read).tiles);
  return store;
}

/** A tile is a prefix of the same tile later, so this one serves all smaller sizes. */
const WHOLE = built(LEAVES.length);

describe('a tree as tiles', () => {
  test.each([...SMALL_EDGES, 65_535, 65_536, 65_537])(
    'built at once to %i leaves, root and every tile are those of the definition',
    (size) => {
      const { root, tiles } = appendLeaves(0, LEAVES.slice(0, size), () => undefined);
      expect(hex(root)).toBe(hex(TREE.root(size)));
      for (const { level, index, width, bytes } of tiles) {
        expect(Buffer.compare(bytes, TREE.tile(level, index, size))).toBe(0);
        expect(bytes).toHaveLength(width * 32);
        expect(width).toBe(tileWidth(level, index, size));
      }
    },
  );

  test('has the widths that the specification names for 70,000 leaves, and for 256', () => {
    const widthsAt = (size: number, level: number) =>
      [...Array(300).keys()].map((index) => tileWidth(level, index, size)).filter((width) => width > 0);
    expect(widthsAt(70_000, 0)).toEqual([...Array<number>(273).fill(256), 112]);
    expect(widthsAt(70_000, 1)).toEqual([256, 17]);
    expect(widthsAt(70_000, 2)).toEqual([1]);
    expect(widthsAt(70_000, 3)).toEqual([]);
    expect([0, 1, 2].map((level) => widthsAt(256, level))).toEqual([[256], [1], []]);
  });

  test('is continued from its partial tiles alone', () => {
    expect(rightEdgeTiles(70_000)).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
    expect(rightEdgeTiles(65_536)).toEqual([{ level: 2, index: 0, width: 1 }]);
    expect(rightEdgeTiles(0)).toEqual([]);
  });

  test('grown leaf by leaf over the first edge, it has at each size the root of RFC 6962', () => {
    const store = built(230);
    for (let size = 230; size < 280; size += 1) {
      const { root, tiles } = appendLeaves(size, LEAVES.slice(size, size + 1), store.only(rightEdgeTiles(size)));
      store.write(tiles);
      expect(hex(root)).toBe(hex(TREE.root(size + 1)));
    }
  });

  test('grown in batches of any size, it has the same root and the same tiles as built at once', () => {
    const batches = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 700 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(batches, (sizes) => {
        const store = new TileStore();
        let size = 0;
        for (const count of sizes) {
          const grown = appendLeaves(size, LEAVES.slice(size, size + count), store.only(rightEdgeTiles(size)));
          store.write(grown.tiles);
          size += count;
          expect(grown.size).toBe(size);
          expect(hex(grown.root)).toBe(hex(TREE.root(size)));
        }
        expect([...store.tiles].map(([place, bytes]) => [place, hex(bytes)]).sort()).toEqual(
          [...built(size).tiles].map(([place, bytes]) => [place, hex(bytes)]).sort(),
        );
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    [65_530, 12],
    [65_535, 1],
    [65_536, 1],
    [65_536, 256],
  ])('from %i leaves, %i more only touch the right edge', (size, count) => {
    const { root, tiles } = appendLeaves(size, LEAVES.slice(size, size + count), WHOLE.only(rightEdgeTiles(size)));
    expect(hex(root)).toBe(hex(TREE.root(size + count)));
    expect(tiles.length).toBeLessThanOrEqual(4);
  });

  test('nothing appended changes no tile, and gives the root again', () => {
    const { root, tiles } = appendLeaves(512, [], built(512).only(rightEdgeTiles(512)));
    expect(hex(root)).toBe(hex(TREE.root(512)));
    expect(tiles).toEqual([]);
  });

  test('a store that has lost hashes is not built upon', () => {
    const store = built(300);
    const short = (level: number, index: number) => store.read(level, index)?.subarray(32);
    expect(() => appendLeaves(300, LEAVES.slice(300, 301), short)).toThrow('shorter');
    expect(() => appendLeaves(300, LEAVES.slice(300, 301), () => undefined)).toThrow('missing');
    expect(() => inclusionFromTiles(299, 300, short)).toThrow('shorter');
  });

  test('what is no hash is not appended', () => {
    expect(() => appendLeaves(0, [new Uint8Array(31)], () => undefined)).toThrow(RangeError);
  });
});

describe('proofs out of tiles', () => {
  test.each(EDGES)('of %i leaves, need no more than the tiles that are named beforehand', (size) => {
    expect(hex(rootFromTiles(size, WHOLE.only(tilesForRoot(size))))).toBe(hex(TREE.root(size)));
    const places = [0, 1, 2, 127, 128, 254, 255, 256, 257, 511, 512, 65_534, 65_535, 65_536, size - 1];
    for (const index of new Set(places.filter((place) => place < size))) {
      const path = inclusionFromTiles(index, size, WHOLE.only(tilesForInclusion(index, size)));
      expect(path.map(hex)).toEqual(TREE.path(index, 0, size).map(hex));
      expect(verifyInclusion(TREE.hash(index, index + 1), index, size, path, TREE.root(size))).toBe(true);
    }
    for (const older of EDGES.filter((edge) => edge <= size)) {
      const path = consistencyFromTiles(older, size, WHOLE.only(tilesForConsistency(older, size)));
      expect(path.map(hex)).toEqual(TREE.proof(older, size).map(hex));
      expect(verifyConsistency(older, size, path, TREE.root(older), TREE.root(size))).toBe(true);
    }
  });

  test('hold for leaves and sizes picked at random', () => {
    const picked = fc
      .integer({ min: 1, max: LEAVES.length })
      .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1), fc.integer({ min: 1, max: size })));
    fc.assert(
      fc.property(picked, ([size, index, older]) => {
        const path = inclusionFromTiles(index, size, WHOLE.only(tilesForInclusion(index, size)));
        const proof = consistencyFromTiles(older, size, WHOLE.only(tilesForConsistency(older, size)));
        expect(verifyInclusion(TREE.hash(index, index + 1), index, size, path, TREE.root(size))).toBe(true);
        expect(verifyConsistency(older, size, proof, TREE.root(older), TREE.root(size))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('name only tiles, and widths, that a log of that size has published', () => {
    for (const size of EDGES) {
      const named = [...tilesForInclusion(size - 1, size), ...tilesForConsistency(1, size), ...tilesForRoot(size)];
      expect(named.filter(({ level, index, width }) => width !== tileWidth(level, index, size) || width < 1)).toEqual(
        [],
      );
    }
  });

  test('need two tiles a level at the most, at ten million entries as at ten thousand', () => {
    expect(tilesForInclusion(4_999_999, 10_000_000).length).toBeLessThanOrEqual(6);
    expect(tilesForInclusion(4_999, 10_000).length).toBeLessThanOrEqual(4);
    expect(tilesForConsistency(4_999_999, 10_000_000).length).toBeLessThanOrEqual(6);
  });
});
