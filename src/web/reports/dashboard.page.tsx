import type { BarChart, HeatMap } from '../../reports/compliance/writing/charts/chart.js';
import { ChartFigure } from '../../reports/compliance/writing/charts/chart-view.js';
import type { Standing } from '../../reports/dashboard.sql.js';
import { Link, type Href } from '../shell/components/link.js';
import { Body, ButtonLink, Heading, Lead, Subheading } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';
import { Health } from '../shell/components/log-health.js';
import type { LogHealth } from '../shell/log-health.js';

export const DASHBOARD_PERIODS = ['month', 'quarter', 'year'] as const;
export type DashboardPeriod = (typeof DASHBOARD_PERIODS)[number];

export interface DashboardProps {
  readonly standing: Standing;
  /** The DPO may open the cases; an auditor sees the entries of the log instead. */
  readonly opensCases: boolean;
  readonly period: DashboardPeriod;
  readonly range: string;
  readonly days: { readonly from: string; readonly to: string };
  readonly trends: readonly BarChart[];
  readonly handover: readonly (BarChart | HeatMap)[];
  readonly dataLabel: string;
  readonly exceptions: readonly { readonly id: string; readonly reference: string; readonly reasons: string }[];
  readonly exceptionCount: number;
  readonly health: LogHealth;
}

export function DashboardPage(props: DashboardProps & { context: PageContext }) {
  const { context, health, standing } = props;
  const texts = context.texts.dashboard;
  return (
    <div class="stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <Subheading>{texts.now}</Subheading>
      <Tiles {...props} />
      <Subheading>{texts.trends}</Subheading>
      <Periods {...props} />
      <div class="charts">
        {props.trends.map((chart) => (
          <ChartFigure key={chart.id} chart={chart} dataLabel={props.dataLabel} />
        ))}
      </div>
      <Subheading>{texts.handover}</Subheading>
      {props.handover.map((chart) => (
        <ChartFigure key={chart.id} chart={chart} dataLabel={props.dataLabel} />
      ))}
      <Exceptions {...props} />
      <div class="actions">
        <ButtonLink href={`/berichte?period=own&from=${props.days.from}&to=${props.days.to}`} kind="secondary">
          {texts.makeReport}
        </ButtonLink>
        <Link href={`/berichte/zahlen?from=${props.days.from}&to=${props.days.to}`}>{texts.toFigures}</Link>
      </div>
      <section class="reading stack">
        <Subheading>{texts.health}</Subheading>
        <Health context={context} health={health} />
        <Body>
          <strong>{texts.forwarding}:</strong>{' '}
          {standing.late === 0 ? texts.forwardingGood : texts.forwardingLate(standing.late)}
        </Body>
      </section>
    </div>
  );
}

function Tiles({ context, standing, opensCases }: DashboardProps & { context: PageContext }) {
  const texts = context.texts.dashboard;
  const list = (filter: string, event: string): Href =>
    opensCases ? `/vorgaenge?${filter}` : `/protokoll?event=${event}`;
  const tiles: readonly { label: string; value: number; href: Href; urgent: boolean }[] = [
    { label: texts.overdue, value: standing.overdue, href: list('tab=overdue', 'deadline.missed'), urgent: true },
    { label: texts.dueSoon, value: standing.dueSoon, href: list('tab=week', 'request.recorded'), urgent: false },
    {
      label: texts.unacknowledged,
      value: standing.unacknowledged,
      href: list('state=recorded', 'request.recorded'),
      urgent: false,
    },
    { label: texts.late, value: standing.late, href: list('tab=late', 'forwarding.late'), urgent: true },
    { label: texts.open, value: standing.open, href: list('state=open', 'request.recorded'), urgent: false },
  ];
  return (
    <ul class="tiles">
      {tiles.map(({ label, value, href, urgent }) => (
        <li key={label}>
          <a class={`tile${urgent && value > 0 ? ' tile--urgent' : ''}`} href={href}>
            <span class="tile__value">{value}</span>
            <span class="tile__label">{label}</span>
            <span class="visually-hidden">{texts.list}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Periods({ context, period, range }: DashboardProps & { context: PageContext }) {
  const texts = context.texts.dashboard;
  return (
    <>
      <nav class="views" aria-label={texts.period}>
        <ul>
          {DASHBOARD_PERIODS.map((one) => (
            <li key={one}>
              <a href={`/uebersicht?zeitraum=${one}`} aria-current={one === period ? 'page' : undefined}>
                {texts.periods[one]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Body>{range}</Body>
    </>
  );
}

function Exceptions({ context, exceptions, exceptionCount, opensCases }: DashboardProps & { context: PageContext }) {
  const texts = context.texts.dashboard;
  return (
    <section class="stack">
      <Subheading>{texts.exceptions}</Subheading>
      <Body>{exceptionCount === 0 ? texts.noException : texts.exceptionsLead(exceptionCount)}</Body>
      {exceptions.length === 0 ? null : (
        <ul class="kern-list kern-list--bullet">
          {exceptions.map(({ id, reference, reasons }) => (
            <li key={id}>
              <Link href={opensCases ? `/vorgaenge/${id}` : `/protokoll?reference=${reference}`}>{reference}</Link>
              {`: ${reasons}`}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
