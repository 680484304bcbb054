import { BudgetExceeded, type Budget } from '../untrusted/budget.js';
import { cleanFilename, sanitiseFilename } from './file-name.js';
import { FILE_TYPES, type FileType } from './file-type.js';
import { stripGif } from './images/gif.js';
import { stripJpeg } from './images/jpeg.js';
import { stripPng } from './images/png.js';
import { stripWebp } from './images/webp.js';
import { recogniseFile } from './recognise-file.js';

export interface Inspection {
  readonly filename: string;
  readonly contentType: FileType;
  /** Without metadata; undefined: it stays as it is. */
  readonly cleaned: Uint8Array | undefined;
}

/**
 * What a file is, under which name it may go, and, for a picture, without what the camera wrote about place, time and
 * owner: nobody needs it to answer a request (Art. 5(1)(c) GDPR). Pixels, colours and orientation stay; documents and
 * mails stay byte for byte. @throws BudgetExceeded
 */
export function inspectFile(content: Buffer, { filename }: { readonly filename: string }, budget: Budget): Inspection {
  budget.spendBytes(content.length);
  const type = recogniseFile(content, filename, budget);
  if (type === 'application/octet-stream' && content.toString('latin1', 0, 5) === '%PDF-') {
    return broken(filename, 'application/pdf');
  }
  if (!type.startsWith('image/') || type === 'image/heic' || type === 'image/tiff') {
    return { filename: nameFor(filename, type), contentType: type, cleaned: undefined };
  }
  const cleaned = stripped(type, content, budget);
  // Too broken to tell its metadata from its pixels: then it is bytes like any other.
  return cleaned === undefined
    ? broken(filename, type)
    : { filename: nameFor(filename, type), contentType: type, cleaned: cleaned.equals(content) ? undefined : cleaned };
}

/** Begins like what its name says and is no whole one: bytes like any other, under that name. */
function broken(filename: string, like: FileType): Inspection {
  return { filename: sanitiseFilename(filename, like), contentType: 'application/octet-stream', cleaned: undefined };
}

/** What is taken as it came. */
export function uninspected(filename: string): Inspection {
  const type = 'application/octet-stream';
  return { filename: nameFor(filename, type), contentType: type, cleaned: undefined };
}

/** An extension that says what the content is; what nobody knows keeps its own, unless that promises another content. */
function nameFor(filename: string, type: FileType): string {
  if (type !== 'application/octet-stream') {
    return sanitiseFilename(filename, type);
  }
  const clean = cleanFilename(filename);
  const extension = /\.([\p{L}\p{N}]{1,8})$/u.exec(clean)?.[1]?.toLowerCase() ?? '';
  const promises = Object.values(FILE_TYPES).some((known: readonly string[]) => known.includes(extension));
  return clean !== '' && extension !== '' && !promises
    ? clean
    : sanitiseFilename(clean === '' ? '' : `${clean}.bin`, type);
}

function stripped(type: FileType, content: Buffer, budget: Budget): Buffer | undefined {
  switch (type) {
    case 'image/jpeg':
      return stripJpeg(content, budget);
    case 'image/png':
      return stripPng(content, budget);
    case 'image/gif':
      return stripGif(content, budget);
    case 'image/webp':
      return stripWebp(content, budget);
    default:
      throw new BudgetExceeded('parts');
  }
}
