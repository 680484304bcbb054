import type { FastifyRequest } from 'fastify';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import type { Attachment } from '../../platform/documents/attachments.js';
import { readUpload } from '../../platform/documents/uploads.js';
import { acceptedFiles } from '../uploaded-files.js';

/** A command as it was sent: as JSON, or as a form where files go with it. */
export interface SentCommand {
  readonly body: unknown;
  readonly files: readonly Attachment[];
}

/** @throws Refusal malformed-body, invalid-input */
export async function sentCommandOf(request: FastifyRequest): Promise<SentCommand> {
  if (!request.isMultipart()) {
    return { body: request.body, files: [] };
  }
  const form = await readUpload(request);
  const files = acceptedFiles(form);
  const twice = [...form.fields].filter(([, values]) => values.length > 1);
  if (twice.length > 0) {
    refuse('invalid-input', { fields: twice.map(([field]): FieldProblem => ({ field, code: 'only-once' })) });
  }
  return { body: Object.fromEntries([...form.fields].map(([name, [value]]) => [name, valueOf(value)])), files };
}

/** Of what JSON tells apart a form knows texts only; what is said yes or no to is written as in JSON. */
function valueOf(text: string | undefined): unknown {
  return text === 'true' || text === 'false' ? text === 'true' : text;
}
