import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { uuidv7 } from '../platform/ids.js';
import type { MailKind, SentMailKind } from '../domain/log/events/mail.js';
import type { AuditTransaction } from './audit-log.js';
import { insertRefusedMail } from './refused-mails.sql.js';
import type { Found } from './sent-mails.js';
import { markReported, type Reported } from './sent-mails.sql.js';

/** What a report means for one kind of mail. `report`: the message of the case as which the report itself is kept. */
export type ReportHandler = (
  transaction: AuditTransaction,
  about: { readonly sent: Found; readonly says: Reported; readonly report: string | undefined },
) => Promise<void>;

/**
 * What is done when a mail server reports of a mail of ours. A mail that came back is a refusal that came late: unless
 * its kind has a state of its own for it, it is recorded, shown on the desk, and the DPO is told.
 */
@Injectable()
export class MailReports {
  private readonly handlers = new Map<SentMailKind, ReportHandler>();

  constructor(@Inject(Clock) private readonly clock: Clock) {}

  register(kind: SentMailKind, handler: ReportHandler): void {
    this.handlers.set(kind, handler);
  }

  /** Idempotent: what was reported before changes nothing. */
  async apply(transaction: AuditTransaction, sent: Found, says: Reported, report?: string): Promise<void> {
    const handler = this.handlers.get(sent.kind);
    if (handler !== undefined) {
      await handler(transaction, { sent, says, report });
    } else if (
      says === 'failed' &&
      sent.reported !== 'failed' &&
      sent.kind !== 'forward' &&
      sent.kind !== 'log-alarm'
    ) {
      await this.note(transaction, { ...sent, kind: sent.kind });
    }
    await markReported(transaction, sent.messageId, says);
  }

  private async note(transaction: AuditTransaction, sent: Found & { readonly kind: MailKind }): Promise<void> {
    const { kind, about, rightsRequestId, toDpo } = sent;
    const { organisationId } = transaction.actor;
    const id = uuidv7(this.clock.now().getTime());
    const refusedAt = transaction.now;
    await insertRefusedMail(transaction, {
      ...{ id, organisationId, rightsRequestId, kind, about, toDpo, smtpCode: null, refusedAt },
    });
    if (!toDpo) {
      transaction.enqueue({ kind: 'message-notice' satisfies MailKind, subjectId: id });
    }
    transaction.record('mail.bounced', { mail: kind, about }, rightsRequestId === null ? {} : { rightsRequestId });
  }
}
