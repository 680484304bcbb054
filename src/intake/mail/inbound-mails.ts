import { Inject, Injectable } from '@nestjs/common';
import { isDeliveryReport, isFromMailServer } from '../../domain/correspondence/threading.js';
import { inboundMail } from '../../platform/mail/inbound.js';
import type { InboxReader, MailArrival } from '../../platform/mail/inbox/inbox-look.js';
import { MessageIntake } from '../../requests/correspondence/message-intake.js';

/** Where a mail goes that came in by whichever mailbox. */
@Injectable()
export class InboundMails implements InboxReader {
  constructor(@Inject(MessageIntake) private readonly messages: MessageIntake) {}

  isOursByRecipients(recipients: readonly string[]): Promise<boolean> {
    return Promise.resolve(this.messages.isOurs(recipients));
  }

  async isOurs(head: Buffer): Promise<boolean> {
    const mail = inboundMail(head);
    const { recipients, contentType } = mail.head;
    const isUnaddressedReport =
      recipients.length === 0 && (isFromMailServer(mail.head) || isDeliveryReport(contentType));
    return isUnaddressedReport || this.messages.isOurs(recipients) || this.messages.isAnswer(mail.head);
  }

  take(raw: Buffer, arrival: MailArrival, recipients?: readonly string[]): Promise<boolean> {
    return this.messages.take(raw, recipients, arrival.at);
  }

  takeHead(): Promise<boolean> {
    return Promise.resolve(false);
  }
}
