import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { FieldProblem } from '../../domain/problem.js';
import { readUpload, type InspectedFile } from '../documents/uploads.js';
import { readMultipart, type MultipartForm, type UploadedFile } from './multipart.js';

/** Fields as a form, or an address, brought them: a word, or a list where a name came more than once. */
export type Form = Readonly<Record<string, unknown>> | undefined;

/** A form with whatever files came with it, in whichever of the two encodings of HTML it was sent. */
export interface SentForm<File = UploadedFile> {
  readonly body: Form;
  readonly files: readonly File[];
  /** What did not come through as a whole. */
  readonly problems: readonly FieldProblem[];
}

/** Reads within limits, once: a second call gives the same. @throws Refusal malformed-body */
export async function readSentForm(request: FastifyRequest): Promise<SentForm> {
  if (!request.isMultipart()) {
    return { body: bodyOf(request.body), files: [], problems: [] };
  }
  return sentForm(await readMultipart(request));
}

function sentForm<File>({ fields, files, problems }: MultipartForm<File>): SentForm<File> {
  const body = Object.fromEntries([...fields].map(([name, values]) => [name, values.length > 1 ? values : values[0]]));
  return { body, files, problems };
}

/** Not read before it is asked for: a handler may refuse what it will not take, however big it is. */
export interface Upload {
  read(): Promise<SentForm>;
  /** With its files told for what they are, and cleaned. */
  inspected(): Promise<SentForm<InspectedFile>>;
}

/** `@Upload() upload: Upload` of a handler whose form carries files. */
export const Upload = createParamDecorator((_: unknown, context: ExecutionContext): Upload => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return {
    read: () => readSentForm(request),
    inspected: async () =>
      request.isMultipart()
        ? sentForm(await readUpload(request))
        : { body: bodyOf(request.body), files: [], problems: [] },
  };
});

function bodyOf(body: unknown): Form {
  return typeof body === 'object' && body !== null ? (body as Form) : undefined;
}
