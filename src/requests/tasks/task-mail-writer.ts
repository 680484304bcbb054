import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import type { OutgoingMail } from '../../platform/mail/transport.js';
import { TASK_MAIL as WORDS } from './task-mail.de.js';
import type { TaskMailRow } from './task-mails.sql.js';
import { linkField, taskField, type TaskWords } from './task.js';
import { RequestVault } from '../sealed/request-vault.js';

/** The mail of a row, or why there is none: `dropped` for good, `later` when nobody is designated just now. */
@Injectable()
export class TaskMailWriter {
  constructor(
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  write(row: TaskMailRow): OutgoingMail | 'dropped' | 'later' {
    if (!isNeeded(row)) {
      return 'dropped';
    }
    return row.kind === 'answered' ? this.toDpo(row) : this.toDepartment(row, row.kind);
  }

  private toDpo(row: TaskMailRow): OutgoingMail | 'later' {
    const { subject, lead, link } = WORDS.answered;
    const url = `${this.settings.baseUrl}/vorgaenge/${row.rightsRequestId}/auftraege`;
    return row.dpoEmail === null
      ? 'later'
      : this.mail(row, row.dpoEmail, subject(row.reference), [lead(row.reference), link(url)]);
  }

  private toDepartment(row: TaskMailRow, kind: keyof typeof WORDS.department): OutgoingMail | 'dropped' {
    const opened = this.open(row);
    if (opened === undefined) {
      return 'dropped';
    }
    const { subject, lead } = WORDS.department[kind];
    const until = germanDate(row.untilOn);
    const url = `${this.settings.baseUrl}/auftrag/${opened.link}`;
    return this.mail(row, row.userEmail ?? opened.address, subject(row.organisationName, until), [
      lead(row.organisationName, until),
      ...(kind === 'withdrawn' ? [] : [WORDS.link(url, germanDate(row.linkEndsOn))]),
      ...(row.dpoEmail === null ? [] : [WORDS.contact(row.dpoTitle ?? '', row.dpoEmail, row.dpoTelephone ?? '')]),
    ]);
  }

  /** Undefined once the request is erased. */
  private open(row: TaskMailRow): { readonly address: string; readonly link: string } | undefined {
    const { wrapped, epoch, words, taskId } = row;
    if (wrapped === null || epoch === null || words === null) {
      return undefined;
    }
    const request = this.vault.with(row, { wrapped, epoch });
    const { address } = request.opened<TaskWords>(taskField(taskId), words);
    return { address, link: request.decrypt(linkField(taskId), row.link).toString('utf8') };
  }

  private mail(row: TaskMailRow, to: string, subject: string, paragraphs: readonly string[]): OutgoingMail {
    return {
      from: this.settings.from,
      to: [{ address: to }],
      subject,
      text: paragraphs.join('\n\n'),
      messageId: row.messageId,
      date: this.clock.now(),
      headers: { 'Auto-Submitted': 'auto-generated' },
    };
  }
}

/** Not what was withdrawn or done meanwhile, and nobody is reminded of what they have answered. */
function isNeeded({ kind, state, turn }: TaskMailRow): boolean {
  switch (kind) {
    case 'assigned':
    case 'extended':
      return state === 'open';
    case 'reminder':
      return state === 'open' && turn === 'department';
    case 'withdrawn':
      return state === 'withdrawn';
    case 'answered':
      return state === 'open';
  }
}

function germanDate(date: string): string {
  return `${date.slice(8, 10)}.${date.slice(5, 7)}.${date.slice(0, 4)}`;
}
