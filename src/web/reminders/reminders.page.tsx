import type { Absence } from '../../deadlines/absences.sql.js';
import { ErrorSummary, TextField, type Errors } from '../shell/components/form.js';
import { Alert, Body, Button, CsrfField, Heading, Lead, Subheading } from '../shell/components/parts.js';
import { day, moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface RemindersProps {
  readonly reminderDays: readonly number[];
  readonly reminderHour: number;
  readonly hasDeputy: boolean;
  readonly absences: readonly Absence[];
  readonly from: string;
  readonly until: string;
  readonly errors: Errors;
  readonly feedSince: Date | undefined;
  /** The new address, shown this once. */
  readonly feedAddress: string | undefined;
  readonly csrfToken: string;
}

export function RemindersPage(props: RemindersProps & { context: PageContext }) {
  const { context } = props;
  const texts = context.texts.reminders;
  const days = new Intl.ListFormat(context.texts.locale).format(props.reminderDays.map(String));
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <Subheading>{texts.plan}</Subheading>
      <Body>{texts.planText(days, props.reminderHour)}</Body>
      <Absences {...props} />
      <Calendar {...props} />
    </div>
  );
}

function Absences({ context, ...props }: RemindersProps & { context: PageContext }) {
  const texts = context.texts.reminders;
  return (
    <section class="stack">
      <Subheading>{texts.absences}</Subheading>
      <Body>{props.hasDeputy ? texts.absencesText : texts.noDeputy}</Body>
      {props.absences.length === 0 ? (
        <Body>{texts.noAbsence}</Body>
      ) : (
        <ul class="kern-list plain-list">
          {props.absences.map(({ id, fromOn, untilOn }) => {
            const words = texts.days(day(context, fromOn), day(context, untilOn));
            return (
              <li key={id}>
                <form method="post" action="/erinnerungen/abwesenheit/streichen" class="actions">
                  <CsrfField token={props.csrfToken} />
                  <input type="hidden" name="id" value={id} />
                  <span class="kern-body">{words}</span>
                  <button class="kern-btn kern-btn--tertiary kern-btn--x-small" type="submit">
                    <span class="kern-label">
                      {texts.cancel} <span class="visually-hidden">{words}</span>
                    </span>
                  </button>
                </form>
              </li>
            );
          })}
        </ul>
      )}
      <ErrorSummary texts={context.texts} errors={props.errors} labels={{ from: texts.from, until: texts.until }} />
      <form method="post" action="/erinnerungen/abwesenheit" class="filter" noValidate>
        <CsrfField token={props.csrfToken} />
        <TextField field="from" label={texts.from} type="date" value={props.from} errors={props.errors} required />
        <TextField field="until" label={texts.until} type="date" value={props.until} errors={props.errors} required />
        <Button kind="secondary">{texts.enter}</Button>
      </form>
    </section>
  );
}

function Calendar({ context, feedSince, feedAddress, csrfToken }: RemindersProps & { context: PageContext }) {
  const texts = context.texts.reminders;
  return (
    <section class="stack">
      <Subheading>{texts.calendar}</Subheading>
      <Body>{texts.calendarText}</Body>
      {feedAddress === undefined ? (
        <Body>{feedSince === undefined ? texts.calendarNone : texts.calendarSince(moment(context, feedSince))}</Body>
      ) : (
        <Alert tone="success" title={texts.calendarShown} live>
          <code class="wrap">{feedAddress}</code>
        </Alert>
      )}
      <div class="actions">
        <form method="post" action="/erinnerungen/kalender">
          <CsrfField token={csrfToken} />
          <Button kind="secondary">
            {feedSince === undefined && feedAddress === undefined ? texts.calendarIssue : texts.calendarReplace}
          </Button>
        </form>
        {feedSince === undefined && feedAddress === undefined ? null : (
          <form method="post" action="/erinnerungen/kalender/widerrufen">
            <CsrfField token={csrfToken} />
            <Button kind="tertiary">{texts.calendarRevoke}</Button>
          </form>
        )}
      </div>
    </section>
  );
}
