import type { FieldProblem } from '../../domain/problem.js';
import type { FileType } from './file-type.js';

const MEGABYTE = 1024 * 1024;
export const ATTACHMENT_LIMITS = { files: 10, fileBytes: 25 * MEGABYTE, totalBytes: 40 * MEGABYTE } as const;

/** A file that has been inspected (`Uploads`). */
export interface Attachment {
  readonly filename: string;
  readonly contentType: FileType;
  readonly content: Buffer;
  /** The picture carried EXIF, GPS, XMP, IPTC or comments, and no longer does. */
  readonly metadataRemoved: boolean;
}

/** `index` is the file's place in the upload; none if it is about all of them. `limit` in bytes or files. */
export interface AttachmentProblem {
  readonly code: 'empty-file' | 'too-large' | 'too-many';
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

/** All files or none, with every problem named. Whatever they are, they are taken: only size and number are bounded. */
export function acceptAttachments(files: readonly Attachment[]): AttachmentsResult {
  const overall = overallProblem(files);
  if (overall !== undefined) {
    return { ok: false, problems: [overall] };
  }
  const problems = files.flatMap((file, index) => problemOf(file, index) ?? []);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, attachments: files };
}

function overallProblem(files: readonly Attachment[]): AttachmentProblem | undefined {
  const { files: most, totalBytes } = ATTACHMENT_LIMITS;
  if (files.length > most) {
    return { code: 'too-many', limit: most };
  }
  const total = files.reduce((sum, { content }) => sum + content.length, 0);
  return total > totalBytes ? { code: 'too-large', limit: totalBytes } : undefined;
}

function problemOf({ content }: Attachment, index: number): AttachmentProblem | undefined {
  if (content.length > ATTACHMENT_LIMITS.fileBytes) {
    return { code: 'too-large', index, limit: ATTACHMENT_LIMITS.fileBytes };
  }
  return content.length === 0 ? { code: 'empty-file', index } : undefined;
}
