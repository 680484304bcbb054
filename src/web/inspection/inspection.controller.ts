import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn } from '../../domain/civil-date.js';
import type { FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { Clock } from '../../platform/clock.js';
import { AuthorityRequestsService, type Letter } from '../../reports/inspections/inspections.service.js';
import { errorsOf } from '../shell/components/form.js';
import { AuthorityPage } from './inspection.page.js';
import { Pages, sessionOf } from '../shell/pages.service.js';
import { mustBeUuid } from '../case/case-views.js';
import { type Form, problemsOf, textIn } from '../shell/form-body.js';

/** Leads the DPO from the authority's letter to the bundle handed over. */
@ApiExcludeController()
@Controller()
@Allow('dpo')
export class AuthorityController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(AuthorityRequestsService) private readonly inspections: AuthorityRequestsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('pruefung-behoerde')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.send(request, reply, letterOf(undefined), '', []);
  }

  @Post('pruefung-behoerde')
  async enter(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor, timeZone } = sessionOf(request);
    const letter = letterOf(body);
    try {
      await this.inspections.enter(actor, timeZone, letter);
    } catch (error) {
      return this.send(request, reply, letter, '', problemsOf(error), 422);
    }
    await reply.redirect('/pruefung-behoerde', 303);
  }

  @Post('pruefung-behoerde/uebergabe')
  async handOver(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor, timeZone } = sessionOf(request);
    const on = textIn(body, 'on');
    try {
      await this.inspections.handOver(actor, timeZone, mustBeUuid(textIn(body, 'id')), on);
    } catch (error) {
      return this.send(request, reply, letterOf(undefined), on, problemsOf(error), 422);
    }
    await reply.redirect('/pruefung-behoerde', 303);
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    letter: Letter,
    on: string,
    problems: readonly FieldProblem[],
    status = 200,
  ): Promise<void> {
    const { actor, timeZone, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const page = AuthorityPage({
      ...{ context, letter, on, csrfToken, errors: errorsOf(context.texts, problems) },
      ...(await this.inspections.standing(actor)),
      today: civilDateIn(this.clock.now(), timeZone),
    });
    await this.pages.send(request, reply, context.texts.authority.title, page, status);
  }
}

function letterOf(body: Form): Letter {
  return {
    receivedOn: textIn(body, 'receivedOn'),
    dueOn: textIn(body, 'dueOn'),
    from: textIn(body, 'from'),
    to: textIn(body, 'to'),
  };
}
