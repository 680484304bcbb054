import { Inject, Injectable } from '@nestjs/common';
import { systemActor } from '../../audit/actor.js';
import type { AuditTransaction } from '../../audit/audit-log.js';
import type { MailJob } from '../../audit/mail-jobs.js';
import type { MailMatter } from '../../audit/refused-mails.sql.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import type { Accepted, OutgoingMail } from '../../platform/mail/transport.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';
import { Vault } from '../../platform/vault/vault.js';
import { loadIdentityMail, noteMailed, type IdentityMailRow } from './identity-checks.sql.js';
import {
  codeFor,
  evidenceField,
  IDENTITY_CODE_JOB,
  IDENTITY_TOLD_JOB,
  type IdentityEvidence,
} from './identity-evidence.js';
import { IDENTITY_MAIL as WORDS } from './identity-mail.de.js';
import { RequestVault } from '../sealed/request-vault.js';

/** Sends the code to the person, and tells the DPO when the person has entered it. */
@Injectable()
export class IdentityMailService implements MailJob<IdentityMailRow> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(RequestVault) private readonly requestVault: RequestVault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async load(job: LeasedJob): Promise<IdentityMailRow | 'later' | 'done'> {
    const actor = systemActor(job.organisationId);
    const row = await this.database.ask(actor, (executor) => loadIdentityMail(executor, job, this.clock.now()));
    if (row === undefined) {
      return 'done';
    }
    return job.kind === IDENTITY_TOLD_JOB && row.dpoEmail === null ? 'later' : row;
  }

  matter({ id, rightsRequestId }: IdentityMailRow, job: LeasedJob): MailMatter {
    return { about: id, rightsRequestId, toDpo: job.kind === IDENTITY_TOLD_JOB };
  }

  /** Ended or erased meanwhile: a code that nobody can enter is not sent. */
  compose(row: IdentityMailRow, job: LeasedJob): OutgoingMail | 'dropped' {
    return (job.kind === IDENTITY_CODE_JOB ? this.toPerson(row) : this.toDpo(row)) ?? 'dropped';
  }

  async sent(
    transaction: AuditTransaction,
    { id, rightsRequestId }: IdentityMailRow,
    { code }: Accepted,
    { kind }: LeasedJob,
  ): Promise<boolean> {
    const event = kind === IDENTITY_CODE_JOB ? 'identity.code-sent' : 'identity.reported';
    transaction.record(event, { check: id, smtpCode: code }, { rightsRequestId });
    return noteMailed(transaction, id);
  }

  private toPerson(row: IdentityMailRow): OutgoingMail | undefined {
    const { wrapped, epoch, evidence, codeSalt, codeEndsAt, organisationId, rightsRequestId, id } = row;
    if (wrapped === null || epoch === null || evidence === null || codeSalt === null || codeEndsAt === null) {
      return undefined;
    }
    const request = this.requestVault.with({ organisationId, rightsRequestId }, { wrapped, epoch });
    const { address, link } = request.opened<IdentityEvidence>(evidenceField(id), evidence);
    const { subject, lead, code, link: linkWords, notYou, contact } = WORDS.code;
    return this.mail(address, row.messageId, subject(row.organisationName), [
      lead(row.organisationName),
      code(codeFor(this.vault, organisationId, id, codeSalt), germanMoment(codeEndsAt, row.timeZone)),
      linkWords(`${this.settings.baseUrl}/bestaetigen/${link}`),
      notYou,
      ...(row.dpoEmail === null ? [] : [contact(row.dpoTitle ?? '', row.dpoEmail, row.dpoTelephone ?? '')]),
    ]);
  }

  private toDpo({ dpoEmail, reference, messageId, rightsRequestId }: IdentityMailRow): OutgoingMail | undefined {
    const { subject, lead, link } = WORDS.told;
    const url = `${this.settings.baseUrl}/vorgaenge/${rightsRequestId}/identitaet`;
    return dpoEmail === null
      ? undefined
      : this.mail(dpoEmail, messageId.replace('.identity@', '.identity-told@'), subject(reference), [
          lead(reference),
          link(url),
        ]);
  }

  private mail(to: string, messageId: string, subject: string, paragraphs: readonly string[]): OutgoingMail {
    return {
      from: this.settings.from,
      to: [{ address: to }],
      subject,
      text: paragraphs.join('\n\n'),
      messageId,
      date: this.clock.now(),
      headers: { 'Auto-Submitted': 'auto-generated' },
    };
  }
}

function germanMoment(moment: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('de-DE', { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  return `${format.format(moment)} Uhr`;
}
