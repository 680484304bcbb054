import { addDays, civilDateIn, parseInstant } from '../../domain/civil-date.js';
import type { FieldProblem } from '../../domain/problem.js';
import { isRight } from '../../domain/rights/right.js';
import type { IntakeCommand } from '../../intake/intake-command.js';
import { acceptAttachments, fileProblem } from '../../platform/documents/attachments.js';
import type { InspectedFile } from '../../platform/documents/uploads.js';
import { localInput } from '../shell/format.js';
import type { HandoverForm } from './handover.page.js';
import type { Form, SentForm } from '../../platform/http/sent-form.js';
import { list, readForm, text } from '../shell/form-body.js';

const LOCAL_MOMENT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::\d{2}(?:\.\d+)?)?$/;
/** "This morning" and "yesterday" stand for the middle of the morning: whoever knows better types it. */
const MORNING = 'T08:00';

const HANDOVER = {
  channel: text(),
  message: text(),
  receivedAt: text(),
  rights: list,
  from: text(),
  contact: text(),
  lateReason: text(),
  idempotencyKey: text(),
};

export function formOf(body: Form): HandoverForm {
  return readForm(body, HANDOVER).typed;
}

/** The form as a command, or what is wrong with it. */
export function commandOf(
  form: HandoverForm,
  sent: Pick<SentForm<InspectedFile>, 'files' | 'problems'>,
  timeZone: string,
): { readonly command: IntakeCommand; readonly problems: readonly FieldProblem[] } {
  const problems: FieldProblem[] = [...sent.problems];
  const attachments = acceptAttachments(sent.files);
  if (!attachments.ok) {
    problems.push(...attachments.problems.map(fileProblem));
  }
  const rights = form.rights.filter(isRight);
  if (rights.length !== form.rights.length) {
    problems.push({ field: 'rights', code: 'unknown-value' });
  }
  const command: IntakeCommand = {
    door: 'handover',
    channel: form.channel,
    message: form.message,
    receivedAt: form.receivedAt === '' ? null : instantOf(form.receivedAt, timeZone),
    rights,
    from: form.from,
    contact: form.contact,
    lateReason: form.lateReason,
    files: attachments.ok ? attachments.attachments : [],
    idempotencyKey: form.idempotencyKey === '' ? null : form.idempotencyKey.slice(0, 200),
  };
  return { command, problems };
}

export function emptyForm(channel: string, now: Date, timeZone: string, idempotencyKey: string): HandoverForm {
  const receivedAt = localInput(now, timeZone);
  return { channel, message: '', receivedAt, rights: [], from: '', contact: '', lateReason: '', idempotencyKey };
}

/** What the buttons beside the moment of receipt fill in. */
export function quickMoments(now: Date, timeZone: string): { now: string; today: string; yesterday: string } {
  const day = civilDateIn(now, timeZone);
  const morning = `${day}${MORNING}`;
  const current = localInput(now, timeZone);
  return { now: current, today: morning < current ? morning : current, yesterday: `${addDays(day, -1)}${MORNING}` };
}

/**
 * The instant of a wall-clock time in the organisation's zone. In the hour that the autumn change repeats, the earlier
 * one: the clock of the law must not start too late.
 */
export function instantOf(local: string, timeZone: string): Date {
  const [, day, hour, minute] = LOCAL_MOMENT.exec(local) ?? [];
  const asUtc = parseInstant(`${day}T${hour}:${minute}:00Z`);
  if (asUtc === undefined) {
    return new Date(Number.NaN);
  }
  const wanted = local.slice(0, 16);
  const offsets = [
    -14, -13, -12, -11, -10, -9, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
  ];
  const candidates = offsets
    .map((hours) => new Date(asUtc + hours * 3_600_000))
    .filter((candidate) => localInput(candidate, timeZone) === wanted);
  // In the hour that spring leaves out, no instant has this wall-clock time: take it as if the clock had not changed.
  return candidates[0] ?? new Date(asUtc - 3_600_000);
}
