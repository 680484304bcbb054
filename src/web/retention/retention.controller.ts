import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { RULE_NAMES } from '../../domain/retention/rules.js';
import type { FieldProblem } from '../../domain/problem.js';
import { actsAs } from '../../audit/actor.js';
import { Allow } from '../../identity/access.js';
import { CopiesService } from '../../retention/copies.service.js';
import { ErasureSweep } from '../../retention/erasure-sweep.js';
import { RetentionReader } from '../../retention/retention-reader.js';
import { RetentionRulesService } from '../../retention/retention-rules.service.js';
import type { Form } from '../../platform/http/sent-form.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import { errorsOf } from '../shell/components/form.js';
import { fieldsIn, orShow } from '../shell/form-body.js';
import { page } from '../shell/page.js';
import { Uuid } from '../shell/route-params.js';
import { Visit } from '../shell/visit.js';
import { StandingPage } from './retention.page.js';

/** Retention and erasure for the whole organisation. */
@ApiExcludeController()
@Controller('loeschung')
export class RetentionPagesController {
  constructor(
    @Inject(RetentionReader) private readonly reader: RetentionReader,
    @Inject(ErasureSweep) private readonly sweep: ErasureSweep,
    @Inject(RetentionRulesService) private readonly rules: RetentionRulesService,
    @Inject(CopiesService) private readonly copies: CopiesService,
  ) {}

  @Get()
  @Allow('dpo', 'auditor')
  async show(
    @Visit() visit: Visit,
    @Query('geloescht') erased: unknown,
    @Query('gescheitert') failed: unknown,
    @Query('getan') done: unknown,
  ): Promise<Answer> {
    const { page: texts } = visit.context.texts.retention;
    const said = Number.isInteger(Number(erased)) && typeof erased === 'string' && erased !== '';
    return this.send(visit, {
      said: said ? texts.ran(Number(erased), Number(failed) || 0) : done === '1' ? texts.saved : undefined,
    });
  }

  @Post('lauf')
  @Allow('dpo')
  async run(@Visit() visit: Visit): Promise<Answer> {
    const { erased, failed } = await this.sweep.runNow(visit.actor, await this.reader.timeZone(visit.actor));
    return redirect(`/loeschung?geloescht=${erased}&gescheitert=${failed}`);
  }

  @Post('uhrzeit')
  @Allow('dpo')
  async confirm(@Visit() visit: Visit): Promise<Answer> {
    await this.sweep.confirm(visit.actor);
    return redirect('/loeschung');
  }

  @Post('kopien/:id')
  @Allow('dpo')
  async deleted(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    await this.copies.confirm(visit.actor, id);
    return redirect('/loeschung#kopien');
  }

  @Post('fristen')
  @Allow('dpo')
  async change(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const typed = fieldsIn(body);
    const wanted = Object.fromEntries(RULE_NAMES.map((name) => [name, numberIn(typed[name])]));
    return orShow(
      [],
      async () => {
        await this.rules.change(visit.actor, wanted);
        return redirect('/loeschung?getan=1');
      },
      (problems) => this.send(visit, { typed, problems }, 422),
    );
  }

  private async send(
    visit: Visit,
    shown: {
      readonly said?: string | undefined;
      readonly typed?: Readonly<Record<string, string>>;
      readonly problems?: readonly FieldProblem[];
    },
    status = 200,
  ): Promise<Answer> {
    const { actor, context, session } = visit;
    const content = StandingPage({
      context,
      now: visit.now,
      csrfToken: session.csrfToken,
      said: shown.said,
      mayAct: actsAs(actor, 'dpo'),
      typed: shown.typed ?? {},
      errors: errorsOf(context.texts, shown.problems ?? []),
      ...(await this.reader.standing(actor)),
    });
    return page(visit, context.texts.retention.page.title, content, { status });
  }
}

/** What is no whole number stays what it was, and is refused by the rule. */
function numberIn(typed: string | undefined): unknown {
  const words = typed?.trim() ?? '';
  return /^\d{1,4}$/.test(words) ? Number(words) : words;
}
