/** What people may attach. HEIC is left out: its metadata cannot be taken out without encoding the picture anew. */
export const FILE_TYPES = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'message/rfc822': ['eml'],
  'text/plain': ['txt', 'text', 'log', 'csv', 'md'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type FileType = keyof typeof FILE_TYPES;

/** Where a header block surely ends, for telling a mail from a text. */
const HEAD_BYTES = 16 * 1024;

/**
 * The type by its content; what a browser or a file name claims decides nothing, except that a text named `.eml` that
 * reads like a mail is one. Undefined: none of ours. HTML and SVG are `text/plain`, and harmless as such.
 */
export function sniffFileType(content: Buffer, filename: string): FileType | undefined {
  const starts = (signature: string, at = 0): boolean =>
    content.toString('latin1', at, at + signature.length) === signature;
  if (starts('\x89PNG\r\n\x1a\n')) {
    return 'image/png';
  }
  if (starts('\xff\xd8\xff')) {
    return 'image/jpeg';
  }
  if (starts('GIF87a') || starts('GIF89a')) {
    return 'image/gif';
  }
  if (starts('RIFF') && starts('WEBP', 8)) {
    return 'image/webp';
  }
  if (starts('%PDF-')) {
    return 'application/pdf';
  }
  if (starts('PK\x03\x04')) {
    return officeType(content);
  }
  if (!isText(content)) {
    return undefined;
  }
  return /\.eml$/i.test(filename) && readsLikeMail(content) ? 'message/rfc822' : 'text/plain';
}

function officeType(zip: Buffer): FileType | undefined {
  const openDocument = 'application/vnd.oasis.opendocument.text';
  // ODF 1.3 part 2 §3.3: the first entry is `mimetype`, stored, without extra field, so it lies at a fixed place.
  if (zip.toString('latin1', 30, 38 + openDocument.length) === `mimetype${openDocument}`) {
    return openDocument;
  }
  // A document with macros is another type (docm), whatever its name.
  return zip.includes('[Content_Types].xml') && zip.includes('word/document.xml') && !zip.includes('vbaProject.bin')
    ? 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
    : undefined;
}

/** Any encoding in which German is written one byte or UTF-8: what gives binary content away are control characters. */
function isText(content: Buffer): boolean {
  for (const byte of content) {
    const isControl = byte < 0x20 ? byte < 0x09 || byte > 0x0d : byte === 0x7f;
    if (isControl) {
      return false;
    }
  }
  return content.length > 0;
}

function readsLikeMail(content: Buffer): boolean {
  const [head = ''] = content.toString('latin1', 0, HEAD_BYTES).split(/\r?\n\r?\n/);
  const has = (name: string): boolean => new RegExp(`^${name}:`, 'im').test(head);
  return /^[!-9;-~]+:/.test(head) && has('From') && (has('Date') || has('Received') || has('Message-ID'));
}
