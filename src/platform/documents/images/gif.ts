import type { Budget } from '../../untrusted/budget.js';

/** Block codes of the GIF89a specification. */
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
const PLAIN_TEXT = 0x01;
const APPLICATION = 0xff;
const HEADER_BYTES = 13;
const IMAGE_HEADER_BYTES = 10;
/** How often an animation repeats; every other application block is somebody's data. */
const LOOPS = ['NETSCAPE2.0', 'ANIMEXTS1.0'];

/** The same picture or animation without comments and application data. Undefined if it is no GIF. @throws BudgetExceeded */
export function stripGif(bytes: Buffer, budget: Budget): Buffer | undefined {
  if (bytes.length < HEADER_BYTES) {
    return undefined;
  }
  let at = HEADER_BYTES + colourTableBytes(bytes[10] ?? 0);
  const parts = [bytes.subarray(0, at)];
  // Belongs to the picture that follows it, and goes with a text block that does not stay.
  let control: Buffer | undefined;
  let pictures = 0;
  while (at < bytes.length) {
    budget.spendParts();
    const code = bytes[at];
    if (code === TRAILER) {
      break;
    }
    const label = bytes[at + 1] ?? 0;
    const end = code === IMAGE ? endOfImage(bytes, at) : code === EXTENSION ? endOfBlocks(bytes, at + 2) : undefined;
    if (end === undefined) {
      return undefined;
    }
    const block = bytes.subarray(at, end);
    if (code === IMAGE) {
      parts.push(...(control === undefined ? [] : [control]), block);
      control = undefined;
      pictures += 1;
    } else if (label === GRAPHIC_CONTROL) {
      control = block;
    } else if (label === PLAIN_TEXT) {
      control = undefined;
    } else if (label === APPLICATION && LOOPS.includes(block.toString('latin1', 3, 14))) {
      parts.push(block);
    }
    at = end;
  }
  return pictures === 0 ? undefined : Buffer.concat([...parts, Buffer.of(TRAILER)]);
}

function colourTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1);
}

function endOfImage(bytes: Buffer, at: number): number | undefined {
  const table = at + IMAGE_HEADER_BYTES + colourTableBytes(bytes[at + 9] ?? 0);
  // One byte of LZW code size, then the data.
  return endOfBlocks(bytes, table + 1);
}

/** Sub-blocks: a length byte and as many bytes, until length 0. */
function endOfBlocks(bytes: Buffer, from: number): number | undefined {
  let at = from;
  while (at < bytes.length) {
    const length = bytes[at] ?? 0;
    at += 1 + length;
    if (length === 0) {
      return at;
    }
  }
  return undefined;
}
