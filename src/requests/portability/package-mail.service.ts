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
import { codeFor } from '../identity-check/identity-evidence.js';
import { PACKAGE_LINK_JOB, packageLinkField, type PackageLink } from './package.js';
import { PACKAGE_MAIL } from './package-mail.js';
import { countPackageMailAttempt, loadPackageMail, notePackageMailed, type PackageMailRow } from './packages.sql.js';

const LATER_MS = 60_000;

/** Sends the link, and the codes that the person asks for, again and again until a server accepts them. */
@Injectable()
export class PackageMailService {
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
    const row = await this.database.ask(actor, (executor) => loadPackageMail(executor, job));
    if (row === undefined) {
      return this.later(job, LATER_MS);
    }
    const mail = this.compose(job, row);
    if (mail === undefined) {
      // Settled or erased meanwhile: a link that leads nowhere is not sent.
      await this.database.writeVolatile(actor, (executor) => completeJob(executor, job));
      return;
    }
    const result = await this.transport.send(mail, { signal });
    if (result.outcome === 'accepted') {
      return this.settle(job, row, result.code);
    }
    await this.database.writeVolatile(actor, (executor) => countPackageMailAttempt(executor, row.id));
    await this.later(job, retryDelayMs(row.mailAttempts + 1));
  }

  private async later(job: ClaimedJob, delayMs: number): Promise<void> {
    await this.database.writeVolatile(systemActor(job.organisationId), (executor) =>
      rescheduleJob(executor, job, delayMs),
    );
  }

  private async settle(job: ClaimedJob, row: PackageMailRow, smtpCode: number): Promise<void> {
    const { id, rightsRequestId } = row;
    const event = job.kind === PACKAGE_LINK_JOB ? 'portability.link-sent' : 'portability.code-sent';
    await this.auditLog.transact(systemActor(row.organisationId), async (transaction) => {
      const held = [await completeJob(transaction, job), await notePackageMailed(transaction, id, this.clock.now())];
      if (!held.every(Boolean)) {
        throw new LostClaimError();
      }
      transaction.record(event, { package: id, smtpCode }, { rightsRequestId });
    });
  }

  private compose(job: ClaimedJob, row: PackageMailRow): OutgoingMail | undefined {
    const { wrapped, epoch, sealedLink, organisationId, rightsRequestId, id } = row;
    if (row.state !== 'ready' || wrapped === null || epoch === null || sealedLink === null) {
      return undefined;
    }
    const dataKey = this.vault.unwrap({ wrapped, epoch }, organisationId, rightsRequestId);
    const place = { organisation: organisationId, request: rightsRequestId, field: packageLinkField(id) };
    const { address, link } = JSON.parse(this.vault.open(dataKey, place, sealedLink).toString('utf8')) as PackageLink;
    const kind = job.kind === PACKAGE_LINK_JOB ? 'link' : 'code';
    const url = `${this.settings.baseUrl}/abholen/${link}`;
    const code = row.codeSalt === null ? undefined : codeFor(this.vault, organisationId, id, row.codeSalt);
    if (kind === 'code' && code === undefined) {
      return undefined;
    }
    const until = kind === 'link' ? row.endsAt : (row.codeEndsAt ?? row.endsAt);
    const text = (['de', 'en'] as const).flatMap((language) => {
      const words = PACKAGE_MAIL[language];
      const end = moment(language, until, row.timeZone);
      const { dpoEmail, dpoTitle, dpoTelephone } = row;
      return [
        words.hello,
        kind === 'link' ? words.link(row.organisationName, url, end) : words.code(code ?? '', end),
        ...(dpoEmail === null ? [] : [words.contact(dpoTitle ?? '', dpoEmail, dpoTelephone ?? '')]),
      ];
    });
    return {
      from: this.settings.from,
      to: [{ address }],
      subject: PACKAGE_MAIL.de.subjects[kind](row.organisationName),
      text: text.join('\n\n'),
      messageId: `<${id}.package-${kind}-${row.codes}@${new URL(this.settings.baseUrl).hostname}>`,
      date: this.clock.now(),
      headers: { 'Auto-Submitted': 'auto-generated' },
    };
  }
}

function moment(language: 'de' | 'en', at: Date, timeZone: string): string {
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(at);
}
