import { Inject, Injectable } from '@nestjs/common';
import { addDays, addMonths, civilDateIn, type CivilDate } from '../../domain/civil-date.js';
import type { ReportPeriod } from '../../domain/reports/figures.js';
import type { Session } from '../../identity/sessions.service.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import {
  answersChart,
  handoverChart,
  handoverHeatMap,
  missedChart,
  trendChart,
} from '../../reports/compliance/writing/report-charts.js';
import { wordsOf } from '../../reports/compliance/writing/sections.js';
import { channelName } from '../../reports/compliance/writing/writing.js';
import { ComplianceReports } from '../../reports/compliance/compliance-reports.service.js';
import { standingOn } from '../../reports/dashboard.sql.js';
import { LogHealthReader } from '../shell/log-health.js';
import { day } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';
import type { DashboardPeriod, DashboardProps } from './dashboard.page.js';

const SOON_DAYS = 7;
const WEEKS_DAYS = 28;
const NAMED = 20;

/** What the overview shows. */
@Injectable()
export class DashboardViews {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ComplianceReports) private readonly reports: ComplianceReports,
    @Inject(LogHealthReader) private readonly health: LogHealthReader,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async dashboard(session: Session, context: PageContext, period: DashboardPeriod): Promise<DashboardProps> {
    const { actor, timeZone, roles } = session;
    const words = wordsOf(context.language);
    const today = civilDateIn(this.clock.now(), timeZone);
    const days = daysOf(period, today);
    const figures = await this.reports.figures(actor, days);
    const span = period === 'month' ? 'week' : 'month';
    const { exceptions, exceptionsLeftOut } = figures.verdict;
    const shown = exceptions.slice(0, NAMED);
    const references = await this.reports.references(
      actor,
      shown.map(({ request }) => request),
    );
    const channelNames = await this.reports.channelNames(actor, context.language);
    const nameOf = (channel: Parameters<typeof channelName>[0]) => channelName(channel, { channelNames }, words);
    return {
      standing: await this.database.ask(actor, (executor) =>
        standingOn(executor, actor.organisationId, today, addDays(today, SOON_DAYS)),
      ),
      opensCases: roles.includes('dpo'),
      period,
      days,
      range: context.texts.dashboard.range(day(context, days.from), day(context, days.to)),
      trends: [
        ...(period === 'month' ? [] : [trendChart(figures, 'month', words)]),
        trendChart(figures, 'week', words),
        answersChart(figures, span, words),
        ...(figures.deadlines.missed === 0 ? [] : [missedChart(figures, span, words)]),
      ],
      handover:
        figures.requests.byChannel.length === 0
          ? [handoverChart(figures, words)]
          : [handoverHeatMap(figures, nameOf, words), handoverChart(figures, words)],
      dataLabel: words.dataLabel,
      exceptions: shown.map(({ request, reasons }) => ({
        id: request,
        reference: references.get(request) ?? request,
        reasons: reasons.map((reason) => words.reasons[reason]).join('; '),
      })),
      exceptionCount: exceptions.length + exceptionsLeftOut,
      health: await this.health.of(session),
    };
  }
}

function daysOf(period: DashboardPeriod, to: CivilDate): ReportPeriod {
  switch (period) {
    case 'month':
      return { from: addDays(to, 1 - WEEKS_DAYS), to };
    case 'quarter':
      return { from: addDays(addMonths(to, -3), 1), to };
    case 'year':
      return { from: addDays(addMonths(to, -12), 1), to };
  }
}
