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

/** Below `tile/`, without a slash before it. */
export function tilePath({ level, index, width }: TileAddress): string {
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
  const possible =
    groups !== '' &&
    (address.level === 'entries' || (address.level >= 0 && address.level <= HIGHEST_LEVEL)) &&
    Number.isSafeInteger(address.index) &&
    address.width >= 1 &&
    (width === undefined ? address.width === TILE_WIDTH : address.width < TILE_WIDTH);
  return possible && tilePath(address) === path ? address : undefined;
}
