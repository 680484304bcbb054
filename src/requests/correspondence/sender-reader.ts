import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../audit/actor.js';
import { OrganisationsRepository } from '../../organisations/organisations.repository.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import type { Sender } from './case-values.js';

/** Who writes: read for each message, as a designation may have changed since the last one. */
@Injectable()
export class SenderReader {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async of(actor: Actor): Promise<Sender> {
    return this.database.read(actor, async ({ manager }) => {
      const organisation = await this.organisations.get(manager, actor.organisationId);
      return {
        organisation,
        designation: await this.organisations.designationInForce(manager, actor.organisationId, false),
        baseUrl: this.config.baseUrl,
      };
    });
  }
}
