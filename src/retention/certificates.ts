import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../domain/civil-date.js';
import { retentionDays } from '../domain/retention/plan.js';
import { rulesOf } from '../domain/retention/rules.js';
import { systemActor } from '../audit/actor.js';
import type { AuditTransaction } from '../audit/audit-log.js';
import type { MailJob } from '../audit/mail-jobs.js';
import { ReceiptProofs } from '../audit/receipt-proofs.js';
import type { MailMatter } from '../audit/refused-mails.sql.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { isMailAddress } from '../platform/mail/compose.js';
import { MAIL_SETTINGS, type MailSettings } from '../platform/mail/mail-settings.js';
import type { Accepted, OutgoingMail, Refused } from '../platform/mail/transport.js';
import type { LeasedJob } from '../platform/outbox/outbox.sql.js';
import { Vault } from '../platform/vault/vault.js';
import { CONTENT_FIELD, type RequestContent } from '../requests/sealed/content.js';
import type { OpenRequest } from '../requests/sealed/request-vault.js';
import { CERTIFICATE_MAIL as WORDS } from './certificate-mail.de.js';
import {
  beginCertificate,
  endCertificate,
  insertCertificate,
  loadCertificate,
  type CertificateMailRow,
} from './certificates.sql.js';
import { copiesOf } from './copies.sql.js';
import { currentRules, sealedRows } from './erasing.sql.js';
import { retentionFactsOf } from './facts.sql.js';

export const CERTIFICATE_JOB = 'erasure-certificate';
/** A server that takes the mail by then; after that the address goes all the same. */
const KEPT_MS = 7 * 86_400_000;
const PROOF_WAIT_MS = 5_000;

/**
 * The certificate of erasure, by mail to whoever gave a mail address. The address is put under a key of its own in the commit
 * of the erasure, and goes with the server's answer. Not from the built-in mailbox: what it keeps would be one more copy.
 */
@Injectable()
export class Certificates implements MailJob<CertificateMailRow> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
  ) {}

  /** Puts the address aside before it goes; undefined: there is none that a mail could go to. */
  async addressOf(
    transaction: AuditTransaction,
    rightsRequestId: string,
    request: OpenRequest,
  ): Promise<string | undefined> {
    if (this.config.smtp === undefined) {
      return undefined;
    }
    const [row] = await sealedRows(transaction, rightsRequestId, [CONTENT_FIELD]);
    const contact = row && request.opened<RequestContent>(CONTENT_FIELD, row.ciphertext).contact.trim();
    return contact !== undefined && isMailAddress(contact) ? contact : undefined;
  }

  /** In the commit of the erasure, whose row is there already. */
  async order(
    transaction: AuditTransaction,
    erasure: { readonly id: string; readonly rightsRequestId: string },
    address: string,
  ): Promise<void> {
    const { organisationId } = transaction.actor;
    const { id, rightsRequestId } = erasure;
    const key = this.vault.newDataKey();
    const place = { organisation: organisationId, request: id, field: 'address' };
    await insertCertificate(transaction, {
      ...this.vault.wrap(key, organisationId, id),
      ...{ id, organisationId, rightsRequestId },
      address: this.vault.seal(key, place, Buffer.from(address, 'utf8')),
      endsAt: new Date(this.clock.now().getTime() + KEPT_MS),
    });
    await beginCertificate(transaction, id);
    transaction.enqueue({ kind: CERTIFICATE_JOB, subjectId: id });
  }

  async load(job: LeasedJob): Promise<CertificateMailRow | 'later' | 'done'> {
    const actor = systemActor(job.organisationId);
    const row = await this.database.ask(actor, (executor) => loadCertificate(executor, job, this.clock.now()));
    return row ?? 'done';
  }

  matter({ id, rightsRequestId }: CertificateMailRow): MailMatter {
    return { about: id, rightsRequestId, toDpo: false };
  }

  async compose(row: CertificateMailRow): Promise<OutgoingMail | 'dropped'> {
    if (row.endsAt <= this.clock.now()) {
      return 'dropped';
    }
    const { id, organisationId, epoch, wrapped } = row;
    const key = this.vault.unwrap({ epoch, wrapped }, organisationId, id);
    const place = { organisation: organisationId, request: id, field: 'address' };
    const address = this.vault.open(key, place, row.address).toString('utf8');
    const proof = await this.proofs.waitForErasure(organisationId, row.rightsRequestId, id, PROOF_WAIT_MS);
    return {
      from: this.settings.from,
      to: [{ address }],
      subject: WORDS.subject(row.organisationName),
      text: (await this.paragraphs(row, proof !== undefined)).join('\n\n'),
      messageId: `<${id}.erased@${this.settings.messageDomain}>`,
      date: this.clock.now(),
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments:
        proof === undefined
          ? []
          : [
              {
                filename: 'loeschung.tlog-proof',
                contentType: 'text/plain; charset=utf-8',
                content: Buffer.from(proof),
              },
            ],
    };
  }

  async sent(
    transaction: AuditTransaction,
    { id, rightsRequestId }: CertificateMailRow,
    { code }: Accepted,
  ): Promise<boolean> {
    transaction.record('erasure.certified', { erasure: id, smtpCode: code }, { rightsRequestId });
    return endCertificate(transaction, id, 'sent');
  }

  async refused(
    transaction: AuditTransaction,
    { id, rightsRequestId }: CertificateMailRow,
    { code }: Refused,
  ): Promise<boolean> {
    const facts = { erasure: id, why: 'refused' } as const;
    transaction.record('erasure.uncertified', code === null ? facts : { ...facts, smtpCode: code }, {
      rightsRequestId,
    });
    return endCertificate(transaction, id, 'failed');
  }

  async dropped(transaction: AuditTransaction, { id, rightsRequestId }: CertificateMailRow): Promise<boolean> {
    transaction.record('erasure.uncertified', { erasure: id, why: 'expired' }, { rightsRequestId });
    return endCertificate(transaction, id, 'failed');
  }

  private async paragraphs(row: CertificateMailRow, hasProof: boolean): Promise<readonly string[]> {
    const { organisationId, rightsRequestId, timeZone } = row;
    const { facts, rules, copies } = await this.database.read(systemActor(organisationId), async (executor) => ({
      facts: (await retentionFactsOf(executor, [rightsRequestId])).get(rightsRequestId),
      rules: rulesOf((await currentRules(executor, organisationId)).rules),
      copies: (await copiesOf(executor, rightsRequestId)).filter(({ deletedAt }) => deletedAt === null),
    }));
    const until = facts && retentionDays(facts, rules)?.limitation;
    const places = [...new Set(copies.map(({ place }) => WORDS.places[place]))];
    const key = `${this.settings.baseUrl}/pruefen/${row.slug}`;
    return [
      WORDS.lead(row.organisationName, row.reference, germanDay(civilDateIn(row.erasedAt, timeZone))),
      WORDS.what(row.classes),
      ...(until === undefined ? [] : [WORDS.remains(germanDay(until))]),
      ...(places.length === 0 ? [] : [WORDS.copies(places)]),
      ...(hasProof ? [WORDS.proof, WORDS.key(key)] : [WORDS.noProof]),
      WORDS.address,
      ...(row.dpoEmail === null ? [] : [WORDS.contact(row.dpoTitle ?? '', row.dpoEmail, row.dpoTelephone ?? '')]),
    ];
  }
}

function germanDay(day: string): string {
  return day.split('-').reverse().join('.');
}
