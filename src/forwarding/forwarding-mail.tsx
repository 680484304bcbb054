import { Inject, Injectable } from '@nestjs/common';
import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import { civilDateIn, type CivilDate } from '../domain/civil-date.js';
import type { Trusted } from '../audit/anchors.js';
import { breachDue } from '../domain/deadlines/other-clocks.js';
import { Clock } from '../platform/clock.js';
import { isCertificateValid } from '../platform/mail/smime.js';
import { MAIL_SETTINGS, type MailSettings } from '../platform/mail/mail-settings.js';
import type { MailAttachment, OutgoingMail } from '../platform/mail/transport.js';
import { CONTENT_FIELD, type RequestContent } from '../requests/sealed/content.js';
import { FORWARDING_MAIL as WORDS } from './forwarding-mail.de.js';
import type { ForwardingTask } from './forwarding.sql.js';
import { RequestVault } from '../requests/sealed/request-vault.js';

type Encryption = NonNullable<OutgoingMail['encryption']>;

interface Fact {
  readonly label: string;
  readonly value: string;
}

/** What goes with the mail so that others can check: the receipt, if it was ready in time, and whom to believe. */
export interface MailEvidence {
  readonly proof: string | undefined;
  readonly trusted: Trusted;
}

/** The mail by which a request reaches the DPO. Content is opened for it and kept nowhere. */
@Injectable()
export class ForwardingMail {
  constructor(
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** How many files would go with the mail. */
  filesOf(task: ForwardingTask): number {
    return task.mailContent === 'full' ? (this.open(task)?.attachments.length ?? 0) : 0;
  }

  /**
   * `evidence.proof`: the .tlog-proof of the entry `request.recorded`, if it was ready in time. `without`: why
   * the files are left out, or undefined if they are not.
   */
  compose(
    task: ForwardingTask,
    attempt: number,
    { proof, trusted }: MailEvidence,
    without: 'too-large' | 'came-back' | undefined,
  ): OutgoingMail {
    const encryption = this.encryptionOf(task, proof);
    const isOpen = task.mailContent === 'full' && encryption !== 'expired';
    const content = isOpen ? this.open(task) : undefined;
    const link = `${this.settings.baseUrl}/vorgaenge/${task.rightsRequestId}`;
    const page = {
      task,
      attempt,
      content,
      link,
      hasProof: proof !== undefined,
      trust: trustLines(trusted, `${this.settings.baseUrl}/pruefen/${task.organisationSlug}`),
      without,
      expired: encryption === 'expired',
    };
    return {
      from: { ...this.settings.from, name: task.organisationName },
      to: [{ address: task.designationEmail }],
      subject:
        task.breachSince === null
          ? WORDS.subject(task.reference, germanDate(task.dueOn))
          : WORDS.breachSubject(task.reference, breachUntil(task, task.breachSince)),
      text: asText(page),
      html: `<!doctype html>${render(<MailPage {...page} />)}`,
      messageId: task.messageId,
      date: task.recordedAt,
      headers: {
        'X-Forthwith-Reference': task.reference,
        'X-Forthwith-Attempt': String(attempt),
        'Auto-Submitted': 'auto-generated',
      },
      attachments: [
        ...(content === undefined ? [] : this.originals(task, content, without === undefined)),
        ...proofFile(proof),
      ],
      ...(encryption === undefined || encryption === 'expired' ? {} : { encryption }),
    };
  }

  /** The proof stands in the head as well: the mailbox is a witness also for whoever has no key to its mails. */
  private encryptionOf({ certificate }: ForwardingTask, proof: string | undefined): Encryption | 'expired' | undefined {
    if (certificate === null) {
      return undefined;
    }
    return isCertificateValid(certificate, this.clock.now())
      ? {
          certificate,
          outside: proof === undefined ? {} : { 'X-Forthwith-Proof': Buffer.from(proof, 'utf8').toString('base64') },
        }
      : 'expired';
  }

  private open(task: ForwardingTask): RequestContent | undefined {
    const sealed = task.sealed.find(({ field }) => field === CONTENT_FIELD);
    if (sealed === undefined) {
      return undefined;
    }
    return this.vault.with(task, task).opened<RequestContent>(CONTENT_FIELD, sealed.ciphertext);
  }

  /** The message exactly as it was handed over, then the files. */
  private originals(task: ForwardingTask, content: RequestContent, withFiles: boolean): MailAttachment[] {
    const files = (withFiles ? content.attachments : []).map(({ field, filename, contentType }) => ({
      filename,
      contentType,
      content: this.openFile(task, field),
    }));
    const message = {
      filename: WORDS.originalFilename,
      contentType: 'text/plain; charset=utf-8',
      content: Buffer.from(content.message, 'utf8'),
    };
    return content.message === '' ? files : [message, ...files];
  }

  private openFile(task: ForwardingTask, field: string): Buffer {
    const sealed = task.sealed.find((candidate) => candidate.field === field);
    return sealed === undefined ? Buffer.alloc(0) : this.vault.with(task, task).decrypt(field, sealed.ciphertext);
  }
}

function trustLines({ keys, witnesses, authority }: Trusted, page: string): string {
  const key = keys.at(-1);
  const named = (one: { readonly name: string; readonly fingerprint: string }) =>
    WORDS.named(one.name, one.fingerprint);
  const others = witnesses.map(named);
  return WORDS.trust(key?.name ?? '', key?.fingerprint ?? '', others, authority && named(authority), page);
}

interface Page {
  readonly task: ForwardingTask;
  readonly attempt: number;
  readonly content: RequestContent | undefined;
  readonly link: string;
  readonly hasProof: boolean;
  /** Whose signatures count, a line each. */
  readonly trust: string;
  readonly without: 'too-large' | 'came-back' | undefined;
  /** The certificate has run out: no content then, whatever the organisation chose. */
  readonly expired: boolean;
}

function notices({ task, attempt, content, without, expired }: Page): string[] {
  const files = content?.attachments.map(({ filename, size }) => WORDS.file(filename, size)) ?? [];
  return [
    ...(task.requestState === 'withdrawn' ? [WORDS.withdrawn] : []),
    ...(task.breachSince === null ? [] : [WORDS.breach(breachUntil(task, task.breachSince))]),
    ...(task.toDeputy ? [WORDS.deputy] : []),
    ...(attempt > 1 ? [WORDS.resent(attempt)] : []),
    ...(expired ? [WORDS.expired] : []),
    ...(without === undefined || files.length === 0 ? [] : [WORDS.without[without](files.join(', '))]),
  ];
}

function facts({ task, content }: Page): Fact[] {
  const { facts: label } = WORDS;
  const rights = task.rights.length === 0 ? WORDS.noRights : task.rights.map(WORDS.right).join(', ');
  const optional = (name: string, value: string | undefined): Fact[] =>
    value === undefined || value === '' ? [] : [{ label: name, value }];
  return [
    { label: label.dueOn, value: WORDS.deadline(germanDate(task.receivedOn), germanDate(task.dueOn)) },
    { label: label.reference, value: task.reference },
    { label: label.rights, value: rights },
    { label: label.channel, value: task.channelLabelDe },
    { label: label.receivedAt, value: arrivedWords(task) },
    ...optional(label.seenAt, task.seenAt === null ? '' : momentWords(task, task.seenAt, task.seen === 'day')),
    { label: label.recordedAt, value: germanMoment(task.recordedAt, task.timeZone) },
    ...optional(label.from, content?.from),
    ...optional(label.contact, content?.contact),
    ...optional(label.lateReason, content?.lateReason),
    ...optional(label.attachments, content?.attachments.map(({ filename }) => filename).join(', ')),
  ];
}

/** The strict end of the 72 hours of Art. 33(1): in days and working days nobody counts here. */
function breachUntil({ timeZone }: ForwardingTask, since: Date): string {
  return germanMoment(breachDue(since, timeZone, { land: 'BW' }).strictAt, timeZone);
}

/** When it arrived, as exactly as it is known and no more. */
function arrivedWords(task: ForwardingTask): string {
  return task.arrival === 'unknown'
    ? WORDS.arrivalUnknown(germanMoment(task.receivedAt, task.timeZone))
    : momentWords(task, task.receivedAt, task.arrival === 'day');
}

function momentWords({ timeZone }: ForwardingTask, at: Date, dayOnly: boolean): string {
  return dayOnly ? WORDS.dayOnly(germanDate(civilDateIn(at, timeZone))) : germanMoment(at, timeZone);
}

function body({ task, content, expired }: Page): string {
  if (content === undefined) {
    return task.mailContent === 'notice' || expired ? WORDS.notice : WORDS.erased;
  }
  return content.message === '' ? WORDS.noMessage : content.message;
}

function asText(page: Page): string {
  const { task, link, hasProof } = page;
  return [
    WORDS.lead(task.organisationName),
    ...notices(page),
    facts(page)
      .map(({ label, value }) => `${label}: ${value}`)
      .join('\n'),
    `${WORDS.open}:\n${link}`,
    `${WORDS.message}:\n\n${body(page)}`,
    hasProof ? WORDS.proof : WORDS.noProof,
    page.trust,
  ].join('\n\n');
}

const FONT = 'font-family: Arial, Helvetica, sans-serif; font-size: 15px; line-height: 1.45; color: #1a1a1a';
const CELL = 'padding: 6px 12px 6px 0; vertical-align: top; text-align: left';
const BUTTON = 'display: inline-block; padding: 12px 20px; color: #ffffff; text-decoration: none; font-weight: bold';

/**
 * One table and one button, styles in the elements: Outlook for Windows lays out with Word, which knows tables, cell
 * colours and `<br>`, and neither `white-space` nor style sheets.
 */
function MailPage(page: Page) {
  const { task, link, hasProof } = page;
  const [due, ...others] = facts(page);
  return (
    <html lang="de">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{WORDS.heading(task.reference)}</title>
      </head>
      <body style="margin: 0; padding: 16px; background-color: #ffffff">
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style={`max-width: 640px; ${FONT}`}>
          <tbody>
            <tr>
              <td colspan={2} style={`${CELL}; padding-bottom: 12px`}>
                <h1 style="margin: 0 0 4px 0; font-size: 20px">{`${due?.label ?? ''}: ${germanDate(task.dueOn)}`}</h1>
                {WORDS.heading(task.reference)}
              </td>
            </tr>
            <tr>
              <td colspan={2} style={`${CELL}; padding-bottom: 12px`}>
                {WORDS.lead(task.organisationName)}
                {notices(page).map((notice) => (
                  <p key={notice} style="margin: 12px 0 0 0">
                    <strong>{notice}</strong>
                  </p>
                ))}
              </td>
            </tr>
            <tr>
              <td colspan={2} style={`${CELL}; padding-bottom: 16px`}>
                <table role="presentation" cellpadding="0" cellspacing="0">
                  <tbody>
                    <tr>
                      <td style="background-color: #171a2b; border-radius: 4px">
                        <a href={link} style={`${BUTTON}; ${FONT}; color: #ffffff`}>
                          {WORDS.open}
                        </a>
                      </td>
                    </tr>
                  </tbody>
                </table>
              </td>
            </tr>
            {[...(due === undefined ? [] : [due]), ...others].map(({ label, value }) => (
              <tr key={label}>
                <th scope="row" style={`${CELL}; width: 180px; font-weight: bold`}>
                  {label}
                </th>
                <td style={CELL}>{value}</td>
              </tr>
            ))}
            <tr>
              <td colspan={2} style={`${CELL}; padding-top: 16px`}>
                <h2 style="margin: 0 0 4px 0; font-size: 17px">{WORDS.message}</h2>
                <div dir="auto">{lines(body(page))}</div>
              </td>
            </tr>
            <tr>
              <td colspan={2} style={`${CELL}; padding-top: 16px; color: #4a4a4a; font-size: 13px`}>
                {hasProof ? WORDS.proof : WORDS.noProof}
                <br />
                {lines(page.trust)}
              </td>
            </tr>
          </tbody>
        </table>
      </body>
    </html>
  );
}

/** A line is a line in every mail program, and what is indented stays so. */
function lines(text: string): ComponentChildren[] {
  return text.split(/\r\n|[\n\r\v\f\u2028\u2029]/).flatMap((line, at) => {
    const shown = line.replaceAll('\t', '    ').replaceAll(/^ +| {2,}/g, (blanks) => '\u00a0'.repeat(blanks.length));
    return at === 0 ? [shown] : [<br key={at} />, shown];
  });
}

function proofFile(proof: string | undefined): MailAttachment[] {
  return proof === undefined
    ? []
    : [{ filename: WORDS.proofFilename, contentType: 'application/octet-stream', content: Buffer.from(proof, 'utf8') }];
}

function germanDate(date: CivilDate | string): string {
  return `${date.slice(8, 10)}.${date.slice(5, 7)}.${date.slice(0, 4)}`;
}

function germanMoment(moment: Date, timeZone: string): string {
  const format =
    FORMATS.get(timeZone) ?? new Intl.DateTimeFormat('de-DE', { timeZone, dateStyle: 'medium', timeStyle: 'medium' });
  FORMATS.set(timeZone, format);
  return `${format.format(moment)} Uhr`;
}

/** Making one costs a hundred times what using it does. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();
