import { crc32, deflateSync } from 'node:zlib';

/** Strings that must be gone afterwards: one for each place where a camera or a tool leaves something about a person. */
export const PLANTED = 'PLANTED-METADATA';

const u16 = (value: number): Buffer => Buffer.of(value >> 8, value & 0xff);
const u32 = (value: number): Buffer => Buffer.concat([u16(value >>> 16), u16(value & 0xffff)]);
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
const little32 = (value: number): Buffer => u32(value).reverse();

/** A TIFF block with camera model, orientation and a GPS directory, in either byte order. */
export function exif(orientation: number, littleEndian = false): Buffer {
  const order = (bytes: Buffer): Buffer => (littleEndian ? Buffer.from(bytes).reverse() : bytes);
  const entry = (tag: number, type: number, count: number, value: Buffer): Buffer =>
    Buffer.concat([order(u16(tag)), order(u16(type)), order(u32(count)), value]);
  const model = ascii(`${PLANTED}-camera\0`);
  const gps = ascii(`${PLANTED}-52.5N-13.4E`);
  const data = 8 + 2 + 3 * 12 + 4;
  return Buffer.concat([
    ascii(littleEndian ? 'II*\0' : 'MM\0*'),
    order(u32(8)),
    order(u16(3)),
    entry(0x0110, 2, model.length, order(u32(data))),
    entry(0x0112, 3, 1, Buffer.concat([order(u16(orientation)), u16(0)])),
    entry(0x8825, 4, 1, order(u32(data + model.length))),
    u32(0),
    model,
    gps,
  ]);
}

export function jpegSegment(marker: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0xff, marker), u16(payload.length + 2), payload]);
}

/** An 8×8 grey picture: one block, one symbol in each Huffman table. The scan holds a stuffed FF and a restart marker. */
export const JPEG_PICTURE = [
  jpegSegment(0xdb, Buffer.concat([Buffer.of(0), Buffer.alloc(64, 1)])),
  jpegSegment(0xc0, Buffer.of(8, 0, 8, 0, 8, 1, 1, 0x11, 0)),
  jpegSegment(0xc4, Buffer.of(0x00, 1, ...new Array<number>(15).fill(0), 0)),
  jpegSegment(0xc4, Buffer.of(0x10, 1, ...new Array<number>(15).fill(0), 0)),
  jpegSegment(0xdd, u16(1)),
  jpegSegment(0xda, Buffer.of(1, 1, 0, 0, 63, 0)),
  Buffer.of(0x3f, 0xff, 0x00, 0xff, 0xd0, 0x3f),
];
export const JFIF = jpegSegment(0xe0, Buffer.concat([ascii('JFIF\0'), Buffer.of(1, 2, 0, 0, 72, 0, 72, 0, 0)]));
export const ICC = jpegSegment(0xe2, ascii('ICC_PROFILE\0\x01\x01profile'));
export const ADOBE = jpegSegment(0xee, Buffer.concat([ascii('Adobe'), Buffer.of(0, 100, 0, 0, 0, 0, 1)]));
export const SOI = Buffer.of(0xff, 0xd8);
export const EOI = Buffer.of(0xff, 0xd9);

export function jpegWithMetadata(orientation: number): Buffer {
  const thumbnail = Buffer.concat([
    ascii('JFIF\0'),
    Buffer.of(1, 2, 0, 0, 72, 0, 72, 4, 2),
    ascii(`${PLANTED}-thumb!!`),
  ]);
  return Buffer.concat([
    SOI,
    jpegSegment(0xe0, thumbnail),
    jpegSegment(0xe0, ascii(`JFXX\0\x10${PLANTED}-jfxx`)),
    jpegSegment(0xe1, Buffer.concat([ascii('Exif\0\0'), exif(orientation)])),
    jpegSegment(0xe1, ascii(`http://ns.adobe.com/xap/1.0/\0<x>${PLANTED}-xmp</x>`)),
    jpegSegment(0xe2, ascii(`MPF\0${PLANTED}-mpf`)),
    ICC,
    jpegSegment(0xed, ascii(`Photoshop 3.0\0${PLANTED}-iptc`)),
    ADOBE,
    jpegSegment(0xef, ascii(`${PLANTED}-app15`)),
    jpegSegment(0xfe, ascii(`${PLANTED}-comment`)),
    Buffer.of(0xff, 0xff),
    ...JPEG_PICTURE,
    jpegSegment(0xfe, ascii(`${PLANTED}-between-scans`)),
    EOI,
    ascii(`${PLANTED}-behind-the-end`),
  ]);
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([ascii(type), data]);
  return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
}

export const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
export const PNG_PICTURE = {
  header: pngChunk('IHDR', Buffer.concat([u32(1), u32(1), Buffer.of(8, 2, 0, 0, 0)])),
  gamma: pngChunk('gAMA', u32(45455)),
  data: pngChunk('IDAT', deflateSync(Buffer.of(0, 255, 0, 0))),
  end: pngChunk('IEND', Buffer.alloc(0)),
};

export function pngWithMetadata(orientation: number): Buffer {
  return Buffer.concat([
    PNG_SIGNATURE,
    PNG_PICTURE.header,
    PNG_PICTURE.gamma,
    pngChunk('tEXt', ascii(`Author\0${PLANTED}-text`)),
    pngChunk('iTXt', ascii(`XML:com.adobe.xmp\0\0\0\0\0${PLANTED}-xmp`)),
    pngChunk('zTXt', Buffer.concat([ascii('Comment\0\0'), deflateSync(ascii(PLANTED))])),
    pngChunk('tIME', Buffer.of(7, 0xea, 3, 5, 14, 2, 13)),
    pngChunk('eXIf', exif(orientation)),
    pngChunk('prVt', ascii(`${PLANTED}-private`)),
    PNG_PICTURE.data,
    PNG_PICTURE.end,
    ascii(`${PLANTED}-behind-the-end`),
  ]);
}

const GIF_HEAD = Buffer.concat([ascii('GIF89a'), Buffer.of(1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255)]);
const GIF_CONTROL = Buffer.of(0x21, 0xf9, 4, 0, 10, 0, 0, 0);
const GIF_IMAGE = Buffer.of(0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 0x01, 0);
const GIF_LOOP = Buffer.concat([Buffer.of(0x21, 0xff, 11), ascii('NETSCAPE2.0'), Buffer.of(3, 1, 0, 0, 0)]);
const gifBlock = (text: string): Buffer => Buffer.concat([Buffer.of(text.length), ascii(text), Buffer.of(0)]);
export const GIF_CLEAN = Buffer.concat([
  GIF_HEAD,
  GIF_LOOP,
  GIF_CONTROL,
  GIF_IMAGE,
  GIF_CONTROL,
  GIF_IMAGE,
  Buffer.of(0x3b),
]);
export const GIF_WITH_METADATA = Buffer.concat([
  GIF_HEAD,
  GIF_LOOP,
  Buffer.of(0x21, 0xfe),
  gifBlock(`${PLANTED}-comment`),
  Buffer.concat([Buffer.of(0x21, 0xff, 11), ascii('XMP DataXMP'), gifBlock(`${PLANTED}-xmp`)]),
  GIF_CONTROL,
  GIF_IMAGE,
  GIF_CONTROL,
  Buffer.concat([Buffer.of(0x21, 0x01, 12), Buffer.alloc(12), gifBlock(`${PLANTED}-plain-text`)]),
  GIF_CONTROL,
  GIF_IMAGE,
  Buffer.of(0x3b),
  ascii(`${PLANTED}-behind-the-end`),
]);

export function webpChunk(type: string, data: Buffer): Buffer {
  return Buffer.concat([ascii(type), little32(data.length), data, Buffer.alloc(data.length % 2)]);
}

export function webp(...chunks: Buffer[]): Buffer {
  const body = Buffer.concat([ascii('WEBP'), ...chunks]);
  return Buffer.concat([ascii('RIFF'), little32(body.length), body]);
}

export const WEBP_BITS = webpChunk('VP8L', Buffer.from('2f00000000a88aff01', 'hex'));
export const vp8x = (flags: number): Buffer => webpChunk('VP8X', Buffer.of(flags, 0, 0, 0, 0, 0, 0, 0, 0, 0));
const frame = (...inner: Buffer[]): Buffer => webpChunk('ANMF', Buffer.concat([Buffer.alloc(16, 7), ...inner]));
export const WEBP_CLEAN_FRAME = frame(WEBP_BITS);

export function webpWithMetadata(orientation: number, prefix = ''): Buffer {
  return Buffer.concat([
    webp(
      vp8x(0x2c),
      webpChunk('ICCP', ascii('profile')),
      WEBP_BITS,
      frame(WEBP_BITS, webpChunk('JUNK', ascii(`${PLANTED}-in-a-frame`))),
      webpChunk('EXIF', Buffer.concat([ascii(prefix), exif(orientation, true)])),
      webpChunk('XMP ', ascii(`<x>${PLANTED}-xmp</x>`)),
      webpChunk('abcd', ascii(`${PLANTED}-unknown`)),
    ),
    ascii(`${PLANTED}-behind-the-end`),
  ]);
}
