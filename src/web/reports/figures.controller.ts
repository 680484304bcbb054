import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { lastPeriod, readPeriod } from '../../domain/reports/report-period.js';
import type { ReportPeriod } from '../../domain/reports/figures.js';
import { Allow } from '../../identity/access.js';
import { wordsOf } from '../../reports/compliance/writing/sections.js';
import { ComplianceReports } from '../../reports/compliance/compliance-reports.service.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import { errorsOf } from '../shell/components/form.js';
import { type FigureGroup, figureGroups, figureLabel } from './figures-views.js';
import { BehindPage, FiguresPage } from './figures.page.js';
import { Visit } from '../shell/visit.js';
import { page } from '../shell/page.js';
import type { Answer } from '../../platform/http/answer.js';
import { box, readForm, text } from '../shell/form-body.js';

/** The numbers of a period on the screen, and the requests behind each. */
@ApiExcludeController()
@Controller('berichte/zahlen')
@Allow('dpo', 'auditor')
export class FiguresController {
  constructor(
    @Inject(ComplianceReports) private readonly reports: ComplianceReports,
    @Inject(RequestsService) private readonly requests: RequestsService,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Query() query: Record<string, unknown>): Promise<Answer> {
    const { context, today } = visit;
    const asked =
      query['from'] === undefined
        ? lastPeriod('month', today)
        : readPeriod({ from: query['from'], to: query['to'] }, today);
    const problems = 'problems' in asked ? asked.problems : [];
    const { typed } = readForm(query, { from: text(), to: text() });
    const content = FiguresPage({
      context,
      typed: {
        from: typed.from || ('from' in asked ? asked.from : ''),
        to: typed.to || ('to' in asked ? asked.to : ''),
      },
      groups: 'problems' in asked ? null : await this.groups(visit, asked),
      errors: errorsOf(context.texts, problems),
    });
    return page(visit, context.texts.figures.title, content, { status: problems.length > 0 ? 422 : 200 });
  }

  @Get('dahinter')
  async behind(@Visit() visit: Visit, @Query() query: Record<string, unknown>): Promise<Answer> {
    const { context, session } = visit;
    const { actor, roles } = session;
    const period = await this.reports.periodOf(actor, { from: query['from'], to: query['to'] });
    const { figure, cursor, gruende } = readForm(query, BEHIND).values;
    const after = /^\d{1,15}$/.test(cursor) ? Number(cursor) : undefined;
    const { count, requests, next } = await this.reports.behind(actor, period, figure, after);
    const channels = await this.reports.channelNames(actor, context.language);
    const label = figureLabel(figure, channels, wordsOf(context.language));
    const isDpo = roles.includes('dpo');
    const ids = requests.map((one) => one.request);
    const content = BehindPage({
      context,
      period,
      figure,
      label,
      count,
      requests,
      next,
      isDpo,
      reasons: isDpo && gruende ? await this.requests.readLateReasons(actor, ids) : null,
    });
    return page(visit, label, content);
  }

  private async groups({ context, actor }: Visit, period: ReportPeriod): Promise<readonly FigureGroup[]> {
    const { language } = context;
    const figures = await this.reports.figures(actor, period);
    return figureGroups(figures, await this.reports.channelNames(actor, language), wordsOf(language));
  }
}

const BEHIND = { figure: text(), cursor: text(), gruende: box('ja') };
