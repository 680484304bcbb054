import { addDays, civilDateIn, parseCivilDate, parseInstant, type CivilDate } from '../../domain/civil-date.js';
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

const HANDOVER = {
  channel: text(),
  message: text(),
  arrived: text(),
  arrivedOn: text(),
  arrivedTime: text(),
  seen: text(),
  seenOn: text(),
  seenTime: text(),
  rights: list,
  from: text(),
  contact: text(),
  lateReason: text(),
  breachHint: text(),
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
  now: Date,
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
  const arrived = momentOf('arrived', form.arrived, form.arrivedOn, form.arrivedTime, { timeZone, now }, problems);
  const seen = momentOf('seen', form.seen, form.seenOn, form.seenTime, { timeZone, now }, problems);
  const command: IntakeCommand = {
    door: 'handover',
    channel: form.channel,
    message: form.message,
    receivedAt: arrived.at,
    ...(arrived.day === undefined ? {} : { receivedDay: arrived.day }),
    moments: {
      arrival: arrived.said === 'now' ? 'moment' : arrived.said,
      seen: seen.said === 'unknown' ? 'unsaid' : seen.said,
      seenAt: seen.at,
      ...(seen.day === undefined ? {} : { seenDay: seen.day }),
    },
    ...(form.breachHint === '1' ? { breachHint: true } : {}),
    rights,
    from: form.from,
    contact: form.contact,
    lateReason: form.lateReason,
    files: attachments.ok ? attachments.attachments : [],
    idempotencyKey: form.idempotencyKey === '' ? null : form.idempotencyKey.slice(0, 200),
  };
  return { command, problems };
}

/** The intake's names of the moments are one field each; here the day is where it is mended. */
export function atItsField(problem: FieldProblem): FieldProblem {
  const field = { receivedAt: 'arrivedOn', seenAt: 'seenOn' }[problem.field];
  return field === undefined ? problem : { ...problem, field };
}

/** Nothing is filled in: a moment that nobody chose would say more than is known. */
export function emptyForm(channel: string, idempotencyKey: string): HandoverForm {
  return {
    channel,
    message: '',
    rights: [],
    from: '',
    contact: '',
    lateReason: '',
    breachHint: '',
    idempotencyKey,
    arrived: '',
    arrivedOn: '',
    arrivedTime: '',
    seen: '',
    seenOn: '',
    seenTime: '',
  };
}

interface Said {
  readonly said: 'now' | 'moment' | 'day' | 'unknown';
  /** Null: now, only the day, or not known. */
  readonly at: Date | null;
  readonly day?: CivilDate;
}

/** "Just now", a day with or without its time of day, or nothing that anybody knows. */
function momentOf(
  field: 'arrived' | 'seen',
  choice: string,
  typedDay: string,
  time: string,
  { timeZone, now }: { readonly timeZone: string; readonly now: Date },
  problems: FieldProblem[],
): Said {
  if (choice === 'now') {
    return { said: 'now', at: null };
  }
  if (choice === 'unknown' || (choice === '' && typedDay === '')) {
    return { said: 'unknown', at: null };
  }
  const today = civilDateIn(now, timeZone);
  // Who types a day and forgets to choose "another day" means it all the same.
  const day = choice === 'today' ? today : choice === 'yesterday' ? addDays(today, -1) : parseCivilDate(typedDay);
  if (day === undefined) {
    problems.push({ field: `${field}On`, code: typedDay === '' ? 'required' : 'not-a-date' });
    return { said: 'unknown', at: null };
  }
  if (time.trim() === '') {
    return { said: 'day', at: null, day };
  }
  const at = instantOf(`${day}T${time.trim()}`, timeZone);
  if (Number.isNaN(at.getTime())) {
    problems.push({ field: `${field}Time`, code: 'not-a-moment' });
    return { said: 'day', at: null, day };
  }
  return { said: 'moment', at };
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
