import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

interface TakenMail {
  /** Of the envelope, as is its identifier (RFC 3461). */
  readonly from: string;
  readonly envelopeId: string;
  readonly to: readonly string[];
  readonly text: string;
}

/** A mail server that answers each RCPT as it is told, and keeps what it takes. */
export class AnsweringSmtp {
  readonly mails: TakenMail[] = [];
  /** Before a mail is taken: what is to happen while its sender waits. */
  meanwhile: (to: readonly string[]) => Promise<unknown> = () => Promise.resolve();
  /** As a mail server's own mailboxes: what becomes of a mail that was taken. */
  taken: (mail: TakenMail) => void = () => undefined;
  refuse: (to: string) => { responseCode: number } | undefined = () => undefined;
  private readonly server: SMTPServer;

  /** @param offers extensions and limits beyond the plain ones */
  constructor(offers: { readonly dsn?: boolean; readonly size?: number; readonly smtputf8?: boolean } = {}) {
    this.server = new SMTPServer({
      hideDSN: offers.dsn !== true,
      hideSMTPUTF8: offers.smtputf8 === false,
      ...(offers.size === undefined ? {} : { size: offers.size }),
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      onRcptTo: ({ address }, _session, done) => {
        const refusal = this.refuse(address);
        done(refusal === undefined ? null : Object.assign(new Error('not now'), refusal));
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          void this.meanwhile(to).then(() => {
            const { mailFrom, dsn } = session.envelope;
            const mail = {
              from: mailFrom === false ? '' : mailFrom.address,
              envelopeId: dsn?.envid ?? '',
              ...{ to, text: Buffer.concat(chunks).toString('utf8') },
            };
            this.mails.push(mail);
            this.taken(mail);
            done();
          });
        });
      },
    });
    this.server.on('error', () => undefined);
  }

  async listen(port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return (this.server.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}
