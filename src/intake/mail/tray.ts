import { Inject, Injectable } from '@nestjs/common';
import { systemActor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { canWait } from '../../domain/correspondence/threading.js';
import type { TrayReason } from '../../domain/log/events/mailbox.js';
import { Clock } from '../../platform/clock.js';
import { violatedConstraint } from '../../platform/database/sql-state.js';
import { uuidv7 } from '../../platform/ids.js';
import type { InboundMail } from '../../platform/mail/inbound.js';
import { Vault } from '../../platform/vault/vault.js';
import { sha256Of } from '../../requests/correspondence/message-content.js';
import { sealCommitted } from '../../requests/sealed/sealed-payload.js';
import { fingerprintsOf } from './mail-keys.js';
import { hasComeSince, insertInbound, noticeWaits, SAME_MAIL } from './tray.sql.js';

export const TRAY_NOTICE_JOB = 'unassigned-mail';

/** What of a kept mail a list shows. */
export interface MailSummary {
  readonly from: string;
  readonly subject: string;
  readonly messageId: string;
  /** base64 SHA-256 of the bytes, so that the commitment covers them. */
  readonly sha256: string;
  readonly size: number;
}

export const SUMMARY_FIELD = 'summary';
export const ORIGINAL_FIELD = 'original';

/** Advertisements and the like: told with the next day's. */
const LATER_MS = 24 * 3_600_000;
/** A flood is one notice in so many minutes. */
const PAUSE_MS = 10 * 60_000;
const CALM_MS = 3_600_000;

export interface MailToKeep {
  readonly mail: InboundMail;
  readonly raw: Buffer;
  /** Of the whole mail, where only its head is there. */
  readonly size?: number;
  readonly at: Date;
  readonly why: TrayReason;
  /** The case it may belong to. */
  readonly suggestion: string | undefined;
}

/** Keeps a mail for a person to look at: sealed under a key of its own, told to the DPO. Once, however often it comes. */
@Injectable()
export class Tray {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async keep(organisationId: string, kept: MailToKeep): Promise<void> {
    try {
      await this.auditLog.transact(systemActor(organisationId), (transaction) => this.insert(transaction, kept));
    } catch (error) {
      // Another worker was faster with the same mail.
      if (violatedConstraint(error) !== SAME_MAIL) {
        throw error;
      }
    }
  }

  private async insert(transaction: AuditTransaction, kept: MailToKeep): Promise<void> {
    const { organisationId } = transaction.actor;
    const { mail, raw, why } = kept;
    const id = uuidv7(this.clock.now().getTime());
    const dataKey = this.vault.newDataKey();
    const place = { organisation: organisationId, request: id };
    const summary: MailSummary = {
      ...{ from: mail.head.from, subject: mail.subject, messageId: mail.head.messageId },
      ...{ sha256: sha256Of(raw).toString('base64'), size: kept.size ?? raw.length },
    };
    const { ciphertext, commitment } = sealCommitted(this.vault, dataKey, { ...place, field: SUMMARY_FIELD }, summary);
    // Nothing came in after it was recorded, whatever the mail server's clock says.
    const arrivedAt = kept.at < transaction.now ? kept.at : transaction.now;
    await this.tell(transaction, why, canWait(mail.head));
    await insertInbound(transaction, {
      ...{ id, organisationId, fingerprint: fingerprintsOf(this.vault, organisationId, mail)[0], state: 'open', why },
      ...{ arrivedAt, recordedAt: transaction.now, rightsRequestId: kept.suggestion ?? null, confirmedTo: null },
      sealed: {
        ...this.vault.wrap(dataKey, organisationId, id),
        summary: ciphertext,
        original: this.vault.seal(dataKey, { ...place, field: ORIGINAL_FIELD }, raw),
      },
    });
    transaction.record('mail.kept', { mail: id, why, arrivedAt: arrivedAt.toISOString() }, { commit: commitment });
  }

  private async tell(transaction: AuditTransaction, why: TrayReason, waits: boolean): Promise<void> {
    const { organisationId } = transaction.actor;
    const now = transaction.now.getTime();
    const isFlood = await hasComeSince(transaction, organisationId, new Date(now - CALM_MS));
    // People write through programs too: what a program wrote is told soon, and only advertisements the next day.
    const isSoon = isFlood || why === 'automatic';
    const delay = why === 'spam' || (why === 'automatic' && waits) ? LATER_MS : isSoon ? PAUSE_MS : 0;
    const runAt = new Date(now + delay);
    if (!(await noticeWaits(transaction, organisationId, TRAY_NOTICE_JOB, runAt))) {
      transaction.enqueue({ kind: TRAY_NOTICE_JOB, subjectId: organisationId, runAt });
    }
  }
}
