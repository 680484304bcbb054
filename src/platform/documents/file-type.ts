/**
 * What is recognised by its content, with the extensions it may go under. Whatever else people hand over is taken as
 * bytes that nobody looked into (`application/octet-stream`): nothing that is handed over may be lost.
 */
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
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
  'application/vnd.ms-word.document.macroenabled.12': ['docm'],
  'application/vnd.ms-excel.sheet.macroenabled.12': ['xlsm'],
  'application/vnd.ms-outlook': ['msg'],
  'application/msword': ['doc', 'dot'],
  'application/vnd.ms-excel': ['xls'],
  'application/vnd.ms-powerpoint': ['ppt'],
  'application/rtf': ['rtf'],
  'application/zip': ['zip'],
  'image/heic': ['heic', 'heif'],
  'image/tiff': ['tif', 'tiff'],
  'application/octet-stream': ['bin'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type FileType = keyof typeof FILE_TYPES;

/** What was looked into: pictures without their metadata, documents of a form that carries no program by itself. */
const LOOKED_INTO: readonly string[] = [
  ...['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf', 'message/rfc822', 'text/plain'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.oasis.opendocument.text',
];

/** Taken as it came: whoever opens it is told so. */
export function isUnchecked(contentType: string): boolean {
  return !LOOKED_INTO.includes(contentType);
}
