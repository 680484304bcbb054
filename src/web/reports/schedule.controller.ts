import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { SchedulesService, type ScheduleOrder } from '../../reports/schedules/schedules.service.js';
import { errorsOf } from '../shell/components/form.js';
import { SchedulePage } from './schedule.page.js';
import { Pages, sessionOf } from '../shell/pages.service.js';
import { mustBeUuid } from '../case/case-views.js';
import { type Form, problemsOf, textIn } from '../shell/form-body.js';

const TEXT_LIMIT = 4_000;

/** Which reports go out by themselves. */
@ApiExcludeController()
@Controller()
@Allow('dpo')
export class ScheduleController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(SchedulesService) private readonly schedules: SchedulesService,
  ) {}

  @Get('berichte/zeitplan')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const order = { kind: 'quarterly', form: 'link', language: this.pages.context(request).language };
    await this.send(request, reply, { ...order, recipients: '', nextOn: '' }, []);
  }

  @Post('berichte/zeitplan')
  async set(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor, timeZone } = sessionOf(request);
    const order = orderOf(body);
    try {
      await this.schedules.set(actor, timeZone, order);
    } catch (error) {
      return this.send(request, reply, order, problemsOf(error), 422);
    }
    await reply.redirect('/berichte/zeitplan', 303);
  }

  @Post('berichte/zeitplan/beenden')
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    await this.schedules.end(sessionOf(request).actor, mustBeUuid(textIn(body, 'id', TEXT_LIMIT)));
    await reply.redirect('/berichte/zeitplan', 303);
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    order: ScheduleOrder,
    problems: readonly FieldProblem[],
    status = 200,
  ): Promise<void> {
    const { actor, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const [schedules, refused] = await Promise.all([this.schedules.list(actor), this.schedules.refused(actor)]);
    const page = SchedulePage({
      context,
      schedules,
      refused,
      order,
      errors: errorsOf(context.texts, problems),
      csrfToken,
    });
    await this.pages.send(request, reply, context.texts.schedule.title, page, status);
  }
}

function orderOf(body: Form): ScheduleOrder {
  return {
    kind: textIn(body, 'kind', TEXT_LIMIT),
    form: textIn(body, 'form', TEXT_LIMIT),
    language: textIn(body, 'language', TEXT_LIMIT),
    recipients: textIn(body, 'recipients', TEXT_LIMIT),
    nextOn: textIn(body, 'nextOn', TEXT_LIMIT),
  };
}
