import type { FastifyRequest } from 'fastify';
import { parseCivilDate, parseInstant, type CivilDate } from '../domain/civil-date.js';
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
    ...momentsOf(body),
    ...(body.breachHint === true ? { breachHint: true } : {}),
    rights: [...new Set(body.rights ?? [])],
    from: body.from ?? '',
    contact: body.contact ?? '',
    lateReason: body.lateReason ?? '',
    files,
    idempotencyKey,
  };
}

/** What is said of the two moments; a body that says nothing of them reaches the organisation with this call. */
function momentsOf({ receivedAt, seenAt }: IntakeDto): Pick<IntakeCommand, 'receivedAt' | 'receivedDay' | 'moments'> {
  const isUnknown = receivedAt === 'unknown';
  const arrived = receivedAt === undefined || isUnknown ? undefined : momentOrDay('receivedAt', receivedAt);
  const seen = seenAt === undefined ? undefined : momentOrDay('seenAt', seenAt);
  if (seen === undefined && !isUnknown && arrived?.day === undefined) {
    return { receivedAt: arrived?.at ?? null };
  }
  return {
    receivedAt: arrived?.at ?? null,
    ...(arrived?.day === undefined ? {} : { receivedDay: arrived.day }),
    moments: {
      arrival: isUnknown ? 'unknown' : arrived?.day === undefined ? 'moment' : 'day',
      seen: seen === undefined ? 'unsaid' : seen.day === undefined ? 'moment' : 'day',
      seenAt: seen?.at ?? null,
      ...(seen?.day === undefined ? {} : { seenDay: seen.day }),
    },
  };
}

/** RFC 3339 with an offset ("10 o'clock" without one is another moment in another time zone), or a day. */
function momentOrDay(field: string, text: string): { readonly at: Date | null; readonly day?: CivilDate } {
  const day = parseCivilDate(text);
  if (day !== undefined) {
    return { at: null, day };
  }
  const at = parseInstant(text);
  return at === undefined
    ? refuse('invalid-input', { fields: [{ field, code: 'not-a-moment' }] })
    : { at: new Date(at) };
}

/** Form fields as the JSON body would have them; several values only where a list is meant. */
function asBody(form: InspectedUpload): Record<string, unknown> {
  const entries = [...form.fields].map(([name, values]): [string, unknown] => [
    name,
    LISTS.includes(name) ? values.filter((value) => value !== '') : values[0],
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}
