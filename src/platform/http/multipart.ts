import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { plainText } from '../../domain/plain-text.js';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import { Budget, BudgetExceeded } from '../untrusted/budget.js';

export interface UploadedFile {
  readonly field: string;
  readonly filename: string;
  readonly content: Buffer;
}

export interface MultipartForm<File = UploadedFile> {
  /** Every value of each field, in order. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly File[];
  /** What was cut off at a limit; what else was typed is kept, so that a form can be shown again. */
  readonly problems: readonly FieldProblem[];
}

const MEGABYTE = 1024 * 1024;
export const FILE_LIMIT_BYTES = 25 * MEGABYTE;
export const FILES_LIMIT = 10;
/** Of all that is kept of one form. */
export const FORM_LIMIT_BYTES = 40 * MEGABYTE;
/** The longest text that may be typed has 100,000 characters, each of three bytes at most. */
const FIELD_LIMIT_BYTES = 320 * 1024;
const FIELDS_LIMIT = 100;
/** A file's name in the head of its part; what is kept of it is far shorter. */
const PART_HEAD_BYTES = 16 * 1024;
/**
 * What goes on coming is read and thrown away for so long: then the sender hears what was too large. Beyond it, the
 * connection ends in the middle.
 */
const DRAINED_BYTES = 120 * MEGABYTE;
const MILLISECONDS = 10 * 60_000;

const READ = new WeakMap<FastifyRequest, Promise<MultipartForm>>();

/**
 * Reads a multipart form within a budget that holds while it comes in. A body can be read once only, and the guard of the form's token needs it before
 * the handler: whoever asks again gets the same. @throws Refusal malformed-body
 */
export function readMultipart(request: FastifyRequest): Promise<MultipartForm> {
  const reading = READ.get(request) ?? readParts(request);
  READ.set(request, reading);
  return reading;
}

async function readParts(request: FastifyRequest): Promise<MultipartForm> {
  const form = new FormInProgress();
  const coming = new Budget({
    bytes: DRAINED_BYTES,
    parts: FIELDS_LIMIT + FILES_LIMIT + 10,
    milliseconds: MILLISECONDS,
  });
  try {
    if (Number(request.headers['content-length'] ?? 0) > DRAINED_BYTES) {
      // It says so itself: not even read.
      throw new BudgetExceeded('bytes');
    }
    const limits = {
      fileSize: FILE_LIMIT_BYTES,
      fieldSize: FIELD_LIMIT_BYTES,
      files: FILES_LIMIT + 1,
      fields: FIELDS_LIMIT,
      parts: FIELDS_LIMIT + FILES_LIMIT + 10,
      headerPairs: 20,
      fieldNameSize: 200,
    };
    for await (const part of request.parts({ limits })) {
      coming.spendParts();
      if (part.type === 'field') {
        form.keepField(part.fieldname, part.value, part.valueTruncated);
      } else {
        await keepFile(part, form, coming);
      }
    }
  } catch (error) {
    const limit = limitProblem(error);
    request.raw.unpipe();
    if (error instanceof BudgetExceeded) {
      // Far beyond what anybody sends by mistake: not worth an answer.
      request.raw.destroy();
    } else {
      request.raw.resume();
    }
    if (limit === undefined) {
      return refuse('malformed-body', {});
    }
    form.problems.push(limit);
  }
  return form;
}

class FormInProgress implements MultipartForm {
  readonly fields = new Map<string, string[]>();
  readonly files: UploadedFile[] = [];
  readonly problems: FieldProblem[] = [];
  private kept = 0;

  keepField(name: string, value: unknown, truncated: boolean): void {
    const text = textOf(value);
    if (truncated) {
      this.problems.push({ field: name, code: 'too-large', limit: FIELD_LIMIT_BYTES });
    }
    if (this.fits(Buffer.byteLength(text))) {
      const values = this.fields.get(name);
      if (values === undefined) {
        this.fields.set(name, [text]);
      } else {
        values.push(text);
      }
    }
  }

  /** Whether so much more may be kept; said once where it may not. */
  fits(bytes: number): boolean {
    const before = this.kept;
    this.kept += bytes;
    if (this.kept > FORM_LIMIT_BYTES && before <= FORM_LIMIT_BYTES) {
      this.problems.push({ field: 'files', code: 'too-large', limit: FORM_LIMIT_BYTES });
    }
    return this.kept <= FORM_LIMIT_BYTES;
  }
}

async function keepFile(part: MultipartFile, form: FormInProgress, coming: Budget): Promise<void> {
  const chunks: Buffer[] = [];
  let whole = true;
  for await (const chunk of part.file) {
    const bytes = chunk as Buffer;
    coming.spendBytes(bytes.length);
    whole &&= form.fits(bytes.length);
    if (whole) {
      chunks.push(bytes);
    } else {
      chunks.length = 0;
    }
  }
  if (part.file.truncated) {
    form.problems.push({ field: part.fieldname, code: 'too-large', limit: FILE_LIMIT_BYTES });
    return;
  }
  const content = Buffer.concat(chunks);
  // Browsers send an empty, nameless part for a file field that was left alone.
  if (whole && (content.length > 0 || part.filename !== '')) {
    form.files.push({ field: part.fieldname, filename: part.filename.slice(0, PART_HEAD_BYTES), content });
  }
}

function textOf(value: unknown): string {
  // Form fields arrive with CRLF line ends (HTML, "constructing the form data set"); content is kept with LF.
  return typeof value === 'string' ? plainText(value.replaceAll('\r\n', '\n')) : '';
}

function limitProblem(error: unknown): FieldProblem | undefined {
  switch ((error as { code?: unknown }).code) {
    case 'FST_REQ_FILE_TOO_LARGE':
      return { field: 'files', code: 'too-large', limit: FILE_LIMIT_BYTES };
    case 'FST_FILES_LIMIT':
    case 'FST_PARTS_LIMIT':
      return { field: 'files', code: 'too-many', limit: FILES_LIMIT };
    case 'FST_FIELDS_LIMIT':
      return { field: 'fields', code: 'too-many', limit: FIELDS_LIMIT };
    default:
      return undefined;
  }
}
