import { Inject, Injectable } from '@nestjs/common';
import { retryDelayMs } from '../../domain/forwarding/retry.js';
import { systemActor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import { MAIL_TRANSPORT, type MailTransport, type OutgoingMail } from '../../platform/mail/transport.js';
import { LostClaimError } from '../../platform/outbox/lost-claim.js';
import { completeJob, rescheduleJob, type ClaimedJob } from '../../platform/outbox/outbox.sql.js';
import { Vault } from '../../platform/vault/vault.js';
import { openCommitted } from '../sealed/sealed-payload.js';
import { countIdentityMailAttempt, loadIdentityMail, noteMailed, type IdentityMailRow } from './identity-checks.sql.js';
import {
  codeFor,
  evidenceField,
  IDENTITY_CODE_JOB,
  IDENTITY_TOLD_JOB,
  type IdentityEvidence,
} from './identity-evidence.js';
import { IDENTITY_MAIL as WORDS } from './identity-mail.de.js';

const LATER_MS = 60_000;

/** Sends the code to the person, and tells the DPO when the person has entered it. */
@Injectable()
export class IdentityMailService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async send(job: ClaimedJob, signal: AbortSignal): Promise<void> {
    const actor = systemActor(job.organisationId);
    const row = await this.database.ask(actor, (executor) => loadIdentityMail(executor, job, this.clock.now()));
    if (row === undefined || (job.kind === IDENTITY_TOLD_JOB && row.dpoEmail === null)) {
      // Another worker was quicker, or nobody is designated just now.
      return this.later(job, LATER_MS);
    }
    const mail = job.kind === IDENTITY_CODE_JOB ? this.toPerson(row) : this.toDpo(row);
    if (mail === undefined) {
      // Ended or erased meanwhile: a code that nobody can enter is not sent.
      await this.database.writeVolatile(actor, (executor) => completeJob(executor, job));
      return;
    }
    const result = await this.transport.send(mail, { signal });
    if (result.outcome === 'accepted') {
      return this.settle(job, row, result.code);
    }
    await this.database.writeVolatile(actor, (executor) => countIdentityMailAttempt(executor, row.id));
    await this.later(job, retryDelayMs(row.mailAttempts + 1));
  }

  private async later(job: ClaimedJob, delayMs: number): Promise<void> {
    await this.database.writeVolatile(systemActor(job.organisationId), (executor) =>
      rescheduleJob(executor, job, delayMs),
    );
  }

  private async settle(job: ClaimedJob, row: IdentityMailRow, smtpCode: number): Promise<void> {
    const event = job.kind === IDENTITY_CODE_JOB ? 'identity.code-sent' : 'identity.reported';
    await this.auditLog.transactOn(
      systemActor(row.organisationId),
      (executor) => Promise.all([completeJob(executor, job), noteMailed(executor, row.id)]),
      (transaction, held) => {
        if (!held.every(Boolean)) {
          return Promise.reject(new LostClaimError());
        }
        transaction.record(event, { check: row.id, smtpCode }, { rightsRequestId: row.rightsRequestId });
        return Promise.resolve();
      },
    );
  }

  private toPerson(row: IdentityMailRow): OutgoingMail | undefined {
    const { wrapped, epoch, evidence, codeSalt, codeEndsAt, organisationId, rightsRequestId, id } = row;
    if (wrapped === null || epoch === null || evidence === null || codeSalt === null || codeEndsAt === null) {
      return undefined;
    }
    const dataKey = this.vault.unwrap({ wrapped, epoch }, organisationId, rightsRequestId);
    const place = { organisation: organisationId, request: rightsRequestId, field: evidenceField(id) };
    const { address, link } = openCommitted(this.vault, dataKey, place, evidence).payload as IdentityEvidence;
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
