import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../../identity/access.js';
import { OpenApiDocument } from '../../platform/http/openapi-document.js';
import { calculate, calculatorFormOf } from './calculator-form.js';
import { errorsOf } from '../shell/components/form.js';
import { ApiDocsPage } from './api-docs.page.js';
import { CalculatorPage } from './calculator.page.js';
import { Visit } from '../shell/visit.js';
import { page } from '../shell/page.js';
import type { Answer } from '../../platform/http/answer.js';

/** Pages for anyone. */
@ApiExcludeController()
@Controller()
@Allow('public')
export class PublicController {
  constructor(@Inject(OpenApiDocument) private readonly openApi: OpenApiDocument) {}

  @Get('fristen')
  calculator(@Visit() visit: Visit, @Query() query: Record<string, unknown>): Answer {
    const { context, today } = visit;
    const form = calculatorFormOf(query, today);
    const preview = calculate(form, query);
    const problems = preview === undefined || preview.ok ? [] : preview.problems;
    const content = CalculatorPage({
      context,
      form,
      errors: errorsOf(context.texts, problems),
      result: preview?.ok === true ? preview.deadline : undefined,
    });
    const status = preview === undefined || preview.ok ? 200 : 422;
    return page(visit, context.texts.calculator.title, content, { status });
  }

  @Get('api/docs')
  apiDocs(@Visit() visit: Visit): Answer {
    const { context } = visit;
    return page(visit, context.texts.apiDocs.title, ApiDocsPage({ context, document: this.openApi.get() }));
  }
}
