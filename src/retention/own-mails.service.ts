import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../domain/problem.js';
import { systemActor, type Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Database } from '../platform/database/database.js';
import { MAILBOX } from '../platform/mail/mail-settings.js';
import type { KeptMail, Mailbox, MailSummary } from '../platform/mail/mailbox.js';
import { isOnlyOrganisation, ownMailIds } from './own-mails.sql.js';

/**
 * The built-in mailbox of the demonstration, as one organisation may see it: its own mails, and each opening an entry. Where
 * several organisations share it, a mail that leads to none of them is shown to nobody.
 */
@Injectable()
export class OwnMails {
  constructor(
    @Inject(MAILBOX) private readonly mailbox: Mailbox | undefined,
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** Newest first. @throws Refusal not-found where there is no such mailbox */
  async list({ organisationId }: Actor): Promise<readonly MailSummary[]> {
    return this.own(organisationId, await this.box().listMails());
  }

  /** @throws Refusal not-found */
  async open(actor: Actor, id: string): Promise<KeptMail> {
    const mail = (await this.box().readMail(id)) ?? refuse('not-found', {});
    const user = actor.userId;
    if (user === null || (await this.own(actor.organisationId, [mail])).length === 0) {
      return refuse('not-found', {});
    }
    const hash = createHash('sha256').update(mail.raw).digest('base64');
    await this.auditLog.transact(actor, (transaction) =>
      Promise.resolve(transaction.record('mailbox.opened', { user, mail: hash })),
    );
    return mail;
  }

  private async own<M extends MailSummary>(organisationId: string, mails: readonly M[]): Promise<readonly M[]> {
    const ids = mails.flatMap(({ messageId }) => messageId ?? []);
    const [isOnly, own] = await this.database.ask(systemActor(organisationId), (executor) =>
      Promise.all([isOnlyOrganisation(executor, organisationId), ownMailIds(executor, organisationId, ids)]),
    );
    return isOnly ? mails : mails.filter(({ messageId }) => messageId !== undefined && own.has(messageId));
  }

  private box(): Mailbox {
    return this.mailbox ?? refuse('not-found', {});
  }
}
