import { Inject, Injectable } from '@nestjs/common';
import { WORKER_SCOPE } from '../../audit/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { mailPlaces, type MailPlace } from '../../platform/mail/mail-standing.sql.js';
import { mailsWaiting, type MailsWaiting } from './mails-waiting.sql.js';

/** A mailbox is read each minute; one look that failed is nothing to wake anybody for. */
const INBOX_PATIENCE_MS = 300_000;

/** Whether mail goes out and comes in. What never happened is null, never 0. */
export interface MailHealth extends MailsWaiting {
  readonly status: 'ok' | 'degraded';
  readonly lastAcceptedSeconds: number | null;
  /** Class of what keeps mail from going out just now. */
  readonly sendingTrouble: string | null;
  /** Of the mailbox that has gone unread for longest. */
  readonly lastReadSeconds: number | null;
  readonly readingTrouble: string | null;
}

@Injectable()
export class MailHealthService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async state(): Promise<MailHealth> {
    const [places, waiting] = await this.database.ask(WORKER_SCOPE, (executor) =>
      Promise.all([mailPlaces(executor), mailsWaiting(executor)]),
    );
    const now = this.clock.now().getTime();
    const out = places.find(({ place }) => place === 'out');
    const inboxes = places.filter(({ place }) => place !== 'out');
    const troubled = inboxes.find((one) => one.trouble !== null && !isFresh(one, now));
    const isWell =
      (out === undefined || out.trouble === null) && troubled === undefined && waiting.late + waiting.bounced === 0;
    return {
      status: isWell ? 'ok' : 'degraded',
      ...waiting,
      lastAcceptedSeconds: secondsSince(out?.goodAt, now),
      sendingTrouble: out?.trouble ?? null,
      lastReadSeconds: oldest(inboxes.map(({ goodAt }) => secondsSince(goodAt, now))),
      readingTrouble: troubled?.trouble ?? null,
    };
  }
}

function isFresh({ goodAt }: MailPlace, now: number): boolean {
  return goodAt !== null && now - goodAt.getTime() < INBOX_PATIENCE_MS;
}

function secondsSince(at: Date | null | undefined, now: number): number | null {
  return at === null || at === undefined ? null : Math.max(0, Math.round((now - at.getTime()) / 1_000));
}

function oldest(seconds: readonly (number | null)[]): number | null {
  const known = seconds.filter((one) => one !== null);
  return known.length === 0 ? null : Math.max(...known);
}
