import type { Precision } from '../../domain/forwarding/verdict.js';
import { civilDateIn } from '../../domain/civil-date.js';
import { day, minute } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

/** What is known of the two moments of a hand-over, of a row. */
export interface Arrived {
  readonly receivedAt: Date;
  /** Null: nobody was asked. */
  readonly arrival: Precision | null;
  readonly seenAt: Date | null;
  readonly seen: 'moment' | 'day' | null;
}

/** When it arrived, as exactly as it is known and no more. */
export function arrivalWords(context: PageContext, { receivedAt, arrival }: Arrived): string {
  const { receipt } = context.texts;
  return arrival === 'unknown'
    ? receipt.arrivalUnknown(minute(context, receivedAt))
    : known(context, receivedAt, arrival === 'day');
}

/** Undefined: nobody said when it was seen. */
export function seenWords(context: PageContext, { seenAt, seen }: Arrived): string | undefined {
  return seenAt === null ? undefined : known(context, seenAt, seen === 'day');
}

function known(context: PageContext, at: Date, dayOnly: boolean): string {
  return dayOnly ? context.texts.receipt.dayOnly(day(context, civilDateIn(at, context.timeZone))) : minute(context, at);
}
