import type { FastifyRequest } from 'fastify';
import { parseInstant } from '../domain/civil-date.js';
import { refuse } from '../domain/problem.js';
import type { IntakeCommand } from '../intake/intake-command.js';
import type { Attachment } from '../platform/documents/attachments.js';
import { readUpload, type InspectedUpload } from '../platform/documents/uploads.js';
import { validInput } from '../platform/http/validate.js';
import { IntakeDto } from './intake.dto.js';
import { checkedKey } from './preconditions.js';
import { acceptedFiles } from './uploaded-files.js';

const LISTS = ['rights'];

/** The command in a JSON body or a multipart form with files. @throws Refusal */
export async function intakeCommandOf(
  request: FastifyRequest,
  idempotencyKey: string | undefined,
): Promise<IntakeCommand> {
  const key = checkedKey(idempotencyKey);
  if (request.isMultipart()) {
    const form = await readUpload(request);
    return commandOf(await validInput(IntakeDto, asBody(form)), key, acceptedFiles(form));
  }
  return commandOf(await validInput(IntakeDto, request.body), key, []);
}

function commandOf(body: IntakeDto, idempotencyKey: string | null, files: readonly Attachment[]): IntakeCommand {
  return {
    door: 'api',
    channel: body.channel.trim(),
    message: body.message ?? '',
    receivedAt: body.receivedAt === undefined ? null : moment(body.receivedAt),
    rights: [...new Set(body.rights ?? [])],
    from: body.from ?? '',
    contact: body.contact ?? '',
    lateReason: body.lateReason ?? '',
    files,
    idempotencyKey,
  };
}

/** RFC 3339 with an offset: "10 o'clock" without one is another moment in another time zone. */
function moment(text: string): Date {
  const at = parseInstant(text);
  return at === undefined
    ? refuse('invalid-input', { fields: [{ field: 'receivedAt', code: 'not-a-moment' }] })
    : new Date(at);
}

/** Form fields as the JSON body would have them; several values only where a list is meant. */
function asBody(form: InspectedUpload): Record<string, unknown> {
  const entries = [...form.fields].map(([name, values]): [string, unknown] => [
    name,
    LISTS.includes(name) ? values.filter((value) => value !== '') : values[0],
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}
