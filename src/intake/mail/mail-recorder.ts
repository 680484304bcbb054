import { Inject, Injectable } from '@nestjs/common';
import { systemActor, type Actor } from '../../audit/actor.js';
import { OrganisationsRepository } from '../../organisations/organisations.repository.js';
import { Database } from '../../platform/database/database.js';
import { inboundMail } from '../../platform/mail/inbound.js';
import { mailFields } from '../../platform/mail/mail-head.js';
import { IntakeService, type Besides, type Received } from '../intake.service.js';
import { Confirmations } from './confirmation.js';
import { colleagueWith } from './colleagues.sql.js';
import { MailRequests, withinLimits } from './mail-request.js';

/** Records a request out of a mail. */
@Injectable()
export class MailRecorder {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
    @Inject(MailRequests) private readonly requests: MailRequests,
    @Inject(IntakeService) private readonly intake: IntakeService,
    @Inject(Confirmations) readonly confirmations: Confirmations,
  ) {}

  /**
   * @param besides what is committed with it; `own`: whoever sent it asks for themselves, and passes nothing on
   * @throws Refusal invalid-input (no channel for mail, too long ago), no-designation; BudgetExceeded
   */
  async record(
    actor: Actor,
    { raw, at }: { readonly raw: Buffer; readonly at: Date },
    besides: (...given: [...Parameters<Besides>, own: boolean]) => Promise<void>,
  ): Promise<Received> {
    const channels = await this.database.read(actor, ({ manager }) =>
      this.organisations.channels(manager, actor.organisationId),
    );
    const channel = channels.find(({ kind, active }) => kind === 'email' && active)?.slug ?? '';
    const own = await this.requests.commandOf(raw, channel, at);
    const passedOn = await this.passedOn(actor, raw, at);
    // Whoever says that it is one does not hand it over; whoever passes it on does, as far as its head tells.
    const taker = { ...actor, userId: passedOn?.by ?? null };
    const files = withinLimits([...own.files, ...(passedOn?.content.files ?? [])]);
    return this.intake.receive(taker, { ...own, ...passedOn?.content, files }, (transaction, id) =>
      besides(transaction, id, passedOn === undefined),
    );
  }

  /** What a colleague passes on: the person, their words, and when they wrote. Undefined: it is the sender's own. */
  private async passedOn(actor: Actor, raw: Buffer, at: Date) {
    const { head } = inboundMail(raw);
    const [result = ''] = mailFields(raw).fields.flatMap(({ name, value }) =>
      name === 'authentication-results' ? [value] : [],
    );
    if (head.authors.length !== 1 || /\bdmarc=fail\b/i.test(result)) {
      return undefined;
    }
    const { organisationId } = actor;
    const by = await this.database.ask(systemActor(organisationId), (executor) =>
      colleagueWith(executor, organisationId, head.from),
    );
    if (by === undefined) {
      return undefined;
    }
    const { timeZone } = await this.database.read(actor, ({ manager }) =>
      this.organisations.get(manager, organisationId),
    );
    const ownDomain = head.from.slice(head.from.lastIndexOf('@'));
    const isOwn = (address: string) => address.endsWith(ownDomain);
    const content = await this.requests.passedOnIn(raw, at, timeZone, isOwn);
    return content === undefined ? undefined : { by, content };
  }
}
