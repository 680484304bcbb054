import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn } from '../../domain/civil-date.js';
import { lastPeriod, readPeriod } from '../../domain/reports/report-period.js';
import type { ReportPeriod } from '../../domain/reports/figures.js';
import { Allow } from '../../identity/access.js';
import { Clock } from '../../platform/clock.js';
import { wordsOf } from '../../reports/compliance/writing/sections.js';
import { ComplianceReports } from '../../reports/compliance/compliance-reports.service.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import { errorsOf } from '../shell/components/form.js';
import { figureGroups, figureLabel, type FigureGroup } from './figures-views.js';
import { BehindPage, FiguresPage } from './figures.page.js';
import { Pages, sessionOf } from '../shell/pages.service.js';
import { textIn } from '../shell/form-body.js';

type Query = Readonly<Record<string, unknown>>;

/** The numbers of a period on the screen, and the requests behind each. */
@ApiExcludeController()
@Controller('berichte/zahlen')
@Allow('dpo', 'auditor')
export class FiguresController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(ComplianceReports) private readonly reports: ComplianceReports,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Query): Promise<void> {
    const context = this.pages.context(request);
    const today = civilDateIn(this.clock.now(), sessionOf(request).timeZone);
    const asked =
      query['from'] === undefined
        ? lastPeriod('month', today)
        : readPeriod({ from: query['from'], to: query['to'] }, today);
    const problems = 'problems' in asked ? asked.problems : [];
    const page = FiguresPage({
      context,
      typed: {
        from: textIn(query, 'from') || ('from' in asked ? asked.from : ''),
        to: textIn(query, 'to') || ('to' in asked ? asked.to : ''),
      },
      groups: 'problems' in asked ? null : await this.groups(request, asked),
      errors: errorsOf(context.texts, problems),
    });
    await this.pages.send(request, reply, context.texts.figures.title, page, problems.length > 0 ? 422 : 200);
  }

  @Get('dahinter')
  async behind(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Query): Promise<void> {
    const context = this.pages.context(request);
    const { actor, roles } = sessionOf(request);
    const period = await this.reports.periodOf(actor, { from: query['from'], to: query['to'] });
    const figure = textIn(query, 'figure');
    const cursor = /^\d{1,15}$/.test(textIn(query, 'cursor')) ? Number(query['cursor']) : undefined;
    const { count, requests, next } = await this.reports.behind(actor, period, figure, cursor);
    const channels = await this.reports.channelNames(actor, context.language);
    const label = figureLabel(figure, channels, wordsOf(context.language));
    const isDpo = roles.includes('dpo');
    const withReasons = isDpo && query['gruende'] === 'ja';
    const ids = requests.map((one) => one.request);
    const page = BehindPage({
      ...{ context, period, figure, label, count, requests, next, isDpo },
      reasons: withReasons ? await this.requests.readLateReasons(actor, ids) : null,
    });
    await this.pages.send(request, reply, label, page);
  }

  private async groups(request: FastifyRequest, period: ReportPeriod): Promise<readonly FigureGroup[]> {
    const { language } = this.pages.context(request);
    const { actor } = sessionOf(request);
    const figures = await this.reports.figures(actor, period);
    return figureGroups(figures, await this.reports.channelNames(actor, language), wordsOf(language));
  }
}
