import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import type { Actor } from '../../audit/actor.js';
import type { Channel } from '../../organisations/channel.entity.js';
import type { DpoDesignation } from '../../organisations/dpo-designation.entity.js';
import type { Instruction } from '../../organisations/instruction.entity.js';
import type { Organisation } from '../../organisations/organisation.entity.js';
import { OrganisationsRepository } from '../../organisations/organisations.repository.js';
import { Database } from '../../platform/database/database.js';

export interface Settings {
  readonly organisation: Organisation;
  readonly channels: readonly Channel[];
  readonly designation: DpoDesignation | null;
  readonly deputy: DpoDesignation | null;
  readonly instruction: Instruction | null;
}

/** What is in force at the organisation, as pages show it. */
@Injectable()
export class SettingsReader {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
  ) {}

  async of(actor: Actor): Promise<Settings> {
    return this.database.read(actor, async ({ manager, now }) => {
      const organisation = await this.organisations.get(manager, actor.organisationId);
      const today = civilDateIn(await now, organisation.timeZone);
      return {
        organisation,
        channels: await this.organisations.channels(manager, organisation.id),
        designation: await this.organisations.designationInForce(manager, organisation.id, false),
        deputy: await this.organisations.designationInForce(manager, organisation.id, true),
        instruction: await this.organisations.instructionInForce(manager, organisation.id, today),
      };
    });
  }
}
