import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../audit/actor.js';
import { Database } from '../../platform/database/database.js';
import { mustBeDpo } from '../request/permission.js';
import { undeliveredCases, type UndeliveredCase } from './undelivered.sql.js';

const SHOWN = 20;

/** What has to be said another way: mails that came back or were refused. No content is opened for it. */
@Injectable()
export class UndeliveredService {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** At most 20. @throws Refusal not-allowed */
  async list(actor: Actor, rightsRequestId: string | null = null): Promise<readonly UndeliveredCase[]> {
    mustBeDpo(actor);
    return this.database.ask(actor, (executor) =>
      undeliveredCases(executor, actor.organisationId, rightsRequestId, SHOWN),
    );
  }
}
