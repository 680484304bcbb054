import type { Language } from '../../words/language.js';
import { PERIOD_LENGTHS } from '../../domain/reports/report-period.js';
import type { ReportPeriod } from '../../domain/reports/figures.js';
import { Choices, ErrorSummary, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import { Body, Button, CsrfField, Heading, Hint, Lead, Subheading } from '../shell/components/parts.js';
import { day, moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export const REPORT_PERIODS = [...PERIOD_LENGTHS, 'own'] as const;
/** What is offered, as the options of a report. */
export const REPORT_FORMATS = {
  archive: { format: 'pdf', standard: 'a-3a' },
  reading: { format: 'pdf', standard: 'ua-1' },
  html: { format: 'html' },
  // Whoever takes it from a page opens it in a spreadsheet, which wants the mark.
  csv: { format: 'csv', bom: 'true' },
  json: { format: 'json' },
  jsonld: { format: 'jsonld' },
} as const;
export type ReportFormat = keyof typeof REPORT_FORMATS;
export const REPORT_FORMAT_NAMES = Object.keys(REPORT_FORMATS) as readonly ReportFormat[];

export interface ReportForm {
  readonly period: (typeof REPORT_PERIODS)[number];
  readonly from: string;
  readonly to: string;
  readonly format: ReportFormat;
  readonly language: Language;
  /** Cells below are left out; empty: nothing is. */
  readonly threshold: string;
}

export interface ReportsProps {
  readonly form: ReportForm;
  readonly named: Readonly<Record<(typeof PERIOD_LENGTHS)[number], ReportPeriod>>;
  readonly issued: readonly {
    readonly index: number;
    readonly at: Date;
    readonly kind: 'compliance' | 'evidence-of-request' | 'evidence-of-period';
    readonly from: string;
    readonly to: string;
    readonly document: string;
  }[];
  readonly isDpo: boolean;
  readonly errors: Errors;
  readonly csrfToken: string;
}

export function ReportsPage(props: ReportsProps & { context: PageContext }) {
  const { context, isDpo } = props;
  const texts = context.texts.reports;
  return (
    <div class="stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <div class="columns">
        <section class="stack">
          <Subheading>{texts.make}</Subheading>
          <OrderForm {...props} />
        </section>
        <aside class="stack">
          <Subheading>{texts.issued}</Subheading>
          <Issued {...props} />
          <Subheading>{texts.more}</Subheading>
          <ul class="kern-list">
            <li>
              <Link href="/berichte/zahlen">{texts.toFigures}</Link>
            </li>
            {isDpo ? (
              <>
                <li>
                  <Link href="/berichte/zeitplan">{texts.toSchedule}</Link>
                </li>
                <li>
                  <Link href="/pruefung-behoerde">{texts.toAuthority}</Link>
                </li>
              </>
            ) : null}
          </ul>
        </aside>
      </div>
    </div>
  );
}

function OrderForm({ context, form, named, errors, csrfToken }: ReportsProps & { context: PageContext }) {
  const texts = context.texts.reports;
  const periods = REPORT_PERIODS.map((value) => ({
    value,
    label:
      value === 'own'
        ? texts.periods.own
        : texts.periodWithDays(
            texts.periods[value],
            context.texts.dashboard.range(day(context, named[value].from), day(context, named[value].to)),
          ),
  }));
  return (
    <>
      <ErrorSummary
        texts={context.texts}
        errors={errors}
        labels={{ from: texts.from, to: texts.to, threshold: texts.threshold }}
      />
      <form method="post" action="/berichte" class="stack" noValidate>
        <CsrfField token={csrfToken} />
        <Choices
          field="period"
          legend={texts.period}
          kind="radio"
          choices={periods}
          chosen={[form.period]}
          errors={errors}
        />
        <Hint>{texts.ownHint}</Hint>
        <div class="filter">
          <TextField field="from" label={texts.from} type="date" value={form.from} errors={errors} />
          <TextField field="to" label={texts.to} type="date" value={form.to} errors={errors} />
        </div>
        <Choices
          field="format"
          legend={texts.format}
          kind="radio"
          choices={REPORT_FORMAT_NAMES.map((value) => ({ value, label: texts.formats[value] }))}
          chosen={[form.format]}
          errors={errors}
        />
        <Choices
          field="language"
          legend={texts.language}
          kind="radio"
          choices={(['de', 'en'] as const).map((value) => ({ value, label: texts.languages[value] }))}
          chosen={[form.language]}
          errors={errors}
        />
        <TextField
          field="threshold"
          label={texts.threshold}
          hint={texts.thresholdHint}
          value={form.threshold}
          errors={errors}
        />
        <div>
          <Button>{texts.submit}</Button>
        </div>
      </form>
    </>
  );
}

function Issued({ context, issued }: ReportsProps & { context: PageContext }) {
  const texts = context.texts.reports;
  return issued.length === 0 ? (
    <Body>{texts.none}</Body>
  ) : (
    <>
      <Hint>{texts.issuedLead}</Hint>
      <ul class="mails">
        {issued.map(({ index, at, kind, from, to, document }) => (
          <li key={index}>
            <strong>{texts.kinds[kind]}</strong>
            <span>{context.texts.dashboard.range(day(context, from), day(context, to))}</span>
            <time dateTime={at.toISOString()}>{`${texts.at}: ${moment(context, at)}`}</time>
            <code class="wrap">{document}</code>
            <Link href={`/protokoll/eintrag/${index}`}>{`${texts.entry} ${index}`}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}
