import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { TrayDesk } from '../../intake/mail/tray-desk.js';
import { type Answer, download, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { errorsOf } from '../shell/components/form.js';
import { line, orShow, readForm } from '../shell/form-body.js';
import { page } from '../shell/page.js';
import { Uuid } from '../shell/route-params.js';
import { Visit } from '../shell/visit.js';
import { UnassignedMailPage } from './unassigned-mail.page.js';
import { UnassignedPage } from './unassigned.page.js';

const REFERENCE_LIMIT = 40;

/** Mails that came in and belong to no case yet. */
@ApiExcludeController()
@Controller('unzugeordnet')
@Allow('dpo')
export class UnassignedController {
  constructor(@Inject(TrayDesk) private readonly tray: TrayDesk) {}

  @Get()
  async list(@Visit() visit: Visit, @Query('getan') done: unknown): Promise<Answer> {
    const { context, actor, session } = visit;
    const content = UnassignedPage({
      context,
      csrfToken: session.csrfToken,
      told: done === 'put' || done === 'aside' || done === 'back' ? done : undefined,
      waiting: await this.tray.list(actor, true),
      settled: await this.tray.list(actor, false),
    });
    return page(visit, context.texts.unassigned.title, content);
  }

  @Get(':id')
  async show(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    return this.mail(visit, id, undefined, []);
  }

  @Get(':id/original.eml')
  async original(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    const content = await this.tray.original(visit.actor, id);
    return download({ name: 'nachricht.eml', type: 'message/rfc822', content });
  }

  @Post(':id/zum-vorgang')
  async put(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { values, typed, problems } = readForm(body, { reference: line(REFERENCE_LIMIT) });
    return orShow(
      problems,
      async () => {
        await this.tray.putToCase(visit.actor, id, values.reference.toUpperCase());
        return redirect('/unzugeordnet?getan=put');
      },
      (wrong) => this.mail(visit, id, typed.reference, wrong),
    );
  }

  @Post(':id/neuer-vorgang')
  async make(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    return redirect(`/vorgaenge/${await this.tray.makeRequest(visit.actor, id)}`);
  }

  @Post(':id/weglegen')
  async setAside(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    await this.tray.setAside(visit.actor, id);
    return redirect('/unzugeordnet?getan=aside');
  }

  @Post(':id/zuruecknehmen')
  async takeBack(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    await this.tray.takeBack(visit.actor, id);
    return redirect('/unzugeordnet?getan=back');
  }

  private async mail(
    visit: Visit,
    id: string,
    reference: string | undefined,
    problems: readonly FieldProblem[],
  ): Promise<Answer> {
    const { context, actor, session } = visit;
    const mail = await this.tray.read(actor, id);
    const content = UnassignedMailPage({
      context,
      mail,
      csrfToken: session.csrfToken,
      errors: errorsOf(context.texts, problems),
      reference: reference ?? mail.reference ?? '',
    });
    const title = mail.subject === '' ? context.texts.unassigned.noSubject : mail.subject;
    return page(visit, title, content, { status: problems.length > 0 ? 422 : 200 });
  }
}
