// Figures of a report that count what happened in the period, whenever its request was recorded: one entry, one number.

import type { EventName } from '../log/events.js';

interface Counted {
  readonly event: EventName;
  /** Of entries that come in kinds. */
  readonly kind?: string;
}

/** What is counted by its entries in the period. */
export const EVENT_FIGURES = {
  answers: { event: 'request.answered' },
  'identity:asked': { event: 'deadline.paused', kind: 'identity' },
  'identity:confirmed': { event: 'deadline.resumed', kind: 'identity' },
  'recipients:listed': { event: 'recipient.listed' },
  'recipients:notified': { event: 'recipient.notified' },
  'recipients:left-out': { event: 'recipient.left-out' },
  'restrictions:began': { event: 'restriction.began' },
  'restrictions:lifted': { event: 'restriction.lifted' },
  'complaints:opened': { event: 'complaint.opened' },
  'complaints:concluded': { event: 'complaint.concluded' },
  'erasures:closed': { event: 'request.closed' },
  'duties:done': { event: 'duty.done' },
  'duties:left-out': { event: 'duty.left-out' },
  'duties:reopened': { event: 'duty.reopened' },
  'dismissals:noted': { event: 'request.mistake-noted' },
  'dismissals:dismissed': { event: 'request.dismissed' },
  'retention:erased': { event: 'content.erased' },
  'retention:told': { event: 'erasure.certified' },
  'retention:untold': { event: 'erasure.uncertified' },
  'retention:copies': { event: 'copy.deleted' },
  'retention:channels': { event: 'channel.copy-deleted' },
  'retention:holds': { event: 'hold.set' },
} as const satisfies Readonly<Record<string, Counted>>;

interface Lasting {
  readonly begins: EventName;
  readonly ends: EventName;
  /** The fact that both name it by. */
  readonly by: string;
}

/** What had begun and not ended when the period did. */
export const STANDING_FIGURES = {
  'restrictions:active': { begins: 'restriction.began', ends: 'restriction.lifted', by: 'restriction' },
  'retention:held': { begins: 'hold.set', ends: 'hold.released', by: 'hold' },
  'complaints:open': { begins: 'complaint.opened', ends: 'complaint.concluded', by: 'complaint' },
} as const satisfies Readonly<Record<string, Lasting>>;

/** Recorded before the period and still somebody's task when it began. */
export const CARRIED_OVER = 'carried-over';

export type EventFigure = keyof typeof EVENT_FIGURES | keyof typeof STANDING_FIGURES | typeof CARRIED_OVER;

export function isEventFigure(name: string): name is EventFigure {
  return Object.hasOwn(EVENT_FIGURES, name) || Object.hasOwn(STANDING_FIGURES, name) || name === CARRIED_OVER;
}
