import type { Budget } from '../../untrusted/budget.js';
import { orientationOnly, readOrientation } from './orientation.js';

/** RFC 9649 §2.7: chunks a picture or animation is made of. */
const KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const PICTURES = new Set(['VP8 ', 'VP8L', 'ANMF']);
const RIFF_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const FRAME_HEADER_BYTES = 16;
const EXIF_FLAG = 0x08;
const XMP_FLAG = 0x04;

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** The same picture without metadata, orientation kept. Undefined if it is no WebP. @throws BudgetExceeded */
export function stripWebp(bytes: Buffer, budget: Budget): Buffer | undefined {
  // What lies behind the length the container states is not part of it.
  const chunks =
    bytes.length < RIFF_HEADER_BYTES ? undefined : readChunks(bytes.subarray(12, 8 + bytes.readUInt32LE(4)), budget);
  if (chunks === undefined || !chunks.some(({ type }) => PICTURES.has(type))) {
    return undefined;
  }
  const orientation = orientationOf(chunks);
  const kept = chunks.filter(({ type }) => KEPT.has(type)).map((chunk) => reduced(chunk, orientation, budget));
  if (kept.some((chunk) => chunk === undefined)) {
    return undefined;
  }
  // Orientation goes where EXIF goes: behind the picture. Only the extended format has a place for it.
  const tail = orientation === undefined ? [] : [{ type: 'EXIF', data: orientationOnly(orientation) }];
  const body = writeChunks([...kept.filter((chunk) => chunk !== undefined), ...tail]);
  const header = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  header.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([header, body]);
}

function readChunks(bytes: Buffer, budget: Budget): Chunk[] | undefined {
  const chunks: Chunk[] = [];
  let at = 0;
  while (at + CHUNK_HEADER_BYTES <= bytes.length) {
    budget.spendParts();
    const length = bytes.readUInt32LE(at + 4);
    const start = at + CHUNK_HEADER_BYTES;
    if (start + length > bytes.length) {
      return undefined;
    }
    chunks.push({ type: bytes.toString('latin1', at, at + 4), data: bytes.subarray(start, start + length) });
    at = start + length + (length % 2);
  }
  return chunks;
}

function writeChunks(chunks: readonly Chunk[]): Buffer {
  return Buffer.concat(
    chunks.flatMap(({ type, data }) => {
      const header = Buffer.alloc(CHUNK_HEADER_BYTES);
      header.write(type, 0, 'latin1');
      header.writeUInt32LE(data.length, 4);
      return [header, data, Buffer.alloc(data.length % 2)];
    }),
  );
}

function orientationOf(chunks: readonly Chunk[]): number | undefined {
  const exif = chunks.find(({ type }) => type === 'EXIF');
  const extended = chunks.some(({ type }) => type === 'VP8X');
  if (exif === undefined || !extended) {
    return undefined;
  }
  // Some writers put the prefix of a JPEG segment before the TIFF block.
  const prefixed = exif.data.toString('latin1', 0, 6) === 'Exif\0\0';
  return readOrientation(prefixed ? exif.data.subarray(6) : exif.data);
}

function reduced(chunk: Chunk, orientation: number | undefined, budget: Budget): Chunk | undefined {
  if (chunk.type === 'VP8X') {
    const data = Buffer.from(chunk.data);
    const flags = (data[0] ?? 0) & ~(EXIF_FLAG | XMP_FLAG);
    data[0] = orientation === undefined ? flags : flags | EXIF_FLAG;
    return { type: chunk.type, data };
  }
  if (chunk.type !== 'ANMF') {
    return chunk;
  }
  // A frame is a small container of its own.
  const inner = readChunks(chunk.data.subarray(FRAME_HEADER_BYTES), budget);
  return inner && chunk.data.length >= FRAME_HEADER_BYTES
    ? {
        type: chunk.type,
        data: Buffer.concat([
          chunk.data.subarray(0, FRAME_HEADER_BYTES),
          writeChunks(inner.filter(({ type }) => KEPT.has(type))),
        ]),
      }
    : undefined;
}
