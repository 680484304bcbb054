import { Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { refuse } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { KeptForms } from '../../identity/kept-forms.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import { page } from '../shell/page.js';
import { Uuid } from '../shell/route-params.js';
import { Visit } from '../shell/visit.js';
import { GonePage, KeptPage } from './kept.page.js';

/** What somebody sent when they were no longer signed in. */
@ApiExcludeController()
@Controller('weiter/:id')
@Allow('signed-in')
export class KeptFormsController {
  constructor(@Inject(KeptForms) private readonly forms: KeptForms) {}

  @Get()
  async show(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    const { context, session } = visit;
    const form = await this.forms.find(visit.actor, id);
    return form === undefined
      ? page(visit, context.texts.kept.gone, GonePage({ context }), { status: 404 })
      : page(visit, context.texts.kept.title, KeptPage({ context, form, csrfToken: session.csrfToken }));
  }

  /** Goes on to where it was meant for, as the same POST (307): its rules and its errors are those of that page. */
  @Post()
  async send(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    const form = (await this.forms.find(visit.actor, id)) ?? refuse('not-found', {});
    await this.forms.sent(visit.actor, id);
    return redirect(form.path, { status: 307 });
  }

  @Post('verwerfen')
  async discard(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    await this.forms.drop(visit.actor, id);
    return redirect('/');
  }
}
