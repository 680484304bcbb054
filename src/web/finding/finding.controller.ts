import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isRefusal, type FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { KeptForms } from '../../identity/kept-forms.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { type Found, FindingService } from '../../requests/finding/finding.service.js';
import { line, readForm } from '../shell/form-body.js';
import { page } from '../shell/page.js';
import { Uuid } from '../shell/route-params.js';
import { Visit } from '../shell/visit.js';
import { FindingPage } from './finding.page.js';

const PATH = '/suche';

/** Finding a case by the person. What is looked for is personal: it is sent in a form, and stands in no address. */
@ApiExcludeController()
@Controller('suche')
@Allow('dpo')
export class FindingController {
  constructor(
    @Inject(FindingService) private readonly finding: FindingService,
    @Inject(KeptForms) private readonly kept: KeptForms,
  ) {}

  @Get()
  start(@Visit() visit: Visit): Answer {
    return this.show(visit, undefined, []);
  }

  /** The search is an entry here; the page it leads to can be gone back to. */
  @Post()
  async search(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { q } = readForm(body, { q: line() }).values;
    try {
      await this.finding.search(visit.actor, q);
    } catch (error) {
      if (!isRefusal(error, 'invalid-input')) {
        throw error;
      }
      return this.show(visit, undefined, error.facts.fields);
    }
    return redirect(`${PATH}/${await this.kept.note(visit.actor, PATH, [['q', q]])}`);
  }

  @Get(':id')
  async found(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    const kept = await this.kept.find(visit.actor, id);
    const typed = kept?.path === PATH ? kept.fields.find(([name]) => name === 'q')?.[1] : undefined;
    return typed === undefined
      ? this.show(visit, undefined, [{ field: 'q', code: 'required' }])
      : this.show(visit, await this.finding.look(visit.actor, typed), []);
  }

  private show(visit: Visit, found: Found | undefined, problems: readonly FieldProblem[]): Answer {
    const { context, actor, today } = visit;
    const { finding: texts } = context.texts;
    const [problem] = problems;
    const words = { 'too-long': texts.tooLong, required: texts.gone } as Readonly<Record<string, string>>;
    const content = FindingPage({
      context,
      cases: found?.cases,
      more: found?.more ?? false,
      problem: problem === undefined ? undefined : (words[problem.code] ?? texts.tooShort),
      organisationId: actor.organisationId,
      today,
    });
    return page(visit, texts.title, content, { status: problem === undefined ? 200 : 422 });
  }
}
