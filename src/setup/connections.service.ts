import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { SettingName } from '../domain/log/events/organisation.js';
import { refuse, type FieldProblem } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { HttpTimeStampingAuthority } from '../audit/time-stamping.js';
import { Operators } from '../identity/operators.service.js';
import { hashOf } from '../organisations/organisations.service.js';
import { insertChange } from '../organisations/settings/setting-changes.sql.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { uuidv7 } from '../platform/ids.js';
import {
  Installation,
  smtpOf,
  type InstallationSettings,
  type OutgoingMailSettings,
} from '../platform/installation/installation-settings.js';
import { isMailAddress } from '../platform/mail/compose.js';
import { imapSettings } from '../platform/mail/inbox/imap-settings.js';
import { MailboxWatch } from '../platform/mail/inbox/mailbox-watch.js';
import { SmtpTransport } from '../platform/mail/smtp-transport.js';
import { MAIL_TRANSPORT, type DeliveryResult, type MailTransport } from '../platform/mail/transport.js';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
const TEST_MS = 20_000;

/** What a test found out: nothing is kept of settings that failed it. */
export type Tested =
  { readonly ok: true } | { readonly ok: false; readonly reason: TestFailure; readonly said: string };

export type TestFailure = 'network' | 'timeout' | 'tls' | 'authentication' | 'refused' | 'other';

export interface WantedOutgoingMail extends OutgoingMailSettings {
  /** Where the test mail goes. */
  readonly testTo: string;
}

/** Mail server, mailbox and time stamps of the installation: each is tried before it is kept. */
@Injectable()
export class Connections {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Operators) private readonly operators: Operators,
    @Inject(Installation) private readonly installation: Installation,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** As they are in force, passwords left out. `fixed`: the environment says so, and no page can change it. */
  async standing() {
    const { outgoingMail, incomingMail, timeStamps } = await this.installation.read();
    const mailbox = incomingMail === undefined ? undefined : imapSettings(incomingMail.url)[0];
    return {
      outgoing: outgoingMail === undefined ? undefined : { ...outgoingMail, password: '' },
      incoming: mailbox === undefined ? undefined : { ...mailbox, password: '' },
      timeStamps: timeStamps?.url,
      fixed: {
        outgoing: this.config.smtp !== undefined,
        incoming: this.config.imapUrl !== undefined && incomingMail === undefined,
        timeStamps: this.config.tsaUrl !== undefined && timeStamps === undefined,
      },
    };
  }

  /** One mail over this server, now. @throws Refusal invalid-input */
  async tryOutgoing(wanted: WantedOutgoingMail): Promise<Tested> {
    const problems = outgoingProblems(wanted);
    if (problems.length > 0) {
      return refuse('invalid-input', { fields: problems });
    }
    const transport = new SmtpTransport(smtpOf(wanted));
    try {
      return await sendTest(transport, wanted.from, wanted.testTo, this.clock.now());
    } finally {
      await transport.close();
    }
  }

  /** One mail over the server in force. @throws Refusal invalid-input (testTo) */
  async tryStanding(to: string): Promise<Tested> {
    if (!isMailAddress(to)) {
      refuse('invalid-input', { fields: [{ field: 'testTo', code: 'not-an-address' }] });
    }
    return sendTest(this.transport, this.config.mailFrom, to, this.clock.now());
  }

  /** @throws Refusal not-allowed, invalid-input */
  async saveOutgoing(actor: Actor, wanted: WantedOutgoingMail): Promise<Tested> {
    await this.operators.mustOperate(actor);
    const { testTo, ...typed } = wanted;
    const known = (await this.installation.read()).outgoingMail;
    // An empty field is not a new password; another server is not given the old one.
    const keeps = typed.password === '' && typed.host === known?.host && typed.user === known.user;
    const settings = { ...typed, password: keeps ? known.password : typed.password };
    const tested = await this.tryOutgoing({ ...settings, testTo });
    if (tested.ok) {
      await this.keep(actor, 'outgoingMail', settings);
    }
    return tested;
  }

  /** Without the test: that was done in an earlier step. */
  async keepOutgoing(actor: Actor, settings: OutgoingMailSettings): Promise<void> {
    await this.keep(actor, 'outgoingMail', settings);
  }

  /** @throws Refusal not-allowed, invalid-input */
  async saveIncoming(actor: Actor, wanted: WantedMailbox): Promise<Tested> {
    await this.operators.mustOperate(actor);
    const url = mailboxUrl(wanted);
    const [settings] = imapSettings(url);
    if (settings === undefined) {
      return refuse('invalid-input', { fields: [{ field: 'host', code: 'required' }] });
    }
    try {
      await (await MailboxWatch.open(settings, undefined)).close();
    } catch (error) {
      const { authenticationFailed, code } = error as { authenticationFailed?: boolean; code?: string };
      const reason = authenticationFailed === true ? 'authentication' : code === 'ETIMEDOUT' ? 'timeout' : 'network';
      return { ok: false, reason, said: code ?? '' };
    }
    await this.keep(actor, 'incomingMail', { url });
    return { ok: true };
  }

  /** @throws Refusal not-allowed, invalid-input */
  async saveTimeStamps(actor: Actor, url: string): Promise<Tested> {
    await this.operators.mustOperate(actor);
    if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) {
      refuse('invalid-input', { fields: [{ field: 'url', code: 'not-a-web-address' }] });
    }
    try {
      await new HttpTimeStampingAuthority(url).stamp(Buffer.from('forthwith'));
    } catch (error) {
      return { ok: false, reason: 'other', said: error instanceof Error ? error.message.slice(0, 200) : '' };
    }
    await this.keep(actor, 'timeStamps', { url });
    return { ok: true };
  }

  private async keep<K extends keyof InstallationSettings & SettingName>(
    actor: Actor,
    setting: K,
    value: NonNullable<InstallationSettings[K]>,
  ): Promise<void> {
    const [before, after] = [shown((await this.installation.read())[setting]), shown(value)];
    await this.auditLog.transact({ ...actor, roles: ['system'] }, async (transaction) => {
      await this.installation.write(transaction, setting, value);
      await insertChange(transaction, {
        id: uuidv7(this.clock.now().getTime()),
        organisationId: actor.organisationId,
        at: transaction.now,
        userId: actor.userId,
        ...{ setting, before: JSON.stringify(before), after: JSON.stringify(after) },
      });
      transaction.record('setting.changed', { setting, before: hashOf(before), after: hashOf(after) });
    });
    this.installation.forget();
    await this.installation.read();
  }
}

export interface WantedMailbox {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls';
  readonly user: string;
  readonly password: string;
  readonly folder: string;
}

/** @throws Refusal invalid-input */
function mailboxUrl({ host, port, security, user, password, folder }: WantedMailbox): string {
  const fields: FieldProblem[] = [...hostProblems(host, port)];
  if (user === '' || password === '') {
    fields.push({ field: user === '' ? 'user' : 'password', code: 'required' });
  }
  if (fields.length > 0) {
    refuse('invalid-input', { fields });
  }
  const scheme = security === 'tls' ? 'imaps' : 'imap';
  const where = folder === '' ? '' : `/${encodeURIComponent(folder)}`;
  return `${scheme}://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}${where}`;
}

function outgoingProblems({ host, port, security, user, from, testTo }: WantedOutgoingMail): readonly FieldProblem[] {
  return [
    ...hostProblems(host, port),
    ...(isMailAddress(from) ? [] : [{ field: 'from', code: 'not-an-address' } as const]),
    ...(isMailAddress(testTo) ? [] : [{ field: 'testTo', code: 'not-an-address' } as const]),
    // In clear text over a network neither mails nor passwords.
    ...(security === 'none' && (!LOOPBACK.includes(host) || user !== '')
      ? [{ field: 'security', code: 'unknown-value' } as const]
      : []),
  ];
}

function hostProblems(host: string, port: number): readonly FieldProblem[] {
  return [
    ...(/^[A-Za-z0-9.:-]{1,253}$/.test(host) ? [] : [{ field: 'host', code: 'required' } as const]),
    ...(Number.isInteger(port) && port >= 1 && port <= 65_535
      ? []
      : [{ field: 'port', code: 'beyond-limits', limit: '1–65535' } as const]),
  ];
}

async function sendTest(transport: MailTransport, from: string, to: string, now: Date): Promise<Tested> {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const result = await transport.send(
    {
      from: { address: from },
      to: [{ address: to }],
      subject: 'Forthwith: Testmail / test mail',
      text: 'Diese Mail zeigt, dass der Mailserver unsere Mails annimmt.\n\nThis mail shows that the mail server accepts our mails.\n',
      messageId: `<${randomUUID()}.test@${domain}>`,
      date: now,
      headers: { 'Auto-Submitted': 'auto-generated' },
    },
    { deadlineMs: TEST_MS },
  );
  return outcomeOf(result);
}

function outcomeOf(result: DeliveryResult): Tested {
  switch (result.outcome) {
    case 'accepted':
      return { ok: true };
    case 'refused':
      return { ok: false, reason: 'refused', said: (result.reply ?? '').slice(0, 300) };
    case 'deferred':
      return {
        ok: false,
        reason: result.reason === 'server-4xx' ? 'refused' : result.reason,
        said: (result.reply ?? '').slice(0, 300),
      };
  }
}

/** Without a password: neither the list of changes nor the log has one. */
function shown(value: InstallationSettings[keyof InstallationSettings]): string | null {
  if (value === undefined) {
    return null;
  }
  if ('host' in value) {
    return `${value.user === '' ? '' : `${value.user}@`}${value.host}:${value.port} (${value.security}), ${value.from}`;
  }
  const url = new URL(value.url);
  return `${decodeURIComponent(url.username)}${url.username === '' ? '' : '@'}${url.host}${url.pathname}`;
}
