import fc from 'fast-check';
import { parseTilePath, tilePath, type TileAddress } from '../../../../src/domain/log/tile-path.js';

const ADDRESSES: readonly (readonly [string, TileAddress])[] = [
  ['0/000', { level: 0, index: 0, width: 256 }],
  ['0/000.p/1', { level: 0, index: 0, width: 1 }],
  ['0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
  ['1/x001/000.p/255', { level: 1, index: 1_000, width: 255 }],
  ['63/999', { level: 63, index: 999, width: 256 }],
  ['entries/x001/000', { level: 'entries', index: 1_000, width: 256 }],
  ['entries/000.p/7', { level: 'entries', index: 0, width: 7 }],
  ['0/x009/x007/x199/x254/x740/991', { level: 0, index: Number.MAX_SAFE_INTEGER, width: 256 }],
];

test.each(ADDRESSES)('%s is the one spelling of its tile', (path, address) => {
  expect(tilePath(address)).toBe(path);
  expect(parseTilePath(path)).toEqual(address);
});

test.each([
  '',
  '/0/000',
  '0',
  '0/',
  '0/0',
  '0/0000',
  '0/1234',
  '0/x000/001',
  '0/001/002',
  '0/x001',
  '0/x001/x002',
  '00/000',
  '01/000',
  '64/000',
  '-1/000',
  '0/000.p/0',
  '0/000.p/01',
  '0/000.p/256',
  '0/000.p/',
  '0/000.p',
  '0/000/',
  '0/000\n',
  'entries/0',
  'Entries/000',
  '0/x009/x007/x199/x254/x740/992',
  '0/../000',
])('%j is no spelling of a tile', (path) => {
  expect(parseTilePath(path)).toBeUndefined();
});

test('what is written is read again', () => {
  const address = fc.record({
    level: fc.oneof(fc.constant('entries' as const), fc.nat(63)),
    index: fc.nat(Number.MAX_SAFE_INTEGER),
    width: fc.integer({ min: 1, max: 256 }),
  });
  fc.assert(fc.property(address, (tile) => expect(parseTilePath(tilePath(tile))).toEqual(tile)));
});

test.each([
  { level: 64, index: 0, width: 1 },
  { level: 0, index: -1, width: 1 },
  { level: 0, index: 0.5, width: 1 },
  { level: 0, index: 0, width: 0 },
  { level: 0, index: 0, width: 257 },
])('a tile that cannot be has no address: %j', (address) => {
  expect(() => tilePath(address)).toThrow(RangeError);
});
