import { crc32 } from 'node:zlib';
import type { Budget } from '../../untrusted/budget.js';
import { orientationOnly, readOrientation } from './orientation.js';

const SIGNATURE_BYTES = 8;
/** Length, type and CRC around a chunk's data. */
const CHUNK_FRAME = 12;

/**
 * Chunks that decide how the picture looks (PNG third edition, table 7); all others go, also those nobody knows: text,
 * time, EXIF, and what tools put in for themselves.
 */
const KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs acTL fcTL fdAT'.split(' '),
);

/** The same picture without metadata, orientation kept; nothing behind IEND. Undefined if it is no PNG. @throws BudgetExceeded */
export function stripPng(bytes: Buffer, budget: Budget): Buffer | undefined {
  const parts = [bytes.subarray(0, SIGNATURE_BYTES)];
  const seen = new Set<string>();
  let at = SIGNATURE_BYTES;
  while (at + CHUNK_FRAME <= bytes.length) {
    budget.spendParts();
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const end = at + CHUNK_FRAME + length;
    if (end > bytes.length || (seen.size === 0 && (type !== 'IHDR' || length !== 13))) {
      return undefined;
    }
    seen.add(type);
    if (KEPT.has(type)) {
      parts.push(bytes.subarray(at, end));
    } else if (type === 'eXIf') {
      parts.push(...reducedExif(bytes.subarray(at + 8, end - 4)));
    }
    if (type === 'IEND') {
      return seen.has('IDAT') ? Buffer.concat(parts) : undefined;
    }
    at = end;
  }
  return undefined;
}

function reducedExif(tiff: Buffer): Buffer[] {
  const orientation = readOrientation(tiff);
  return orientation === undefined ? [] : [chunk('eXIf', orientationOnly(orientation))];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
