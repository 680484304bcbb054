import { inflateRawSync } from 'node:zlib';
import type { Budget } from '../untrusted/budget.js';
import type { FileType } from './file-type.js';

const END_OF_DIRECTORY = 'PK\x05\x06';
const END_BYTES = 22;
/** APPNOTE.TXT 4.3.16: the comment behind the end is at most as long as two bytes can say. */
const COMMENT_BYTES = 0xffff;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const CONTENT_TYPES = '[Content_Types].xml';
const CONTENT_TYPES_BYTES = 256 * 1024;
const NAME_BYTES = 1_024;

/** Where OOXML keeps what belongs to a document (ECMA-376 part 2): anything else has been put there by somebody. */
const OFFICE_FOLDERS = /^(_rels|docProps|customXml|word|xl|ppt|docMetadata|customUI|media)\/|^\[Content_Types\]\.xml$/;
const PROGRAM = /\.(exe|dll|com|scr|js|jse|vbs|vbe|wsf|hta|bat|cmd|ps1|class|jar|msi|lnk|sh)$/i;

const MAIN_PARTS: readonly (readonly [string, FileType])[] = [
  ['wordprocessingml.document.main+xml', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['spreadsheetml.sheet.main+xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['presentationml.presentation.main+xml', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  ['ms-word.document.macroEnabled.main+xml', 'application/vnd.ms-word.document.macroenabled.12'],
  ['ms-excel.sheet.macroEnabled.main+xml', 'application/vnd.ms-excel.sheet.macroenabled.12'],
];
const OPEN_DOCUMENTS: readonly FileType[] = [
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
];

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly compressed: number;
  readonly at: number;
}

/**
 * What a ZIP is, by its directory and by what it says of its parts; a name inside it proves nothing. A document that
 * carries a program, or anything that no office program puts there, is a ZIP. @throws BudgetExceeded
 */
export function officeType(zip: Buffer, budget: Budget): FileType {
  const entries = directoryOf(zip, budget);
  if (entries === undefined) {
    return 'application/octet-stream';
  }
  const names = entries.map(({ name }) => name);
  if (names.some((name) => PROGRAM.test(name))) {
    return 'application/zip';
  }
  const types = entries.find(({ name }) => name === CONTENT_TYPES);
  if (types !== undefined && names.every((name) => OFFICE_FOLDERS.test(name))) {
    const said = contentOf(zip, types) ?? '';
    const [, type] = MAIN_PARTS.find(([main]) => said.includes(main)) ?? [];
    const hasMacros = names.some((name) => /vbaProject\.bin$/i.test(name));
    return type === undefined || (hasMacros && !type.includes('macroenabled')) ? 'application/zip' : type;
  }
  return openDocumentType(zip, names) ?? 'application/zip';
}

/** ODF 1.3 part 2 s3.3: the first entry is `mimetype`, stored, without extra field, so it lies at a fixed place. */
function openDocumentType(zip: Buffer, names: readonly string[]): FileType | undefined {
  const start = zip.toString('latin1', LOCAL_BYTES, LOCAL_BYTES + 80);
  return names.includes('content.xml') && names.includes('META-INF/manifest.xml')
    ? OPEN_DOCUMENTS.find((type) => start.startsWith(`mimetype${type}PK`))
    : undefined;
}

function directoryOf(zip: Buffer, budget: Budget): readonly Entry[] | undefined {
  const from = Math.max(0, zip.length - END_BYTES - COMMENT_BYTES);
  const end = from + zip.subarray(from).lastIndexOf(END_OF_DIRECTORY, undefined, 'latin1');
  if (end < from || end + END_BYTES > zip.length) {
    return undefined;
  }
  const count = zip.readUInt16LE(end + 10);
  budget.spendParts(count);
  const entries: Entry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > zip.length || zip.readUInt32LE(at) !== ENTRY) {
      return undefined;
    }
    const nameBytes = zip.readUInt16LE(at + 28);
    if (nameBytes > NAME_BYTES) {
      return undefined;
    }
    entries.push({
      name: zip.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes),
      method: zip.readUInt16LE(at + 10),
      compressed: zip.readUInt32LE(at + 20),
      at: zip.readUInt32LE(at + 42),
    });
    at += ENTRY_BYTES + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

/** Text of a small entry; undefined: broken, or larger than it may be. */
function contentOf(zip: Buffer, { at, method, compressed }: Entry): string | undefined {
  if (at + LOCAL_BYTES > zip.length || compressed > CONTENT_TYPES_BYTES) {
    return undefined;
  }
  const start = at + LOCAL_BYTES + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  const bytes = zip.subarray(start, start + compressed);
  try {
    return (method === 0 ? bytes : inflateRawSync(bytes, { maxOutputLength: CONTENT_TYPES_BYTES })).toString('utf8');
  } catch {
    return undefined;
  }
}
