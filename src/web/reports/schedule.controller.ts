import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { type ScheduleOrder, SchedulesService } from '../../reports/schedules/schedules.service.js';
import { errorsOf } from '../shell/components/form.js';
import { SchedulePage } from './schedule.page.js';
import { Visit } from '../shell/visit.js';
import { page } from '../shell/page.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import { mustBeUuid } from '../shell/route-params.js';
import type { Form } from '../../platform/http/sent-form.js';
import { orShow, readForm, text } from '../shell/form-body.js';

/** Which reports go out by themselves. */
@ApiExcludeController()
@Controller()
@Allow('dpo')
export class ScheduleController {
  constructor(@Inject(SchedulesService) private readonly schedules: SchedulesService) {}

  @Get('berichte/zeitplan')
  async show(@Visit() visit: Visit): Promise<Answer> {
    const { language } = visit.context;
    return this.send(visit, { kind: 'quarterly', form: 'link', language, recipients: '', nextOn: '' }, []);
  }

  @Post('berichte/zeitplan')
  async set(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { actor, timeZone } = visit.session;
    const { typed: order, problems } = readForm(body, ORDER);
    return orShow(
      problems,
      async () => {
        await this.schedules.set(actor, timeZone, order);
        return redirect('/berichte/zeitplan');
      },
      (wrong) => this.send(visit, order, wrong, 422),
    );
  }

  @Post('berichte/zeitplan/beenden')
  async end(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { id } = readForm(body, { id: text() }).values;
    await this.schedules.end(visit.actor, mustBeUuid(id));
    return redirect('/berichte/zeitplan');
  }

  private async send(
    visit: Visit,
    order: ScheduleOrder,
    problems: readonly FieldProblem[],
    status = 200,
  ): Promise<Answer> {
    const { context, session } = visit;
    const { actor, csrfToken } = session;
    const [schedules, refused] = await Promise.all([this.schedules.list(actor), this.schedules.refused(actor)]);
    const errors = errorsOf(context.texts, problems);
    const content = SchedulePage({ context, schedules, refused, order, errors, csrfToken });
    return page(visit, context.texts.schedule.title, content, { status });
  }
}

const ORDER = { kind: text(), form: text(), language: text(), recipients: text(4_000), nextOn: text() };
