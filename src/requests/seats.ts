import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../audit/actor.js';
import { OrganisationsRepository } from '../organisations/organisations.repository.js';
import { Database } from '../platform/database/database.js';
import type { Seat } from './request-deadline.js';

@Injectable()
export class Seats {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
  ) {}

  async of(actor: Actor): Promise<Seat> {
    return this.database.read(actor, ({ manager }) => this.organisations.get(manager, actor.organisationId));
  }
}
