import type { Budget } from '../../untrusted/budget.js';
import { orientationOnly, readOrientation } from './orientation.js';

/** Markers of ITU-T T.81, table B.1. */
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const EXIF = 'Exif\0\0';
/** JFIF without thumbnail: 5 bytes name, version, units, densities, two zero sizes. */
const JFIF_BYTES = 14;

interface Segment {
  readonly marker: number;
  readonly payload: Buffer;
}

/**
 * The same picture with only what decoding it needs: frames, tables, scans, JFIF density, ICC profile, Adobe's colour
 * transform, and the orientation. Everything behind the end of the picture goes too. Undefined if it is no JPEG.
 * @throws BudgetExceeded
 */
export function stripJpeg(bytes: Buffer, budget: Budget): Buffer | undefined {
  const parts: Buffer[] = [];
  let orientation: number | undefined;
  let framed = false;
  let scanned = false;
  let at = 2;
  for (;;) {
    budget.spendParts();
    const marker = nextMarker(bytes, at);
    if (marker === undefined || bytes[marker] === EOI) {
      return scanned ? assemble(parts, orientation) : undefined;
    }
    const segment = readSegment(bytes, marker);
    if (segment === undefined) {
      return undefined;
    }
    orientation ??= orientationOf(segment);
    framed ||= isFrame(segment.marker);
    at = marker + 1 + segment.payload.length;
    parts.push(...reduced(segment));
    if (segment.marker === SOS) {
      if (!framed) {
        return undefined;
      }
      const end = endOfScan(bytes, at);
      parts.push(bytes.subarray(at, end));
      at = end;
      scanned = true;
    }
  }
}

/** Position of the marker's code, past any fill bytes; undefined at the end or where no marker is. */
function nextMarker(bytes: Buffer, at: number): number | undefined {
  if (bytes[at] !== 0xff) {
    return undefined;
  }
  let code = at + 1;
  while (bytes[code] === 0xff) {
    code += 1;
  }
  return code < bytes.length ? code : undefined;
}

function readSegment(bytes: Buffer, code: number): Segment | undefined {
  const marker = bytes[code] ?? 0;
  // Markers without length have no business between segments.
  if (marker < 0xc0 || (marker >= 0xd0 && marker <= SOI) || code + 3 > bytes.length) {
    return undefined;
  }
  const length = bytes.readUInt16BE(code + 1);
  const end = code + 1 + length;
  return length < 2 || end > bytes.length ? undefined : { marker, payload: bytes.subarray(code + 1, end) };
}

/** SOF0 to SOF15 without DHT, JPG and DAC, which lie between them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Entropy-coded data: 0xFF is followed by 0 (a plain FF) or a restart marker; anything else ends it. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) {
      return at;
    }
  }
  return bytes.length;
}

function orientationOf({ marker, payload }: Segment): number | undefined {
  return marker === APP1 && nameIs(payload, EXIF) ? readOrientation(payload.subarray(2 + EXIF.length)) : undefined;
}

/** The segment as it may stay: whole, shortened, or not at all. */
function reduced({ marker, payload }: Segment): Buffer[] {
  switch (marker) {
    case APP0:
      return nameIs(payload, 'JFIF\0') && payload.length >= 2 + JFIF_BYTES ? [jfif(payload)] : [];
    case APP2:
      return nameIs(payload, 'ICC_PROFILE\0') ? [whole(marker, payload)] : [];
    case APP14:
      return nameIs(payload, 'Adobe') ? [whole(marker, payload)] : [];
    default:
      return (marker >= APP0 && marker <= 0xef) || marker >= 0xf0 ? [] : [whole(marker, payload)];
  }
}

function jfif(payload: Buffer): Buffer {
  const copy = Buffer.from(payload.subarray(0, 2 + JFIF_BYTES));
  copy.writeUInt16BE(copy.length, 0);
  // No thumbnail: it would show what was cut off the picture.
  copy.writeUInt16BE(0, copy.length - 2);
  return whole(APP0, copy);
}

function whole(marker: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0xff, marker), payload]);
}

/** `payload` begins with its two length bytes. */
function nameIs(payload: Buffer, name: string): boolean {
  return payload.toString('latin1', 2, 2 + name.length) === name;
}

/** JFIF wants to be first (JFIF 1.02); the orientation follows it. */
function assemble(parts: readonly Buffer[], orientation: number | undefined): Buffer {
  const jfifFirst = parts[0]?.[1] === APP0 ? 1 : 0;
  return Buffer.concat([
    Buffer.of(0xff, SOI),
    ...parts.slice(0, jfifFirst),
    ...(orientation === undefined ? [] : [orientationSegment(orientation)]),
    ...parts.slice(jfifFirst),
    Buffer.of(0xff, EOI),
  ]);
}

function orientationSegment(orientation: number): Buffer {
  const body = Buffer.concat([Buffer.from(EXIF, 'latin1'), orientationOnly(orientation)]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length + 2);
  return whole(APP1, Buffer.concat([length, body]));
}
