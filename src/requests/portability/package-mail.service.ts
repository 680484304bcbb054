import type { Language } from '../../words/language.js';
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
import { codeFor } from '../identity-check/identity-evidence.js';
import { PACKAGE_LINK_JOB, packageLinkField, type PackageLink } from './package.js';
import { PACKAGE_MAIL } from './package-mail.js';
import { loadPackageMail, notePackageMailed, type PackageMailRow } from './packages.sql.js';
import { RequestVault } from '../sealed/request-vault.js';

/** Sends the link, and the codes that the person asks for. */
@Injectable()
export class PackageMailService implements MailJob<PackageMailRow> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(RequestVault) private readonly requestVault: RequestVault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async load(job: LeasedJob): Promise<PackageMailRow | 'done'> {
    const actor = systemActor(job.organisationId);
    return (await this.database.ask(actor, (executor) => loadPackageMail(executor, job))) ?? 'done';
  }

  matter({ id, rightsRequestId }: PackageMailRow): MailMatter {
    return { about: id, rightsRequestId, toDpo: false };
  }

  async sent(
    transaction: AuditTransaction,
    { id, rightsRequestId }: PackageMailRow,
    { code }: Accepted,
    { kind }: LeasedJob,
  ): Promise<boolean> {
    const event = kind === PACKAGE_LINK_JOB ? 'portability.link-sent' : 'portability.code-sent';
    transaction.record(event, { package: id, smtpCode: code }, { rightsRequestId });
    return notePackageMailed(transaction, id, this.clock.now());
  }

  /** Settled or erased meanwhile: a link that leads nowhere is not sent. */
  compose(row: PackageMailRow, job: LeasedJob): OutgoingMail | 'dropped' {
    const { wrapped, epoch, sealedLink, organisationId, rightsRequestId, id } = row;
    if (row.state !== 'ready' || wrapped === null || epoch === null || sealedLink === null) {
      return 'dropped';
    }
    const request = this.requestVault.with({ organisationId, rightsRequestId }, { wrapped, epoch });
    const { address, link } = JSON.parse(
      request.decrypt(packageLinkField(id), sealedLink).toString('utf8'),
    ) as PackageLink;
    const kind = job.kind === PACKAGE_LINK_JOB ? 'link' : 'code';
    const url = `${this.settings.baseUrl}/abholen/${link}`;
    const code = row.codeSalt === null ? undefined : codeFor(this.vault, organisationId, id, row.codeSalt);
    if (kind === 'code' && code === undefined) {
      return 'dropped';
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
      messageId: `<${id}.package-${kind}-${row.codes}@${this.settings.messageDomain}>`,
      date: this.clock.now(),
      headers: { 'Auto-Submitted': 'auto-generated' },
    };
  }
}

function moment(language: Language, at: Date, timeZone: string): string {
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(at);
}
