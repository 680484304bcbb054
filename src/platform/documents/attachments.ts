import type { FieldProblem } from '../../domain/problem.js';
import { sanitiseFilename } from './file-name.js';
import { sniffFileType, type FileType } from './file-type.js';
import { stripGif } from './images/gif.js';
import { stripJpeg } from './images/jpeg.js';
import { stripPng } from './images/png.js';
import { stripWebp } from './images/webp.js';

const MEGABYTE = 1024 * 1024;
export const ATTACHMENT_LIMITS = { files: 10, fileBytes: 25 * MEGABYTE, totalBytes: 40 * MEGABYTE } as const;

export interface UploadedFile {
  readonly filename: string;
  readonly content: Buffer;
}

export interface Attachment {
  readonly filename: string;
  readonly contentType: FileType;
  readonly content: Buffer;
  /** The picture carried EXIF, GPS, XMP, IPTC or comments, and no longer does. */
  readonly metadataRemoved: boolean;
}

/** `index` is the file's place in the upload; none if it is about all of them. `limit` in bytes or files. */
export interface AttachmentProblem {
  readonly code: 'unsupported-file' | 'empty-file' | 'too-large' | 'too-many';
  readonly index?: number;
  readonly limit?: number;
}

/** As a problem of the one field that files are chosen in. */
export function fileProblem({ code, limit }: AttachmentProblem): FieldProblem {
  return limit === undefined ? { field: 'files', code } : { field: 'files', code, limit };
}

export type AttachmentsResult =
  | { readonly ok: true; readonly attachments: readonly Attachment[] }
  | { readonly ok: false; readonly problems: readonly AttachmentProblem[] };

/**
 * All files or none, with every problem named. Pictures lose what the camera wrote about place, time and owner: nobody
 * needs it to answer a request (Art. 5(1)(c) GDPR). Their pixels, colours and orientation stay as they are; documents
 * and mails stay byte for byte. Never throws, whatever the content.
 */
export function acceptAttachments(files: readonly UploadedFile[]): AttachmentsResult {
  const overall = overallProblem(files);
  if (overall !== undefined) {
    return { ok: false, problems: [overall] };
  }
  const results = files.map(acceptOne);
  const problems = results.filter((result) => 'code' in result);
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, attachments: results.filter((result) => 'content' in result) };
}

function overallProblem(files: readonly UploadedFile[]): AttachmentProblem | undefined {
  const { files: most, totalBytes } = ATTACHMENT_LIMITS;
  if (files.length > most) {
    return { code: 'too-many', limit: most };
  }
  const total = files.reduce((sum, { content }) => sum + content.length, 0);
  return total > totalBytes ? { code: 'too-large', limit: totalBytes } : undefined;
}

function acceptOne(file: UploadedFile, index: number): Attachment | AttachmentProblem {
  if (file.content.length > ATTACHMENT_LIMITS.fileBytes) {
    return { code: 'too-large', index, limit: ATTACHMENT_LIMITS.fileBytes };
  }
  if (file.content.length === 0) {
    return { code: 'empty-file', index };
  }
  const contentType = sniffFileType(file.content, file.filename);
  const content = contentType === undefined ? undefined : withoutMetadata(contentType, file.content);
  if (contentType === undefined || content === undefined) {
    return { code: 'unsupported-file', index };
  }
  return {
    filename: sanitiseFilename(file.filename, contentType),
    contentType,
    content,
    metadataRemoved: !content.equals(file.content),
  };
}

/** Undefined if the picture is too broken to tell its metadata from its pixels. */
function withoutMetadata(type: FileType, content: Buffer): Buffer | undefined {
  switch (type) {
    case 'image/jpeg':
      return stripJpeg(content);
    case 'image/png':
      return stripPng(content);
    case 'image/gif':
      return stripGif(content);
    case 'image/webp':
      return stripWebp(content);
    default:
      return content;
  }
}
