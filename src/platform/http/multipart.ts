import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { refuse, type FieldProblem } from '../../domain/problem.js';

export interface UploadedFile {
  readonly field: string;
  readonly filename: string;
  readonly content: Buffer;
}

export interface MultipartForm {
  /** Every value of each field, in order. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly UploadedFile[];
  /** Files that were cut off at a limit; what else was typed is kept, so that a form can be shown again. */
  readonly problems: readonly FieldProblem[];
}

export const FILE_LIMIT_BYTES = 25 * 1024 * 1024;
export const FILES_LIMIT = 10;
const FIELD_LIMIT_BYTES = 4 * 1024 * 1024;

const READ = new WeakMap<FastifyRequest, Promise<MultipartForm>>();

/**
 * Reads a multipart form within limits. A body can be read once only, and the guard of the form's token needs it before
 * the handler: whoever asks again gets the same. @throws Refusal malformed-body
 */
export function readMultipart(request: FastifyRequest): Promise<MultipartForm> {
  const reading = READ.get(request) ?? readParts(request);
  READ.set(request, reading);
  return reading;
}

async function readParts(request: FastifyRequest): Promise<MultipartForm> {
  const fields = new Map<string, string[]>();
  const files: UploadedFile[] = [];
  const problems: FieldProblem[] = [];
  try {
    const limits = {
      fileSize: FILE_LIMIT_BYTES,
      fieldSize: FIELD_LIMIT_BYTES,
      files: FILES_LIMIT + 1,
      fields: 100,
      parts: 120,
    };
    for await (const part of request.parts({ limits })) {
      if (part.type === 'field') {
        fields.set(part.fieldname, [...(fields.get(part.fieldname) ?? []), textOf(part.value)]);
      } else {
        await keepFile(part, files, problems);
      }
    }
  } catch (error) {
    const limit = limitProblem(error);
    if (limit === undefined) {
      return refuse('malformed-body', {});
    }
    problems.push(limit);
  }
  return { fields, files, problems };
}

async function keepFile(part: MultipartFile, files: UploadedFile[], problems: FieldProblem[]): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of part.file) {
    chunks.push(chunk as Buffer);
  }
  const content = Buffer.concat(chunks);
  if (part.file.truncated) {
    problems.push({ field: part.fieldname, code: 'too-large', limit: FILE_LIMIT_BYTES });
  } else if (content.length > 0 || part.filename !== '') {
    // Browsers send an empty, nameless part for a file field that was left alone.
    files.push({ field: part.fieldname, filename: part.filename, content });
  }
}

function textOf(value: unknown): string {
  // Form fields arrive with CRLF line ends (HTML, "constructing the form data set"); content is kept with LF.
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '';
}

function limitProblem(error: unknown): FieldProblem | undefined {
  switch ((error as { code?: unknown }).code) {
    case 'FST_REQ_FILE_TOO_LARGE':
      return { field: 'files', code: 'too-large', limit: FILE_LIMIT_BYTES };
    case 'FST_FILES_LIMIT':
    case 'FST_PARTS_LIMIT':
      return { field: 'files', code: 'too-many', limit: FILES_LIMIT };
    default:
      return undefined;
  }
}
