import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn } from '../../../domain/civil-date.js';
import {
  isMessageKind,
  isMessageLanguage,
  type MessageKind,
  type MessageLanguage,
} from '../../../domain/correspondence/kinds.js';
import { missingContents } from '../../../domain/correspondence/mandatory.js';
import { fill, inForm, type MessageText } from '../../../domain/correspondence/template.js';
import { isRefusal, refuse, type FieldProblem } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { Clock } from '../../../platform/clock.js';
import { sampleValues } from '../../../requests/correspondence/case-values.js';
import { SenderReader } from '../../../requests/correspondence/sender-reader.js';
import { problemsOfTemplate, TemplatesService } from '../../../requests/correspondence/templates.service.js';
import { errorsOf } from '../../shell/components/form.js';
import { problemsIn } from './message-draft-form.js';
import { TemplatePage, TemplatesPage } from './templates.page.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';

interface Shown {
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
    @Inject(Pages) private readonly pages: Pages,
    @Inject(TemplatesService) private readonly templates: TemplatesService,
    @Inject(SenderReader) private readonly senders: SenderReader,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const context = this.pages.context(request);
    const templates = await this.templates.list(sessionOf(request).actor);
    await this.pages.send(request, reply, context.texts.templates.title, TemplatesPage({ context, templates }));
  }

  @Get(':kind/:language')
  async one(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param() params: Record<string, unknown>,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    await this.send(request, reply, params, { saved: query['getan'] === '1' });
  }

  @Post(':kind/:language')
  async change(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param() params: Record<string, unknown>,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { kind, language } = mustBeTemplate(params);
    const text = textOf(body ?? {});
    const { actor } = sessionOf(request);
    const version = Number(body?.['version']);
    try {
      if (body?.['tun'] === 'standard') {
        await this.templates.backToStandard(actor, kind, language, version);
      } else if (body?.['tun'] === 'speichern') {
        await this.templates.change(actor, kind, language, text, version);
      } else {
        return await this.send(request, reply, params, { text, preview: true, problems: problemsOfTemplate(text) });
      }
    } catch (error) {
      const status = isRefusal(error)
        ? { 'invalid-input': 422, 'version-conflict': 409 }[String(error.code)]
        : undefined;
      if (status === undefined) {
        throw error;
      }
      const shown = { text, problems: problemsIn(error), conflict: status === 409 };
      return this.send(request, reply, params, shown, status);
    }
    await reply.redirect(`/vorlagen/${kind}/${language}?getan=1`, 303);
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    params: Record<string, unknown>,
    { text, preview = false, problems = [], conflict = false, saved = false }: Shown,
    status = 200,
  ): Promise<void> {
    const { kind, language } = mustBeTemplate(params);
    const context = this.pages.context(request);
    const { actor, csrfToken, timeZone } = sessionOf(request);
    const template = await this.templates.get(actor, kind, language);
    const shown = text ?? template.text;
    const sender = await this.senders.of(actor);
    const values = sampleValues(sender, language, civilDateIn(this.clock.now(), timeZone));
    const filled = fill(inForm(shown, sender.organisation.addressForm), values);
    const page = TemplatePage({
      ...{ context, template, conflict, saved, csrfToken, text: shown },
      preview: preview && filled.ok ? filled.text : undefined,
      // What is filled in from the case counts; what the DPO will write cannot.
      missing: filled.ok ? missingContents(kind, filled.text.body, [values.Eingang, values.Frist]) : [],
      versions: await this.templates.versions(actor, kind, language),
      errors: errorsOf(context.texts, problems),
    });
    const { correspondence, templates } = context.texts;
    const title = templates.one(correspondence.kinds[kind], correspondence.languages[language]);
    await this.pages.send(request, reply, title, page, status);
  }
}

/** @throws Refusal not-found */
function mustBeTemplate({ kind, language }: Record<string, unknown>): { kind: MessageKind; language: MessageLanguage } {
  return isMessageKind(kind) && isMessageLanguage(language) ? { kind, language } : refuse('not-found', {});
}

function textOf(body: Record<string, unknown>): MessageText {
  const value = (name: string): string => (typeof body[name] === 'string' ? body[name].replaceAll('\r\n', '\n') : '');
  return { subject: value('subject').trim(), body: value('body').trim() };
}
