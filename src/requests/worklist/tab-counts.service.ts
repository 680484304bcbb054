import { Inject, Injectable } from '@nestjs/common';
import type { CivilDate } from '../../domain/civil-date.js';
import type { Actor } from '../../audit/actor.js';
import { Database } from '../../platform/database/database.js';
import { mustBeDpo } from '../request/permission.js';
import { tabCounts, type TabCounts } from './tab-counts.sql.js';

/** How many cases lie behind each tab of the worklist. */
@Injectable()
export class TabCountsService {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** @throws Refusal not-allowed */
  async of(actor: Actor, today: CivilDate): Promise<TabCounts> {
    const user = mustBeDpo(actor);
    return this.database.ask(actor, (executor) => tabCounts(executor, actor.organisationId, user, today));
  }
}
