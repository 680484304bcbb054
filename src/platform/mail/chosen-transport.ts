import { smtpOf, type Installation, type OutgoingMailSettings } from '../installation/installation-settings.js';
import { SmtpTransport } from './smtp-transport.js';
import type { DeliveryResult, MailTransport, OutgoingMail, SendOptions } from './transport.js';

/** By the server that operators have set by page, where they have; changed without a new start. */
export class ChosenTransport implements MailTransport {
  private chosen: { readonly settings: OutgoingMailSettings; readonly transport: SmtpTransport } | undefined;

  constructor(
    private readonly installation: Installation,
    private readonly otherwise: MailTransport,
  ) {}

  async send(message: OutgoingMail, options?: SendOptions): Promise<DeliveryResult> {
    const { outgoingMail } = await this.installation.read();
    return (outgoingMail === undefined ? this.otherwise : this.transportTo(outgoingMail)).send(message, options);
  }

  async close(): Promise<void> {
    await this.chosen?.transport.close();
    await this.otherwise.close();
  }

  private transportTo(settings: OutgoingMailSettings): MailTransport {
    if (this.chosen === undefined || JSON.stringify(this.chosen.settings) !== JSON.stringify(settings)) {
      // What is on its way over the old one arrives.
      void this.chosen?.transport.close();
      this.chosen = { settings, transport: new SmtpTransport(smtpOf(settings)) };
    }
    return this.chosen.transport;
  }
}
