import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { refuse } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { OwnMails } from '../../retention/own-mails.service.js';
import { MailboxPage, MailPage } from './mailbox.page.js';
import { Visit } from '../shell/visit.js';
import { page } from '../shell/page.js';
import { type Answer, download } from '../../platform/http/answer.js';

/** The built-in mailbox of the demonstration: what the DPO would find in theirs. Each opening is an entry of the log. */
@ApiExcludeController()
@Controller('mailbox')
@Allow('dpo', 'admin')
export class MailboxController {
  constructor(@Inject(OwnMails) private readonly mails: OwnMails) {}

  @Get()
  async list(@Visit() visit: Visit): Promise<Answer> {
    const { context, actor } = visit;
    const mails = await this.mails.list(actor);
    return page(visit, context.texts.mailbox.title, MailboxPage({ context, mails }));
  }

  @Get(':id')
  async show(@Visit() visit: Visit, @Param('id') id: string): Promise<Answer> {
    const wanted = id.replace(/\.eml$/, '');
    const mail = await this.mails.open(visit.actor, wanted);
    if (wanted !== id) {
      return download({ name: `${wanted}.eml`, type: 'message/rfc822', content: mail.raw });
    }
    const shown = {
      ...mail,
      text: mail.text ?? '',
      attachments: mail.attachments.map(({ filename }) => filename ?? ''),
    };
    return page(visit, mail.subject, MailPage({ context: visit.context, mail: shown }));
  }

  @Get(':id/anhaenge/:at')
  async attachment(@Visit() visit: Visit, @Param('id') id: string, @Param('at') at: string): Promise<Answer> {
    const mail = await this.mails.open(visit.actor, id);
    const { filename, content } = mail.attachments[Number(at)] ?? refuse('not-found', {});
    // From outside: handed on as bytes, never shown as a page of ours.
    return download({ name: filename ?? 'anhang', type: 'application/octet-stream', content });
  }
}
