import { startOfDayIn } from '../domain/civil-date.js';
import { isPlainText, plainLine, plainText } from '../domain/plain-text.js';
import type { FieldProblem } from '../domain/problem.js';
import { handoverCountsFrom, isHandoverLate, type Precision } from '../domain/forwarding/verdict.js';
import type { IntakeCommand, IntakeFile } from './intake-command.js';

export const MESSAGE_LIMIT = 100_000;
export const LINE_LIMIT = 300;
export const REASON_LIMIT = 2_000;
export const IDEMPOTENCY_KEY_LIMIT = 200;

/** Clocks of a colleague's computer and of the server differ by this much without anybody lying. */
const CLOCK_DIFFERENCE_MS = 2 * 60_000;
/** What lay in a drawer for years is a request all the same; older than this is a typing error. */
const OLDEST = '2000-01-01';

/** A line has no breaks either. */
const CONTROL_IN_LINE = /[\u0000-\u001F\u007F-\u009F]/;

/** A command without what was pasted along and nobody sees: that is no reason to hold it up. */
export function cleanedCommand(command: IntakeCommand): IntakeCommand {
  const [from, contact] = [plainLine(command.from), plainLine(command.contact)];
  return {
    ...command,
    message: plainText(command.message),
    lateReason: plainText(command.lateReason),
    from: shortened(from),
    contact: shortened(contact),
    files: [
      ...command.files,
      ...(from.length > LINE_LIMIT ? [asFile('absender.txt', command.from)] : []),
      ...(contact.length > LINE_LIMIT ? [asFile('kontakt.txt', command.contact)] : []),
    ],
  };
}

/** Whoever pastes a whole page where a name belongs is not sent back: the line keeps its beginning, a file all of it. */
function shortened(line: string): string {
  return line.length > LINE_LIMIT ? `${line.slice(0, LINE_LIMIT - 2).toWellFormed()} …` : line;
}

function asFile(filename: string, text: string): IntakeFile {
  return { filename, contentType: 'text/plain', content: Buffer.from(text.toWellFormed(), 'utf8') };
}

/** Days as their first moments, in the organisation's time zone. */
export function withMoments(command: IntakeCommand, timeZone: string): IntakeCommand {
  const { receivedDay, moments } = command;
  return {
    ...command,
    ...(receivedDay === undefined ? {} : { receivedAt: startOfDayIn(receivedDay, timeZone) }),
    ...(moments?.seenDay === undefined
      ? {}
      : { moments: { ...moments, seenAt: startOfDayIn(moments.seenDay, timeZone) } }),
  };
}

/** What is wrong with a command on its own; whether the channel exists and the reason is due is decided with the facts. */
export function problemsOf(command: IntakeCommand, now: Date): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const add = (field: string, code: FieldProblem['code'], limit?: number | string): void => {
    problems.push(limit === undefined ? { field, code } : { field, code, limit });
  };
  if (command.channel === '') {
    add('channel', 'required');
  }
  if (command.message.trim() === '' && command.files.length === 0) {
    add('message', 'required');
  }
  checkText(add, 'message', command.message, MESSAGE_LIMIT);
  checkText(add, 'lateReason', command.lateReason, REASON_LIMIT);
  checkLine(add, 'from', command.from);
  checkLine(add, 'contact', command.contact);
  checkMoment(add, 'receivedAt', command.receivedAt ?? now, now);
  if (command.moments?.seenAt != null) {
    checkMoment(add, 'seenAt', command.moments.seenAt, now);
    if (isSeenBefore(command, now)) {
      add('seenAt', 'before-arrival');
    }
  }
  return problems;
}

export interface KnownMoments {
  readonly receivedAt: Date;
  readonly arrival: Precision | null;
  readonly seenAt: Date | null;
  readonly seen: 'moment' | 'day' | null;
}

/** The two moments as they are recorded at `now`: nothing arrived or was seen later, or was seen before it arrived. */
export function knownMoments({ receivedAt, moments }: IntakeCommand, now: Date): KnownMoments {
  const notAfter = (at: Date, limit: Date): Date => (at > limit ? limit : at);
  // A colleague's clock may be a little ahead of ours.
  const arrivedAt = notAfter(receivedAt ?? now, now);
  if (moments === undefined) {
    return { receivedAt: arrivedAt, arrival: null, seenAt: null, seen: null };
  }
  const { arrival, seen } = moments;
  const seenAt = seen === 'now' ? now : moments.seenAt === null ? null : notAfter(moments.seenAt, now);
  const exact = arrival !== 'day' && seen !== 'day';
  return {
    // Nobody knows when it arrived: not after it was seen. To the minute, both may be the same.
    receivedAt: seenAt !== null && (arrival === 'unknown' || (exact && seenAt < arrivedAt)) ? seenAt : arrivedAt,
    arrival,
    ...(seenAt === null ? { seenAt: null, seen: null } : { seenAt, seen: seen === 'day' ? 'day' : 'moment' }),
  };
}

function checkMoment(add: Add, field: string, at: Date, now: Date): void {
  if (Number.isNaN(at.getTime())) {
    add(field, 'not-a-moment');
  } else if (at.getTime() > now.getTime() + CLOCK_DIFFERENCE_MS) {
    add(field, 'in-the-future');
  } else if (at.getTime() < Date.parse(OLDEST)) {
    add(field, 'too-long-ago', OLDEST);
  }
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Seen before it arrived: a day, or a minute, is before only where it had ended by then. */
function isSeenBefore({ receivedAt, moments }: IntakeCommand, now: Date): boolean {
  if (moments === undefined || moments.seenAt === null || moments.arrival === 'unknown') {
    return false;
  }
  const latest = moments.seenAt.getTime() + (moments.seen === 'day' ? DAY_MS : MINUTE_MS) - 1;
  return latest < (receivedAt ?? now).getTime();
}

/** The reason for a late hand-over, asked for only when it is late. */
export function lateReasonProblem(
  command: IntakeCommand,
  now: Date,
  handoverLimitMinutes: number,
): { readonly late: boolean; readonly problem: FieldProblem | undefined } {
  const { receivedAt, arrival, seenAt } = knownMoments(command, now);
  const from = handoverCountsFrom({
    receivedAt: receivedAt.getTime(),
    ...(seenAt === null ? {} : { seenAt: seenAt.getTime() }),
    ...(arrival === null ? {} : { arrival }),
  });
  const late = from !== undefined && isHandoverLate(from, now.getTime(), handoverLimitMinutes);
  // A mail cannot be asked why it comes late, and must not be lost for it.
  const problem: FieldProblem | undefined =
    late && command.door !== 'mailbox' && command.lateReason.trim() === ''
      ? { field: 'lateReason', code: 'required', limit: handoverLimitMinutes }
      : undefined;
  return { late, problem };
}

type Add = (field: string, code: FieldProblem['code'], limit?: number | string) => void;

function checkText(add: Add, field: string, value: string, limit: number): void {
  if (value.length > limit) {
    add(field, 'too-long', limit);
  } else if (!isPlainText(value)) {
    add(field, 'control-characters');
  }
}

function checkLine(add: Add, field: string, value: string): void {
  if (value.length > LINE_LIMIT) {
    add(field, 'too-long', LINE_LIMIT);
  } else if (CONTROL_IN_LINE.test(value) || !value.isWellFormed()) {
    add(field, 'control-characters');
  }
}
