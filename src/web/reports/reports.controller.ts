import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn, type CivilDate } from '../../domain/civil-date.js';
import type { EventFacts } from '../../domain/log/events.js';
import { lastPeriod, readPeriod } from '../../domain/reports/report-period.js';
import type { FieldProblem } from '../../domain/problem.js';
import { LogService } from '../../audit/log.service.js';
import { Allow } from '../../identity/access.js';
import { Clock } from '../../platform/clock.js';
import { readReportOptions } from '../../reports/compliance/compliance-order.js';
import { ComplianceReports } from '../../reports/compliance/compliance-reports.service.js';
import { sendReport } from '../../reports/compliance/report-download.js';
import { errorsOf } from '../shell/components/form.js';
import { DashboardViews } from './dashboard-views.js';
import { DASHBOARD_PERIODS, DashboardPage } from './dashboard.page.js';
import { REPORT_FORMAT_NAMES, REPORT_FORMATS, REPORT_PERIODS, ReportsPage, type ReportForm } from './reports.page.js';
import { Pages, sessionOf } from '../shell/pages.service.js';
import type { Form } from '../shell/form-body.js';

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
    @Inject(ComplianceReports) private readonly reports: ComplianceReports,
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
    const period = periodOf(form, civilDateIn(this.clock.now(), timeZone));
    const options = readReportOptions({
      ...{ ...REPORT_FORMATS[form.format], language: form.language },
      threshold: form.threshold === '' ? undefined : form.threshold,
    });
    if ('problems' in period || 'problems' in options) {
      const problems = [period, options].flatMap((read) => ('problems' in read ? read.problems : []));
      return this.send(request, reply, form, problems, 422);
    }
    await sendReport(reply, await this.reports.issue(actor, { period, ...options }));
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
    format: REPORT_FORMAT_NAMES.find((one) => one === text('format')) ?? 'archive',
    threshold: text('threshold').trim(),
    language: text('language') === 'en' ? 'en' : text('language') === 'de' ? 'de' : language,
  };
}

function periodOf({ period, from, to }: ReportForm, today: CivilDate): ReturnType<typeof readPeriod> {
  return period === 'own' ? readPeriod({ from, to }, today) : lastPeriod(period, today);
}
