import type { Language } from '../../words/language.js';
import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { CivilDate } from '../../domain/civil-date.js';
import type { EventFacts } from '../../domain/log/events.js';
import { lastPeriod, readPeriod } from '../../domain/reports/report-period.js';
import type { FieldProblem } from '../../domain/problem.js';
import { LogService } from '../../audit/log.service.js';
import { Allow } from '../../identity/access.js';
import { readReportOptions } from '../../reports/compliance/compliance-order.js';
import { ComplianceReports } from '../../reports/compliance/compliance-reports.service.js';
import { reportDownload } from '../../reports/compliance/report-download.js';
import { errorsOf } from '../shell/components/form.js';
import { DashboardViews } from './dashboard-views.js';
import { DASHBOARD_PERIODS, DashboardPage } from './dashboard.page.js';
import { REPORT_FORMAT_NAMES, REPORT_PERIODS, type ReportForm, ReportsPage, REPORT_FORMATS } from './reports.page.js';
import { Visit } from '../shell/visit.js';
import { page } from '../shell/page.js';
import type { Answer } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { choice, cut, readForm } from '../shell/form-body.js';

const SHOWN = 20;

/** The state at a glance, and the reports that show it to others. */
@ApiExcludeController()
@Controller()
@Allow('dpo', 'auditor')
export class ReportsController {
  constructor(
    @Inject(DashboardViews) private readonly views: DashboardViews,
    @Inject(LogService) private readonly log: LogService,
    @Inject(ComplianceReports) private readonly reports: ComplianceReports,
  ) {}

  @Get('uebersicht')
  async dashboard(@Visit() visit: Visit, @Query('zeitraum') asked: unknown): Promise<Answer> {
    const { context } = visit;
    const period = DASHBOARD_PERIODS.find((one) => one === asked) ?? 'quarter';
    const content = DashboardPage({ context, ...(await this.views.dashboard(visit.session, context, period)) });
    return page(visit, context.texts.dashboard.title, content);
  }

  @Get('berichte')
  async show(@Visit() visit: Visit, @Query() query: Form): Promise<Answer> {
    return this.send(visit, formOf(query, visit.context.language), []);
  }

  @Post('berichte')
  async issue(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const form = formOf(body, visit.context.language);
    const period = periodOf(form, visit.today);
    const options = readReportOptions({
      ...REPORT_FORMATS[form.format],
      language: form.language,
      threshold: form.threshold === '' ? undefined : form.threshold,
    });
    if ('problems' in period || 'problems' in options) {
      const problems = [period, options].flatMap((read) => ('problems' in read ? read.problems : []));
      return this.send(visit, form, problems, 422);
    }
    return reportDownload(await this.reports.issue(visit.actor, { period, ...options }));
  }

  private async send(visit: Visit, form: ReportForm, problems: readonly FieldProblem[], status = 200): Promise<Answer> {
    const { context, today, session } = visit;
    const filter = { event: 'report.issued', rightsRequestId: null, from: null, until: null };
    const issued = await this.log.newest(session.actor, filter, Number.MAX_SAFE_INTEGER, SHOWN);
    const content = ReportsPage({
      context,
      form,
      csrfToken: session.csrfToken,
      isDpo: session.roles.includes('dpo'),
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
    return page(visit, context.texts.reports.title, content, { status });
  }
}

const REPORT = {
  period: choice(REPORT_PERIODS),
  from: cut(40),
  to: cut(40),
  format: choice(REPORT_FORMAT_NAMES),
  threshold: cut(40),
  language: choice(['de', 'en']),
};

function formOf(fields: Form, own: Language): ReportForm {
  const { period = 'month', format = 'archive', language = own, ...rest } = readForm(fields, REPORT).values;
  return { period, format, language, ...rest };
}

function periodOf({ period, from, to }: ReportForm, today: CivilDate): ReturnType<typeof readPeriod> {
  return period === 'own' ? readPeriod({ from, to }, today) : lastPeriod(period, today);
}
