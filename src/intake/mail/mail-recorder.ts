import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../audit/actor.js';
import { OrganisationsRepository } from '../../organisations/organisations.repository.js';
import { Database } from '../../platform/database/database.js';
import { IntakeService, type Besides, type Received } from '../intake.service.js';
import { MailRequests } from './mail-request.js';

/** Records a request out of a mail. */
@Injectable()
export class MailRecorder {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
    @Inject(MailRequests) private readonly requests: MailRequests,
    @Inject(IntakeService) private readonly intake: IntakeService,
  ) {}

  /**
   * @param besides what is committed with it
   * @throws Refusal invalid-input (no channel for mail, too long ago), no-designation; BudgetExceeded
   */
  async record(
    actor: Actor,
    { raw, at }: { readonly raw: Buffer; readonly at: Date },
    besides: Besides,
  ): Promise<Received> {
    const channels = await this.database.read(actor, ({ manager }) =>
      this.organisations.channels(manager, actor.organisationId),
    );
    const channel = channels.find(({ kind, active }) => kind === 'email' && active)?.slug ?? '';
    // Whoever says that it is one does not hand it over: it came by itself.
    const taker = { ...actor, userId: null };
    return this.intake.receive(taker, await this.requests.commandOf(raw, channel, at), besides);
  }
}
