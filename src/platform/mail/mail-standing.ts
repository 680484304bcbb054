import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Scope } from '../database/scope.js';
import { LOGGER, type Log } from '../logging/log.js';
import { noteMailBad, noteMailGood } from './mail-standing.sql.js';

/** That it works is written down no more often. */
const GOOD_EVERY_MS = 5_000;
const SYSTEM: Scope = { organisationId: null, userId: null, roles: ['system'] };

/**
 * Keeps what this process finds of the mail servers, where every process can read it; tells the log of a change, and
 * only of that. Never fails: mail goes on whether or not this can be written.
 */
@Injectable()
export class MailStanding {
  private readonly known = new Map<string, { readonly trouble: string | undefined; readonly writtenAt: number }>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  /** @param trouble class of what is wrong; undefined: it works */
  async found(place: string, trouble: string | undefined): Promise<void> {
    const before = this.known.get(place);
    const isNew = before === undefined || before.trouble !== trouble;
    if (!isNew && (trouble !== undefined || performance.now() - before.writtenAt < GOOD_EVERY_MS)) {
      return;
    }
    this.known.set(place, { trouble, writtenAt: performance.now() });
    if (place === 'out' && isNew) {
      this.tell(trouble, before !== undefined);
    }
    await this.database
      .writeVolatile(SYSTEM, (executor) =>
        trouble === undefined ? noteMailGood(executor, place) : noteMailBad(executor, place, trouble),
      )
      .catch(() => this.known.delete(place));
  }

  private tell(trouble: string | undefined, isChange: boolean): void {
    if (trouble !== undefined) {
      this.log.error({ trouble }, 'the mail server takes no mail; tried again');
    } else if (isChange) {
      this.log.info('the mail server takes mail again');
    }
  }
}
