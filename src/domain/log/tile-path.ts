// C2SP tlog-tiles: `tile/<level>/<index>[.p/<width>]`, the index in groups of three digits, all but the last behind
// an `x`: 1234067 is `x001/x234/067`.

import { parseDecimal } from './encoding.js';
import { TILE_WIDTH } from './tiles.js';

export interface TileAddress {
  /** Tree level, or the entries themselves. */
  readonly level: number | 'entries';
  readonly index: number;
  /** 256 for a full tile. */
  readonly width: number;
}

const PATH = /^(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/;
const HIGHEST_LEVEL = 63;

/** Below `tile/`, without a slash before it: `0/x001/234.p/5`, `entries/000`. @throws RangeError */
export function tilePath(address: TileAddress): string {
  if (!isPossible(address)) {
    throw new RangeError('no such tile');
  }
  const { level, index, width } = address;
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/.{3}/g) ?? [];
  const named = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `${level}/${named}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Undefined for anything but the one spelling of an address. */
export function parseTilePath(path: string): TileAddress | undefined {
  const [, level = '', groups = '', width] = PATH.exec(path) ?? [];
  const address = {
    level: level === 'entries' ? ('entries' as const) : (parseDecimal(level) ?? -1),
    index: Number(groups.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : (parseDecimal(width) ?? 0),
  };
  return groups !== '' && isPossible(address) && tilePath(address) === path ? address : undefined;
}

function isPossible({ level, index, width }: TileAddress): boolean {
  return (
    (level === 'entries' || isBetween(0, level, HIGHEST_LEVEL)) &&
    isBetween(0, index, Number.MAX_SAFE_INTEGER) &&
    isBetween(1, width, TILE_WIDTH)
  );
}

function isBetween(low: number, value: number, high: number): boolean {
  return Number.isSafeInteger(value) && value >= low && value <= high;
}
