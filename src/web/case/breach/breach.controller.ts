import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { civilDateIn } from '../../../domain/civil-date.js';
import { LIFECYCLE } from '../../../domain/lifecycle/lifecycle.js';
import type { FieldProblem } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { type Answer, redirect } from '../../../platform/http/answer.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { BreachService } from '../../../requests/breach/breach.service.js';
import { otherClocksOf } from '../../../requests/request/other-clocks.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import { CaseHeads } from '../case-heads.js';
import { errorsOf } from '../../shell/components/form.js';
import { orShow, readForm, text } from '../../shell/form-body.js';
import { page } from '../../shell/page.js';
import { Uuid } from '../../shell/route-params.js';
import { Visit } from '../../shell/visit.js';
import { BreachPage, type BreachProps } from './breach.page.js';

const NOTHING: BreachProps['form'] = { outcome: '', on: '' };

/** Art. 33 GDPR: the hint of a breach in a case. */
@ApiExcludeController()
@Controller('vorgaenge/:id/panne')
@Allow('dpo')
export class BreachController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(BreachService) private readonly breaches: BreachService,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    return this.send(visit, id, NOTHING, []);
  }

  @Post()
  async act(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { values } = readForm(body, { step: text(20), outcome: text(40), on: text(40) });
    const { step, ...form } = values;
    return orShow(
      [],
      async () => {
        await (step === 'conclude'
          ? this.breaches.conclude(visit.actor, id, form)
          : this.breaches.note(visit.actor, id, {}));
        return redirect(`/vorgaenge/${id}/panne`);
      },
      (problems) => this.send(visit, id, form, problems, 422),
    );
  }

  private async send(
    visit: Visit,
    id: string,
    form: BreachProps['form'],
    problems: readonly FieldProblem[],
    status = 200,
  ): Promise<Answer> {
    const { context, now, actor, session } = visit;
    const row = await this.requests.get(actor, id);
    const content = BreachPage({
      context,
      id,
      form,
      head: await this.heads.of(visit, row),
      breach: otherClocksOf(row, [], now).breach,
      mayWrite: LIFECYCLE[row.state]['add-note'] !== undefined,
      errors: errorsOf(context.texts, problems),
      today: civilDateIn(now, row.timeZone),
      csrfToken: session.csrfToken,
    });
    return page(visit, context.texts.breach.title(row.reference), content, { status });
  }
}
