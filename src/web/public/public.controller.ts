import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn } from '../../domain/civil-date.js';
import { Allow } from '../../identity/access.js';
import { Clock } from '../../platform/clock.js';
import { OpenApiDocument } from '../../platform/http/openapi-document.js';
import { calculate, calculatorFormOf } from './calculator-form.js';
import { errorsOf } from '../shell/components/form.js';
import { ApiDocsPage } from './api-docs.page.js';
import { CalculatorPage } from './calculator.page.js';
import { Pages } from '../shell/pages.service.js';

/** Pages for anyone. */
@ApiExcludeController()
@Controller()
@Allow('public')
export class PublicController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(OpenApiDocument) private readonly openApi: OpenApiDocument,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('fristen')
  async calculator(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const context = this.pages.context(request);
    const form = calculatorFormOf(query, civilDateIn(this.clock.now(), context.timeZone));
    const preview = calculate(form, query);
    const page = CalculatorPage({
      ...{ context, form },
      errors: errorsOf(context.texts, preview === undefined || preview.ok ? [] : preview.problems),
      result: preview?.ok === true ? preview.deadline : undefined,
    });
    await this.pages.send(
      request,
      reply,
      context.texts.calculator.title,
      page,
      preview === undefined || preview.ok ? 200 : 422,
    );
  }

  @Get('api/docs')
  async apiDocs(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const context = this.pages.context(request);
    const page = ApiDocsPage({ context, document: this.openApi.get() });
    await this.pages.send(request, reply, context.texts.apiDocs.title, page);
  }
}
