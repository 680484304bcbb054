import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../audit/actor.js';
import { OrganisationsRepository } from '../../organisations/organisations.repository.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { addressFormOf } from './address-form.sql.js';
import type { Sender } from './case-values.js';

/** Who writes: read for each message, as a designation may have changed since the last one. */
@Injectable()
export class SenderReader {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @param rightsRequestId its channel may have a form of address of its own */
  async of(actor: Actor, rightsRequestId?: string): Promise<Sender> {
    return this.database.read(actor, async (transaction) => {
      const { manager } = transaction;
      const organisation = await this.organisations.get(manager, actor.organisationId);
      const form = rightsRequestId === undefined ? null : await addressFormOf(transaction, rightsRequestId);
      return {
        organisation: form === null ? organisation : { ...organisation, addressForm: form },
        designation: await this.organisations.designationInForce(manager, actor.organisationId, false),
        baseUrl: this.config.baseUrl,
      };
    });
  }
}
