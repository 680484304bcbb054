import fc from 'fast-check';
import { stripGif as stripGifWithin } from '../../../../src/platform/documents/images/gif.js';
import { stripJpeg as stripJpegWithin } from '../../../../src/platform/documents/images/jpeg.js';
import { orientationOnly, readOrientation } from '../../../../src/platform/documents/images/orientation.js';
import { stripPng as stripPngWithin } from '../../../../src/platform/documents/images/png.js';
import { stripWebp as stripWebpWithin } from '../../../../src/platform/documents/images/webp.js';
import { Budget, BudgetExceeded } from '../../../../src/platform/untrusted/budget.js';
import {
  ADOBE,
  EOI,
  exif,
  GIF_CLEAN,
  GIF_WITH_METADATA,
  ICC,
  JFIF,
  JPEG_PICTURE,
  jpegSegment,
  jpegWithMetadata,
  PLANTED,
  PNG_PICTURE,
  PNG_SIGNATURE,
  pngChunk,
  pngWithMetadata,
  SOI,
  vp8x,
  webp,
  WEBP_BITS,
  WEBP_CLEAN_FRAME,
  webpChunk,
  webpWithMetadata,
} from './pictures.js';

const within =
  (strip: (bytes: Buffer, budget: Budget) => Buffer | undefined) =>
  (bytes: Buffer): Buffer | undefined =>
    strip(bytes, new Budget({ bytes: 1_000_000, parts: 10_000, milliseconds: 60_000 }));
const [stripGif, stripJpeg] = [within(stripGifWithin), within(stripJpegWithin)];
const [stripPng, stripWebp] = [within(stripPngWithin), within(stripWebpWithin)];

const orientationSegment = (value: number): Buffer =>
  jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), orientationOnly(value)]));

test('a JPEG keeps picture, density, colours and orientation, byte for byte, and nothing else', () => {
  const expected = Buffer.concat([SOI, JFIF, orientationSegment(6), ICC, ADOBE, ...JPEG_PICTURE, EOI]);
  expect(stripJpeg(jpegWithMetadata(6))).toEqual(expected);
  expect(jpegWithMetadata(6).includes(PLANTED)).toBe(true);
});

test('a JPEG that stands upright keeps no EXIF at all', () => {
  expect(stripJpeg(jpegWithMetadata(1))).toEqual(Buffer.concat([SOI, JFIF, ICC, ADOBE, ...JPEG_PICTURE, EOI]));
});

test('a JPEG of several scans keeps them all', () => {
  const progressive = Buffer.concat([SOI, ...JPEG_PICTURE, ...JPEG_PICTURE.slice(2), EOI]);
  expect(stripJpeg(progressive)).toEqual(progressive);
});

test('a JPEG that stops in the middle of its scan is ended', () => {
  const cut = Buffer.concat([SOI, ...JPEG_PICTURE]);
  expect(stripJpeg(cut)).toEqual(Buffer.concat([cut, EOI]));
});

test('a PNG keeps picture, colours and orientation, byte for byte, and nothing else', () => {
  const { header, gamma, data, end } = PNG_PICTURE;
  const turned = pngChunk('eXIf', orientationOnly(3));
  expect(stripPng(pngWithMetadata(3))).toEqual(Buffer.concat([PNG_SIGNATURE, header, gamma, turned, data, end]));
  expect(stripPng(pngWithMetadata(1))).toEqual(Buffer.concat([PNG_SIGNATURE, header, gamma, data, end]));
});

test('a GIF keeps its pictures, their timing and the loop, byte for byte, and nothing else', () => {
  expect(stripGif(GIF_WITH_METADATA)).toEqual(GIF_CLEAN);
});

test.each(['', 'Exif\0\0'])(
  'a WebP keeps picture, colours and orientation and nothing else (EXIF prefix %j)',
  (prefix) => {
    const kept = [webpChunk('ICCP', Buffer.from('profile')), WEBP_BITS, WEBP_CLEAN_FRAME];
    expect(stripWebp(webpWithMetadata(8, prefix))).toEqual(
      webp(vp8x(0x28), ...kept, webpChunk('EXIF', orientationOnly(8))),
    );
    expect(stripWebp(webpWithMetadata(1, prefix))).toEqual(webp(vp8x(0x20), ...kept));
  },
);

test('a simple WebP stays as it is', () => {
  expect(stripWebp(webp(WEBP_BITS))).toEqual(webp(WEBP_BITS));
});

describe('orientation', () => {
  test.each([2, 3, 4, 5, 6, 7, 8])('%d is read in either byte order, and again from what we write', (value) => {
    expect([exif(value), exif(value, true), orientationOnly(value)].map(readOrientation)).toEqual([
      value,
      value,
      value,
    ]);
  });

  test.each([0, 1, 9, 65_535])('%d turns nothing and is not kept', (value) => {
    expect(readOrientation(exif(value))).toBeUndefined();
  });
});

const PICTURES: [string, (bytes: Buffer) => Buffer | undefined, Buffer][] = [
  ['JPEG', stripJpeg, jpegWithMetadata(6)],
  ['PNG', stripPng, pngWithMetadata(6)],
  ['GIF', stripGif, GIF_WITH_METADATA],
  ['WebP', stripWebp, webpWithMetadata(6)],
];

describe.each(PICTURES)('%s', (_type, strip, picture) => {
  test('stripping what is stripped changes nothing', () => {
    const once = strip(picture);
    expect(once).toBeDefined();
    expect(strip(once ?? Buffer.alloc(0))).toEqual(once);
  });

  test('cut anywhere it is refused or stays clean, and never throws', () => {
    for (let length = 0; length < picture.length; length += 1) {
      expect(strip(picture.subarray(0, length))?.includes(PLANTED) ?? false).toBe(false);
    }
  });

  test('with any bytes changed it never throws', () => {
    const change = fc.tuple(fc.nat(picture.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const broken = Buffer.from(picture);
        changes.forEach(([at, byte]) => (broken[at] = byte));
        strip(broken);
      }),
      { numRuns: 2_000 },
    );
  });

  test('noise behind its signature never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        strip(Buffer.concat([picture.subarray(0, 12), noise]));
        strip(Buffer.from(noise));
      }),
    );
  });
});

describe('a picture of more pieces than any program makes is not read to its end', () => {
  const webpOf = (chunks: Buffer): Buffer => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(chunks.length + 4);
    return Buffer.concat([Buffer.from('RIFF'), size, Buffer.from('WEBP'), chunks]);
  };
  test.each<[string, (bytes: Buffer) => Buffer | undefined, Buffer]>([
    ['WebP', stripWebp, webpOf(Buffer.alloc(8 * 10_001, 'VP8 \0\0\0\0'))],
    ['JPEG', stripJpeg, Buffer.concat([SOI, Buffer.alloc(4 * 10_001, Buffer.of(0xff, 0xdd, 0x00, 0x02))])],
    [
      'PNG',
      stripPng,
      Buffer.concat([
        pngWithMetadata(1).subarray(0, 33),
        ...Array.from({ length: 10_001 }, () => pngChunk('tEXt', Buffer.alloc(0))),
      ]),
    ],
    [
      'GIF',
      stripGif,
      Buffer.concat([GIF_CLEAN.subarray(0, 13), Buffer.alloc(3 * 10_100, Buffer.of(0x21, 0xfe, 0x00))]),
    ],
  ])('%s', (_type, strip, picture) => {
    expect(() => strip(picture)).toThrow(BudgetExceeded);
  });
});
