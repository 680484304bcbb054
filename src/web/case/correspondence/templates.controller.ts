import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  isMessageKind,
  isMessageLanguage,
  type MessageKind,
  type MessageLanguage,
} from '../../../domain/correspondence/kinds.js';
import { missingContents } from '../../../domain/correspondence/mandatory.js';
import { fill, inForm, type MessageText } from '../../../domain/correspondence/template.js';
import { type FieldProblem, isRefusal, refuse } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { sampleValues } from '../../../requests/correspondence/case-values.js';
import { SenderReader } from '../../../requests/correspondence/sender-reader.js';
import { problemsOfTemplate, TemplatesService } from '../../../requests/correspondence/templates.service.js';
import { errorsOf } from '../../shell/components/form.js';
import { problemsIn } from './message-draft-form.js';
import { TemplatePage, TemplatesPage } from './templates.page.js';
import { Visit } from '../../shell/visit.js';
import { page } from '../../shell/page.js';
import { type Answer, redirect } from '../../../platform/http/answer.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { choice, int, line, readForm } from '../../shell/form-body.js';

interface PageState {
  readonly text?: MessageText;
  readonly preview?: boolean;
  readonly problems?: readonly FieldProblem[];
  readonly conflict?: boolean;
  readonly saved?: boolean;
}

/** The templates that messages to people begin with. */
@ApiExcludeController()
@Controller('vorlagen')
@Allow('dpo')
export class TemplatesController {
  constructor(
    @Inject(TemplatesService) private readonly templates: TemplatesService,
    @Inject(SenderReader) private readonly senders: SenderReader,
  ) {}

  @Get()
  async list(@Visit() visit: Visit): Promise<Answer> {
    const { context } = visit;
    const templates = await this.templates.list(visit.actor);
    return page(visit, context.texts.templates.title, TemplatesPage({ context, templates }));
  }

  @Get(':kind/:language')
  async one(@Visit() visit: Visit, @Param() params: Form, @Query('getan') done: unknown): Promise<Answer> {
    return this.send(visit, mustBeTemplate(params), { saved: done === '1' });
  }

  @Post(':kind/:language')
  async change(@Visit() visit: Visit, @Param() params: Form, @Body() body: Form): Promise<Answer> {
    const template = mustBeTemplate(params);
    const { kind, language } = template;
    const { subject, body: words, action, version = NO_VERSION } = readForm(body, TEMPLATE).values;
    const text = { subject, body: words };
    try {
      if (action === 'standard') {
        await this.templates.backToStandard(visit.actor, kind, language, version);
      } else if (action === 'save') {
        await this.templates.change(visit.actor, kind, language, text, version);
      } else {
        return await this.send(visit, template, { text, preview: true, problems: problemsOfTemplate(text) });
      }
    } catch (error) {
      const status = isRefusal(error)
        ? { 'invalid-input': 422, 'version-conflict': 409 }[String(error.code)]
        : undefined;
      if (status === undefined) {
        throw error;
      }
      const shown = { text, problems: problemsIn(error), conflict: status === 409 };
      return this.send(visit, template, shown, status);
    }
    return redirect(`/vorlagen/${kind}/${language}?getan=1`);
  }

  private async send(
    visit: Visit,
    { kind, language }: Template,
    { text, preview = false, problems = [], conflict = false, saved = false }: PageState,
    status = 200,
  ): Promise<Answer> {
    const { context } = visit;
    const { actor, csrfToken } = visit.session;
    const template = await this.templates.get(actor, kind, language);
    const shown = text ?? template.text;
    const sender = await this.senders.of(actor);
    const values = sampleValues(sender, language, visit.today);
    const filled = fill(inForm(shown, sender.organisation.addressForm), values);
    const content = TemplatePage({
      context,
      template,
      conflict,
      saved,
      csrfToken,
      text: shown,
      preview: preview && filled.ok ? filled.text : undefined,
      // What is filled in from the case counts; what the DPO will write cannot.
      missing: filled.ok ? missingContents(kind, filled.text.body, [values.Eingang, values.Frist]) : [],
      versions: await this.templates.versions(actor, kind, language),
      errors: errorsOf(context.texts, problems),
    });
    const { correspondence, templates } = context.texts;
    const title = templates.one(correspondence.kinds[kind], correspondence.languages[language]);
    return page(visit, title, content, { status });
  }
}

interface Template {
  readonly kind: MessageKind;
  readonly language: MessageLanguage;
}

const TEMPLATE = { subject: line(), body: line(), action: choice(['standard', 'save']), version: int };

/** A form without a version has seen none: it is refused as one that came too late. */
const NO_VERSION = -1;

/** @throws Refusal not-found */
function mustBeTemplate(params: Form): Template {
  const { kind, language } = params ?? {};
  return isMessageKind(kind) && isMessageLanguage(language) ? { kind, language } : refuse('not-found', {});
}
