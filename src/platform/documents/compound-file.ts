import type { FileType } from './file-type.js';

/** Names of streams in the directory of a compound file ([MS-CFB] s2.6.1), which are written in UTF-16. */
const STREAMS: readonly (readonly [string, FileType])[] = [
  ['__properties_version1.0', 'application/vnd.ms-outlook'],
  ['WordDocument', 'application/msword'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
];

/** A mail of Outlook or a document of the Office before 2007. */
export function compoundType(content: Buffer): FileType {
  const [, type] = STREAMS.find(([name]) => content.includes(Buffer.from(name, 'utf16le'))) ?? [];
  return type ?? 'application/octet-stream';
}
