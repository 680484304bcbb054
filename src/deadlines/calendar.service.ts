import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../domain/problem.js';
import { systemActor, WORKER_SCOPE, type Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { randomToken, uuidv7 } from '../platform/ids.js';
import { mustBeDpo } from '../requests/request/permission.js';
import type { RightsRequestRow } from '../requests/request/rights-requests.repository.js';
import {
  calendarItems,
  calendarLetters,
  deleteFeed,
  feedOwner,
  findFeed,
  insertFeed,
  type CalendarFeed,
  type CalendarItem,
  type CalendarLetter,
} from './calendar.sql.js';
import { iCalendar, type AllDayEvent } from './icalendar.js';

const WORDS = {
  name: (organisation: string) => `Fristen ${organisation}`,
  due: (reference: string) => `Frist ${reference}`,
  followUp: (reference: string) => `Nachfassen ${reference}`,
  dueText: 'Letzter Tag für die Antwort (Art. 12 Abs. 3 DSGVO).',
  letter: (reference: string) => `Frist der Aufsichtsbehörde ${reference}`,
  letterText: 'Letzter Tag für die Stellungnahme an die Aufsichtsbehörde.',
  followUpText: 'Die Frist steht still: Antwort der betroffenen Person steht aus.',
} as const;

/** Deadlines as calendars: references and days, no personal data, under an address that only its owner knows. */
@Injectable()
export class CalendarService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async feed(actor: Actor): Promise<CalendarFeed | undefined> {
    const userId = mustBeDpo(actor);
    return this.database.ask(actor, (executor) => findFeed(executor, actor.organisationId, userId));
  }

  /** A new secret address; an older one ends. Shown once: only its hash is kept. @throws Refusal not-allowed */
  async issue(actor: Actor): Promise<string> {
    const userId = mustBeDpo(actor);
    const { organisationId } = actor;
    const secret = randomToken();
    const id = uuidv7(this.clock.now().getTime());
    await this.auditLog.transact(actor, async (transaction) => {
      const old = await deleteFeed(transaction, organisationId, userId);
      if (old !== undefined) {
        transaction.record('calendar.revoked', { user: userId, calendar: old });
      }
      await insertFeed(transaction, { id, organisationId, userId, secretHash: hashOf(secret) });
      transaction.record('calendar.issued', { user: userId, calendar: id });
    });
    return `${this.config.baseUrl}/kalender/${secret}.ics`;
  }

  /** From here on the address is not found. Twice is once. @throws Refusal not-allowed */
  async revoke(actor: Actor): Promise<void> {
    const userId = mustBeDpo(actor);
    await this.auditLog.transact(actor, async (transaction) => {
      const old = await deleteFeed(transaction, actor.organisationId, userId);
      if (old !== undefined) {
        transaction.record('calendar.revoked', { user: userId, calendar: old });
      }
    });
  }

  /** What a calendar program gets. @throws Refusal not-found for an unknown or revoked address */
  async subscribed(secret: string): Promise<string> {
    const owner = await this.database.ask(WORKER_SCOPE, (executor) => feedOwner(executor, hashOf(secret)));
    if (owner === undefined) {
      return refuse('not-found', {});
    }
    const { organisationId, organisationName } = owner;
    const [items, letters] = await this.database.ask(systemActor(organisationId), (executor) =>
      Promise.all([calendarItems(executor, organisationId), calendarLetters(executor, organisationId)]),
    );
    return iCalendar(WORDS.name(organisationName), [
      ...items.map((item) => this.event(item)),
      ...letters.map((letter) => this.letter(letter)),
    ]);
  }

  /** One request for one's own calendar. */
  single(row: RightsRequestRow): string {
    return iCalendar(WORDS.due(row.reference), [this.event(row)]);
  }

  private event(item: CalendarItem): AllDayEvent {
    const paused = item.clock === 'paused';
    return {
      uid: `${item.id}@${this.config.logHost}`,
      // What is due next may be an authority's limit; that is an event of its own.
      on: paused ? item.nextOn : item.dueOn,
      sequence: item.version,
      stamp: item.recordedAt,
      summary: paused ? WORDS.followUp(item.reference) : WORDS.due(item.reference),
      description: paused ? WORDS.followUpText : WORDS.dueText,
      url: `${this.config.baseUrl}/vorgaenge/${item.id}`,
    };
  }

  private letter(letter: CalendarLetter): AllDayEvent {
    return {
      uid: `${letter.id}@${this.config.logHost}`,
      on: letter.dueOn,
      sequence: letter.version,
      stamp: letter.recordedAt,
      summary: WORDS.letter(letter.reference),
      description: WORDS.letterText,
      url: `${this.config.baseUrl}/vorgaenge/${letter.requestId}/aufsicht`,
    };
  }
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
