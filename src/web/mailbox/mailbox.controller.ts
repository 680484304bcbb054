import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { MAILBOX } from '../../platform/mail/mail-settings.js';
import type { Mailbox } from '../../platform/mail/mailbox.js';
import { MailboxPage, MailPage } from './mailbox.page.js';
import { Pages } from '../shell/pages.service.js';

/** The built-in mailbox: what the DPO would find in theirs. Only there where no real mail server is named. */
@ApiExcludeController()
@Controller('mailbox')
@Allow('dpo', 'admin')
export class MailboxController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(MAILBOX) private readonly mailbox: Mailbox | undefined,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const context = this.pages.context(request);
    const mails = await this.box().listMails();
    await this.pages.send(request, reply, context.texts.mailbox.title, MailboxPage({ context, mails }));
  }

  @Get(':id')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const wanted = id.replace(/\.eml$/, '');
    const mail = (await this.box().readMail(wanted)) ?? refuse('not-found', {});
    if (wanted !== id) {
      return void (await reply
        .header('content-type', 'message/rfc822')
        .header('content-disposition', `attachment; filename="${wanted}.eml"`)
        .header('cache-control', 'no-store')
        .send(mail.raw));
    }
    const context = this.pages.context(request);
    const shown = {
      ...mail,
      text: mail.text ?? '',
      attachments: mail.attachments.map(({ filename }) => filename ?? ''),
    };
    await this.pages.send(request, reply, mail.subject, MailPage({ context, mail: shown }));
  }

  @Get(':id/anhaenge/:at')
  async attachment(@Res() reply: FastifyReply, @Param('id') id: string, @Param('at') at: string): Promise<void> {
    const mail = (await this.box().readMail(id)) ?? refuse('not-found', {});
    const attachment = mail.attachments[Number(at)] ?? refuse('not-found', {});
    await reply
      // From outside: handed on as bytes, never shown as a page of ours.
      .header('content-type', 'application/octet-stream')
      .header(
        'content-disposition',
        `attachment; filename*=UTF-8''${encodeURIComponent(attachment.filename ?? 'anhang')}`,
      )
      .header('cache-control', 'no-store')
      .send(attachment.content);
  }

  private box(): Mailbox {
    return this.mailbox ?? refuse('not-found', {});
  }
}
