import { randomBytes, randomUUID } from 'node:crypto';
import { returnAddress } from '../domain/correspondence/return-address.js';
import { base32 } from '../domain/correspondence/threading.js';
import type { Config } from '../platform/config/config.js';
import { imapSettings } from '../platform/mail/inbox/imap-settings.js';
import { MailboxWatch } from '../platform/mail/inbox/mailbox-watch.js';
import { OAuthTokens } from '../platform/mail/oauth-tokens.js';
import { SmtpTransport } from '../platform/mail/smtp-transport.js';
import type { DeliveryResult, MailTransport } from '../platform/mail/transport.js';

/** `unknown`: it cannot be found out here. */
export interface MailCheck {
  readonly check: 'dpo-is-not-us' | 'mailbox' | 'return-address' | 'dpo' | 'bounce';
  readonly outcome: 'passed' | 'failed' | 'unknown';
  readonly detail: string;
}

/**
 * Sends three mails and waits for what comes back: to our own return address, to the DPO, and to an address that does not
 * exist. What does not come back here would not come back of a forwarding either.
 */
export async function checkMail(config: Config, dpo: string, waitMs: number): Promise<readonly MailCheck[]> {
  const { smtp, mailOAuth } = config;
  if (smtp === undefined) {
    return [{ check: 'dpo', outcome: 'unknown', detail: 'without SMTP_URL every mail stays in the built-in mailbox' }];
  }
  const tokens = mailOAuth === undefined ? undefined : new OAuthTokens(mailOAuth);
  const transport = new SmtpTransport(tokens === undefined ? smtp : { ...smtp, token: (renew) => tokens.token(renew) });
  const [watch, mailbox] = await opened(config, tokens);
  try {
    const own = config.mailFrom.toLowerCase();
    const isUs = dpo.toLowerCase() === own;
    const deadline = Date.now() + waitMs;
    return [
      isUs
        ? { check: 'dpo-is-not-us', outcome: 'failed', detail: 'the DPO has the address of MAIL_FROM: mails go round' }
        : { check: 'dpo-is-not-us', outcome: 'passed', detail: 'the DPO has an address of their own' },
      mailbox,
      await returned(new Sender(transport, config), watch, deadline),
      await reachesDpo(new Sender(transport, config), dpo),
      await bounced(new Sender(transport, config), watch, deadline),
    ];
  } finally {
    await transport.close();
    await watch?.close();
  }
}

async function opened(
  { imapUrl }: Config,
  tokens: OAuthTokens | undefined,
): Promise<readonly [MailboxWatch | undefined, MailCheck]> {
  const [settings] = imapUrl === undefined ? [] : imapSettings(imapUrl);
  if (settings === undefined) {
    return [
      undefined,
      { check: 'mailbox', outcome: 'unknown', detail: 'without IMAP_URL nothing that comes in is read' },
    ];
  }
  try {
    const watch = await MailboxWatch.open(settings, tokens === undefined ? undefined : () => tokens.token());
    return [
      watch,
      { check: 'mailbox', outcome: 'passed', detail: `${settings.folder} on ${settings.host} can be read` },
    ];
  } catch (error) {
    const { authenticationFailed, code } = error as { authenticationFailed?: boolean; code?: string };
    const why = authenticationFailed === true ? 'the login is refused' : (code ?? 'unknown');
    return [undefined, { check: 'mailbox', outcome: 'failed', detail: `${settings.host} cannot be read: ${why}` }];
  }
}

async function returned(sender: Sender, watch: MailboxWatch | undefined, deadline: number): Promise<MailCheck> {
  const check = 'return-address';
  const result = await sender.send(sender.returnPath);
  if (result.outcome !== 'accepted') {
    const none = 'if your server delivers no local+anything@domain, set MAIL_DELIMITER=none';
    return { check, outcome: 'failed', detail: `${said(result)}; ${none}` };
  }
  if (watch === undefined) {
    return { check, outcome: 'unknown', detail: `${said(result)}; whether it arrived cannot be seen` };
  }
  return (await watch.hasSeen([sender.id], deadline))
    ? { check, outcome: 'passed', detail: 'a mail to the return address arrives in the mailbox' }
    : { check, outcome: 'failed', detail: 'it was accepted, and did not arrive in the mailbox in time' };
}

async function reachesDpo(sender: Sender, dpo: string): Promise<MailCheck> {
  const result = await sender.send(dpo);
  return { check: 'dpo', outcome: result.outcome === 'accepted' ? 'passed' : 'failed', detail: said(result) };
}

async function bounced(sender: Sender, watch: MailboxWatch | undefined, deadline: number): Promise<MailCheck> {
  const check = 'bounce';
  const result = await sender.send(sender.nobody);
  if (result.outcome === 'refused') {
    return { check, outcome: 'passed', detail: `an address that does not exist is refused at once: ${said(result)}` };
  }
  if (result.outcome === 'deferred') {
    return { check, outcome: 'failed', detail: said(result) };
  }
  if (watch === undefined) {
    return { check, outcome: 'unknown', detail: 'it was accepted; whether a bounce came cannot be seen' };
  }
  return (await watch.hasSeen([sender.id, sender.nobody], deadline))
    ? { check, outcome: 'passed', detail: 'the bounce of a mail that cannot be delivered arrives in the mailbox' }
    : {
        ...{ check, outcome: 'failed' },
        detail: 'no bounce came in time: a mail that does not arrive would look as if it had',
      };
}

/** One mail of the check. */
class Sender {
  readonly id = `${randomUUID()}.doctor`;
  /** Where it comes back to. */
  readonly returnPath: string;
  /** At our own domain, so that our own server has to say that there is nobody. */
  readonly nobody: string;

  constructor(
    private readonly transport: MailTransport,
    private readonly config: Config,
  ) {
    const { mailFrom, mailDomain, mailDelimiter } = config;
    this.returnPath = returnAddress(mailFrom, base32(randomBytes(16)), mailDelimiter) ?? mailFrom;
    this.nobody = `gibt-es-nicht-${randomBytes(6).toString('hex')}@${mailDomain}`;
  }

  send(to: string): Promise<DeliveryResult> {
    return this.transport.send({
      from: { address: this.config.mailFrom },
      to: [{ address: to }],
      subject: 'Forthwith: Probe',
      text: 'Diese Mail prüft, ob E-Mails von Forthwith ankommen und zurückkommen. Sie brauchen nichts zu tun.',
      messageId: `<${this.id}@${this.config.mailDomain}>`,
      date: new Date(),
      headers: { 'Auto-Submitted': 'auto-generated' },
      envelope: { from: this.returnPath, id: base32(randomBytes(16)), reportSuccess: false },
    });
  }
}

function said(result: DeliveryResult): string {
  switch (result.outcome) {
    case 'accepted':
      return `accepted (${result.code})`;
    case 'deferred':
      return `not accepted: ${result.reason}${result.code === undefined ? '' : ` (${result.code})`}`;
    case 'refused':
      return `refused${result.code === null ? '' : ` (${result.code})`}`;
  }
}
