import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn, parseCivilDate, type CivilDate } from '../domain/civil-date.js';
import type { EventFacts } from '../domain/log/events.js';
import { lastPeriod, problemsOfPeriod } from '../domain/reports/named-period.js';
import type { ReportPeriod } from '../domain/reports/figures.js';
import type { FieldProblem } from '../domain/problem.js';
import { LogService } from '../audit/log.service.js';
import { Allow } from '../identity/access.js';
import { Clock } from '../platform/clock.js';
import { ComplianceIssuer } from '../reports/compliance-issuer.js';
import { errorsOf } from './components/form.js';
import { DashboardViews } from './dashboard-views.js';
import { DASHBOARD_PERIODS, DashboardPage } from './pages/dashboard.page.js';
import { REPORT_FORMATS, REPORT_PERIODS, ReportsPage, type ReportForm } from './pages/reports.page.js';
import { Pages, sessionOf } from './pages.service.js';

type Form = Record<string, unknown> | undefined;

const SHOWN = 20;

/** The state at a glance, and the reports that show it to others. */
@ApiExcludeController()
@Controller()
@Allow('dpo', 'auditor')
export class ReportsController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(DashboardViews) private readonly views: DashboardViews,
    @Inject(LogService) private readonly log: LogService,
    @Inject(ComplianceIssuer) private readonly issuer: ComplianceIssuer,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('uebersicht')
  async dashboard(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('zeitraum') asked: unknown,
  ): Promise<void> {
    const context = this.pages.context(request);
    const period = DASHBOARD_PERIODS.find((one) => one === asked) ?? 'quarter';
    const page = DashboardPage({ context, ...(await this.views.dashboard(sessionOf(request), context, period)) });
    await this.pages.send(request, reply, context.texts.dashboard.title, page);
  }

  @Get('berichte')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Form): Promise<void> {
    await this.send(request, reply, formOf(query, this.pages.context(request).language), []);
  }

  @Post('berichte')
  async issue(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor, timeZone } = sessionOf(request);
    const form = formOf(body, this.pages.context(request).language);
    const { period, problems } = periodOf(form, civilDateIn(this.clock.now(), timeZone));
    if (period === undefined || problems.length > 0) {
      return this.send(request, reply, form, problems, 422);
    }
    const { bytes, contentType, fileName } = await this.issuer.issue(actor, {
      period,
      language: form.language,
      format: form.format === 'html' ? 'html' : 'pdf',
      standard: form.format === 'reading' ? 'ua-1' : 'a-3a',
    });
    await reply
      .status(200)
      .header('content-type', contentType)
      .header('content-disposition', `attachment; filename="${fileName}"`)
      .header('cache-control', 'no-store')
      .send(bytes);
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    form: ReportForm,
    problems: readonly FieldProblem[],
    status = 200,
  ): Promise<void> {
    const { actor, timeZone, csrfToken, roles } = sessionOf(request);
    const context = this.pages.context(request);
    const today = civilDateIn(this.clock.now(), timeZone);
    const filter = { event: 'report.issued', rightsRequestId: null, from: null, until: null };
    const issued = await this.log.newest(actor, filter, Number.MAX_SAFE_INTEGER, SHOWN);
    const page = ReportsPage({
      ...{ context, form, csrfToken, isDpo: roles.includes('dpo') },
      named: {
        month: lastPeriod('month', today),
        quarter: lastPeriod('quarter', today),
        year: lastPeriod('year', today),
      },
      issued: issued.map(({ index, entry }) => ({
        index,
        at: new Date(entry.at),
        ...(entry.facts as EventFacts['report.issued']),
      })),
      errors: errorsOf(context.texts, problems),
    });
    await this.pages.send(request, reply, context.texts.reports.title, page, status);
  }
}

function formOf(fields: Form, language: 'de' | 'en'): ReportForm {
  const text = (name: string): string => (typeof fields?.[name] === 'string' ? fields[name].slice(0, 40) : '');
  return {
    period: REPORT_PERIODS.find((one) => one === text('period')) ?? 'month',
    from: text('from'),
    to: text('to'),
    format: REPORT_FORMATS.find((one) => one === text('format')) ?? 'archive',
    language: text('language') === 'en' ? 'en' : text('language') === 'de' ? 'de' : language,
  };
}

function periodOf(
  form: ReportForm,
  today: CivilDate,
): { readonly period: ReportPeriod | undefined; readonly problems: readonly FieldProblem[] } {
  if (form.period !== 'own') {
    return { period: lastPeriod(form.period, today), problems: [] };
  }
  const [from, to] = [parseCivilDate(form.from), parseCivilDate(form.to)];
  if (from === undefined || to === undefined) {
    const missing = [from === undefined ? 'from' : '', to === undefined ? 'to' : ''].filter((field) => field !== '');
    return { period: undefined, problems: missing.map((field) => ({ field, code: 'not-a-date' })) };
  }
  return { period: { from, to }, problems: problemsOfPeriod({ from, to }, today) };
}
