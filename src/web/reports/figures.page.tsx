import type { ReportPeriod } from '../../domain/reports/figures.js';
import type { RequestBehind } from '../../reports/compliance/compliance-reports.service.js';
import { ErrorSummary, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import { Body, Button, ButtonLink, Heading, Hint, Lead } from '../shell/components/parts.js';
import type { FigureGroup } from './figures-views.js';
import { count, day } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface FiguresProps {
  readonly context: PageContext;
  readonly typed: { readonly from: string; readonly to: string };
  /** Null where the period cannot be read. */
  readonly groups: readonly FigureGroup[] | null;
  readonly errors: Errors;
}

/** The figures of a period; each number leads to the requests behind it. */
export function FiguresPage({ context, typed, groups, errors }: FiguresProps) {
  const texts = context.texts.figures;
  return (
    <div class="stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <ErrorSummary texts={context.texts} errors={errors} labels={{ from: texts.from, to: texts.to }} />
      <form method="get" action="/berichte/zahlen" class="filter no-print" noValidate>
        <TextField field="from" label={texts.from} type="date" value={typed.from} errors={errors} />
        <TextField field="to" label={texts.to} type="date" value={typed.to} errors={errors} />
        <Button>{texts.show}</Button>
      </form>
      {groups === null
        ? null
        : groups.map((group) => <Group key={group.id} context={context} group={group} days={typed} />)}
      {groups === null ? null : (
        <div class="actions no-print">
          <ButtonLink href={`/berichte?period=own&from=${typed.from}&to=${typed.to}`} kind="secondary">
            {context.texts.dashboard.makeReport}
          </ButtonLink>
        </div>
      )}
    </div>
  );
}

interface GroupProps {
  readonly context: PageContext;
  readonly group: FigureGroup;
  readonly days: { readonly from: string; readonly to: string };
}

function Group({ context, group, days }: GroupProps) {
  const texts = context.texts.figures;
  if (group.rows.length === 0) {
    return (
      <section class="stack">
        <h2 class="kern-heading-small">{group.caption}</h2>
        <Body>{texts.nothing}</Body>
      </section>
    );
  }
  return (
    <section class="stack">
      <h2 class="kern-heading-small" id={group.id}>
        {group.caption}
      </h2>
      <table class="kern-table" aria-labelledby={group.id}>
        <thead class="kern-table__head">
          <tr class="kern-table__row">
            <th class="kern-table__header" scope="col">
              {group.of}
            </th>
            <th class="kern-table__header kern-table__header--numeric" scope="col">
              {texts.count}
            </th>
          </tr>
        </thead>
        <tbody class="kern-table__body">
          {group.rows.map((row) => (
            <tr key={row.figure} class="kern-table__row">
              <th class="kern-table__cell" scope="row">
                {row.label}
              </th>
              <td class="kern-table__cell kern-table__cell--numeric">
                <a class="kern-link" href={behindHref(days, row.figure)}>
                  {count(context, row.count)}
                  <span class="visually-hidden">{`: ${texts.behind} ${row.label}`}</span>
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export interface BehindProps {
  readonly context: PageContext;
  readonly period: ReportPeriod;
  readonly figure: string;
  readonly label: string;
  readonly count: number;
  readonly requests: readonly RequestBehind[];
  readonly next: number | null;
  readonly isDpo: boolean;
  /** Opened reasons for late hand-overs, by request; null: not opened. */
  readonly reasons: ReadonlyMap<string, string> | null;
}

/** The references behind one number. */
export function BehindPage(props: BehindProps) {
  const { context, period, figure, label, requests, next, isDpo, reasons } = props;
  const texts = context.texts.figures;
  return (
    <div class="stack">
      <Heading>{label}</Heading>
      <Lead>
        {texts.behindLead(props.count, count(context, props.count), day(context, period.from), day(context, period.to))}
      </Lead>
      {isDpo && figure === 'verdict:exceptions' ? (
        reasons === null ? (
          <div class="actions no-print">
            <ButtonLink href={`${behindHref(period, figure)}&gruende=ja`} kind="secondary">
              {texts.openReasons}
            </ButtonLink>
            <Hint>{texts.openReasonsHint}</Hint>
          </div>
        ) : null
      ) : null}
      <ul class="kern-list kern-list--bullet">
        {requests.map(({ request, reference }, at) => (
          <li key={`${request}-${at}`}>
            <Reference context={context} request={request} reference={reference} isDpo={isDpo} />
            {reasons === null ? null : `: ${reasons.get(request) || texts.noReason}`}
          </li>
        ))}
      </ul>
      <div class="actions no-print">
        {next === null ? null : (
          <ButtonLink
            href={`${behindHref(period, figure)}&cursor=${next}${reasons === null ? '' : '&gruende=ja'}`}
            kind="secondary"
          >
            {texts.more}
          </ButtonLink>
        )}
        <Link href={`/berichte/zahlen?from=${period.from}&to=${period.to}`}>{texts.back}</Link>
      </div>
    </div>
  );
}

function Reference({
  context,
  request,
  reference,
  isDpo,
}: RequestBehind & { readonly context: PageContext; readonly isDpo: boolean }) {
  if (reference === null) {
    return (
      <>
        <code class="wrap">{request}</code>
        {` (${context.texts.figures.erased})`}
      </>
    );
  }
  return <Link href={isDpo ? `/vorgaenge/${request}` : `/protokoll?reference=${reference}`}>{reference}</Link>;
}

function behindHref({ from, to }: { readonly from: string; readonly to: string }, figure: string): `/${string}` {
  return `/berichte/zahlen/dahinter?from=${from}&to=${to}&figure=${encodeURIComponent(figure)}`;
}
