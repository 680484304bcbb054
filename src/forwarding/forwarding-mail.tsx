import { Inject, Injectable } from '@nestjs/common';
import { render } from 'preact-render-to-string';
import type { CivilDate } from '../domain/civil-date.js';
import { MAIL_SETTINGS, type MailSettings } from '../platform/mail/mail-settings.js';
import type { MailAttachment, OutgoingMail } from '../platform/mail/transport.js';
import { CONTENT_FIELD, type RequestContent } from '../requests/sealed/content.js';
import { FORWARDING_MAIL as WORDS } from './forwarding-mail.de.js';
import type { ForwardingTask } from './forwarding.sql.js';
import { RequestVault } from '../requests/sealed/request-vault.js';

interface Fact {
  readonly label: string;
  readonly value: string;
}

/** The mail by which a request reaches the DPO. Content is opened for it and kept nowhere. */
@Injectable()
export class ForwardingMail {
  constructor(
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
  ) {}

  /** `proof`: the .tlog-proof of the entry `request.recorded`, or undefined if it was not ready in time. */
  compose(task: ForwardingTask, attempt: number, proof: string | undefined): OutgoingMail {
    const content = task.mailContent === 'full' ? this.open(task) : undefined;
    const link = `${this.settings.baseUrl}/vorgaenge/${task.rightsRequestId}`;
    const page = { task, attempt, content, link, hasProof: proof !== undefined };
    return {
      from: this.settings.from,
      to: [{ address: task.designationEmail }],
      subject: WORDS.subject(task.reference, germanDate(task.dueOn)),
      text: asText(page),
      html: `<!doctype html>${render(<MailPage {...page} />)}`,
      messageId: task.messageId,
      date: task.recordedAt,
      headers: {
        'X-Forthwith-Reference': task.reference,
        'X-Forthwith-Attempt': String(attempt),
        'Auto-Submitted': 'auto-generated',
      },
      attachments: [...(content === undefined ? [] : this.originals(task, content)), ...proofFile(proof)],
    };
  }

  private open(task: ForwardingTask): RequestContent | undefined {
    const sealed = task.sealed.find(({ field }) => field === CONTENT_FIELD);
    if (sealed === undefined) {
      return undefined;
    }
    return this.vault.with(task, task).opened<RequestContent>(CONTENT_FIELD, sealed.ciphertext);
  }

  /** The message exactly as it was handed over, then the files. */
  private originals(task: ForwardingTask, content: RequestContent): MailAttachment[] {
    const files = content.attachments.map(({ field, filename, contentType }) => ({
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

interface Page {
  readonly task: ForwardingTask;
  readonly attempt: number;
  readonly content: RequestContent | undefined;
  readonly link: string;
  readonly hasProof: boolean;
}

function notices({ task, attempt }: Page): string[] {
  return [
    ...(task.requestState === 'withdrawn' ? [WORDS.withdrawn] : []),
    ...(task.toDeputy ? [WORDS.deputy] : []),
    ...(attempt > 1 ? [WORDS.resent(attempt)] : []),
  ];
}

function facts({ task, content }: Page): Fact[] {
  const { facts: label } = WORDS;
  const rights = task.rights.length === 0 ? WORDS.noRights : task.rights.map(WORDS.right).join(', ');
  const optional = (name: string, value: string | undefined): Fact[] =>
    value === undefined || value === '' ? [] : [{ label: name, value }];
  return [
    { label: label.reference, value: task.reference },
    { label: label.channel, value: task.channelLabelDe },
    { label: label.receivedAt, value: germanMoment(task.receivedAt, task.timeZone) },
    { label: label.recordedAt, value: germanMoment(task.recordedAt, task.timeZone) },
    { label: label.dueOn, value: WORDS.deadline(germanDate(task.receivedOn), germanDate(task.dueOn)) },
    { label: label.rights, value: rights },
    ...optional(label.from, content?.from),
    ...optional(label.contact, content?.contact),
    ...optional(label.lateReason, content?.lateReason),
    ...optional(label.attachments, content?.attachments.map(({ filename }) => filename).join(', ')),
  ];
}

function body({ task, content }: Page): string {
  if (content === undefined) {
    return task.mailContent === 'notice' ? WORDS.notice : WORDS.erased;
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
  ].join('\n\n');
}

function MailPage(page: Page) {
  const { task, link, hasProof } = page;
  return (
    <html lang="de">
      <head>
        <meta charset="utf-8" />
        <title>{WORDS.heading(task.reference)}</title>
      </head>
      <body>
        <h1>{WORDS.heading(task.reference)}</h1>
        <p>{WORDS.lead(task.organisationName)}</p>
        {notices(page).map((notice) => (
          <p key={notice}>
            <strong>{notice}</strong>
          </p>
        ))}
        <p>
          <a href={link}>{WORDS.open}</a>
        </p>
        <table>
          <tbody>
            {facts(page).map(({ label, value }) => (
              <tr key={label}>
                <th align="left" scope="row">
                  {label}
                </th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <h2>{WORDS.message}</h2>
        <div dir="auto" style="white-space: pre-wrap">
          {body(page)}
        </div>
        <hr />
        <p>{hasProof ? WORDS.proof : WORDS.noProof}</p>
      </body>
    </html>
  );
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
