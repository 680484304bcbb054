import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { AuthorityRequestsService, type Letter } from '../../reports/inspections/inspections.service.js';
import { errorsOf } from '../shell/components/form.js';
import { InspectionPage } from './inspection.page.js';
import { Visit } from '../shell/visit.js';
import { page } from '../shell/page.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import { mustBeUuid } from '../shell/route-params.js';
import type { Form } from '../../platform/http/sent-form.js';
import { orShow, readForm, text } from '../shell/form-body.js';

/** Leads the DPO from the authority's letter to the bundle handed over. */
@ApiExcludeController()
@Controller()
@Allow('dpo')
export class InspectionController {
  constructor(@Inject(AuthorityRequestsService) private readonly inspections: AuthorityRequestsService) {}

  @Get('pruefung-behoerde')
  async show(@Visit() visit: Visit): Promise<Answer> {
    return this.send(visit, letterOf(undefined), '', []);
  }

  @Post('pruefung-behoerde')
  async enter(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { actor, timeZone } = visit.session;
    const letter = letterOf(body);
    return orShow(
      [],
      async () => {
        await this.inspections.enter(actor, timeZone, letter);
        return redirect('/pruefung-behoerde');
      },
      (problems) => this.send(visit, letter, '', problems, 422),
    );
  }

  @Post('pruefung-behoerde/uebergabe')
  async handOver(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { actor, timeZone } = visit.session;
    const { values, problems } = readForm(body, { id: text(), on: text() });
    return orShow(
      problems,
      async () => {
        await this.inspections.handOver(actor, timeZone, mustBeUuid(values.id), values.on);
        return redirect('/pruefung-behoerde');
      },
      (wrong) => this.send(visit, letterOf(undefined), values.on, wrong, 422),
    );
  }

  private async send(
    visit: Visit,
    letter: Letter,
    on: string,
    problems: readonly FieldProblem[],
    status = 200,
  ): Promise<Answer> {
    const { context, today, session } = visit;
    const content = InspectionPage({
      context,
      letter,
      on,
      csrfToken: session.csrfToken,
      errors: errorsOf(context.texts, problems),
      ...(await this.inspections.standing(session.actor)),
      today,
    });
    return page(visit, context.texts.authority.title, content, { status });
  }
}

function letterOf(body: Form): Letter {
  return readForm(body, { receivedOn: text(), dueOn: text(), from: text(), to: text() }).typed;
}
