import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { addMonths, civilDateIn } from '../../../domain/civil-date.js';
import type { FieldProblem } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import { CopiesService } from '../../../retention/copies.service.js';
import { HoldsService } from '../../../retention/holds.service.js';
import { RetentionReader } from '../../../retention/retention-reader.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { type Answer, download, redirect } from '../../../platform/http/answer.js';
import { errorsOf } from '../../shell/components/form.js';
import { orShow, readForm, text } from '../../shell/form-body.js';
import { page } from '../../shell/page.js';
import { Uuid } from '../../shell/route-params.js';
import { Visit } from '../../shell/visit.js';
import { RetentionPage } from './retention.page.js';

/** Months ahead that are offered for a review. */
const OFFERED_MONTHS = 3;

/** What of a case is erased when, and what keeps it. */
@ApiExcludeController()
@Controller('vorgaenge/:id/loeschung')
@Allow('dpo')
export class CaseRetentionController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(RetentionReader) private readonly reader: RetentionReader,
    @Inject(HoldsService) private readonly holds: HoldsService,
    @Inject(CopiesService) private readonly copies: CopiesService,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    return this.send(visit, id, {});
  }

  @Post('sperren')
  async hold(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { values, problems } = readForm(body, { reason: text(40), reviewOn: text(40) });
    return orShow(
      problems,
      async () => {
        await this.holds.set(visit.actor, id, values);
        return redirect(`/vorgaenge/${id}/loeschung`);
      },
      (wrong) => this.send(visit, id, { ...values, problems: wrong }, 422),
    );
  }

  @Post('sperren/:hold')
  async decide(
    @Visit() visit: Visit,
    @Uuid('id') id: string,
    @Uuid('hold') hold: string,
    @Body() body: Form,
  ): Promise<Answer> {
    const { values } = readForm(body, { what: text(20) });
    await (values.what === 'confirm'
      ? this.holds.confirm(visit.actor, id, hold)
      : this.holds.release(visit.actor, id, hold));
    return redirect(`/vorgaenge/${id}/loeschung`);
  }

  @Get(':erasure/beleg')
  async proof(@Visit() visit: Visit, @Uuid('id') id: string, @Uuid('erasure') erasure: string): Promise<Answer> {
    const { reference } = await this.requests.get(visit.actor, id);
    const content = await this.reader.proofOf(visit.actor, id, erasure);
    return download({ name: `loeschung-${reference}.tlog-proof`, type: 'text/plain; charset=utf-8', content });
  }

  @Post('kanal')
  async platform(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    await this.copies.confirmPlatform(visit.actor, id);
    return redirect(`/vorgaenge/${id}/loeschung`);
  }

  private async send(
    visit: Visit,
    id: string,
    typed: { readonly reason?: string; readonly reviewOn?: string; readonly problems?: readonly FieldProblem[] },
    status = 200,
  ): Promise<Answer> {
    const { actor, context, session } = visit;
    const row = await this.requests.get(actor, id);
    const content = RetentionPage({
      context,
      id,
      reference: row.reference,
      csrfToken: session.csrfToken,
      user: actor.userId,
      ...(await this.reader.ofRequest(actor, id, row.timeZone)),
      holds: await this.holds.ofRequest(actor, id),
      copies: await this.copies.ofRequest(actor, id),
      reason: typed.reason ?? '',
      reviewOn: typed.reviewOn ?? addMonths(civilDateIn(visit.now, row.timeZone), OFFERED_MONTHS),
      errors: errorsOf(context.texts, typed.problems ?? []),
    });
    return page(visit, context.texts.retention.title(row.reference), content, { status });
  }
}
