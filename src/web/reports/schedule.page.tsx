import { SCHEDULE_KINDS } from '../../domain/reports/schedule.js';
import type { RefusedDelivery, Schedule } from '../../reports/schedules/schedules.sql.js';
import type { ScheduleOrder } from '../../reports/schedules/schedules.service.js';
import { Choices, ErrorSummary, TextArea, TextField, type Errors } from '../shell/components/form.js';
import { Alert, Body, Button, CsrfField, Heading, Lead, Subheading } from '../shell/components/parts.js';
import { day, moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface ScheduleProps {
  readonly schedules: readonly Schedule[];
  readonly refused: readonly RefusedDelivery[];
  readonly order: ScheduleOrder;
  readonly errors: Errors;
  readonly csrfToken: string;
}

export function SchedulePage(props: ScheduleProps & { context: PageContext }) {
  const { context, schedules, refused, csrfToken } = props;
  const texts = context.texts.schedule;
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <Subheading>{texts.running}</Subheading>
      {schedules.length === 0 ? (
        <Body>{texts.none}</Body>
      ) : (
        <ul class="mails">
          {schedules.map(({ id, kind, form, recipients, nextOn }) => (
            <li key={id}>
              <strong>{texts.kinds[kind]}</strong>
              <span>
                {kind === 'activity-report' ? null : `${texts.forms[form]}; `}
                {texts.next(day(context, nextOn))}
              </span>
              <span class="wrap">{recipients.join(', ')}</span>
              {refused
                .filter(({ scheduleId }) => scheduleId === id)
                .map(({ addresses, refusedAt, smtpCode }) => (
                  <Alert tone="warning" title={texts.refused(addresses.join(', '))} key={addresses.join()}>
                    <Body>{texts.refusedText(moment(context, refusedAt), smtpCode)}</Body>
                  </Alert>
                ))}
              <form method="post" action="/berichte/zeitplan/beenden">
                <CsrfField token={csrfToken} />
                <input type="hidden" name="id" value={id} />
                <button class="kern-btn kern-btn--tertiary kern-btn--x-small" type="submit">
                  <span class="kern-label">
                    {texts.end}
                    <span class="visually-hidden">{`: ${texts.kinds[kind]}`}</span>
                  </span>
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <Subheading>{texts.add}</Subheading>
      <Body>{texts.addText}</Body>
      <OrderForm {...props} />
    </div>
  );
}

function OrderForm({ context, order, errors, csrfToken }: ScheduleProps & { context: PageContext }) {
  const texts = context.texts.schedule;
  const labels = { kind: texts.kind, recipients: texts.recipients, nextOn: texts.nextOn };
  return (
    <>
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      <form method="post" action="/berichte/zeitplan" class="stack" noValidate>
        <CsrfField token={csrfToken} />
        <Choices
          field="kind"
          legend={texts.kind}
          kind="radio"
          choices={SCHEDULE_KINDS.map((value) => ({ value, label: texts.kinds[value] }))}
          chosen={[order.kind]}
          errors={errors}
        />
        <TextField
          field="nextOn"
          label={texts.nextOn}
          hint={texts.nextOnHint}
          type="date"
          value={order.nextOn}
          errors={errors}
        />
        <Choices
          field="form"
          legend={texts.form}
          kind="radio"
          choices={(['link', 'pdf'] as const).map((value) => ({ value, label: texts.forms[value] }))}
          chosen={[order.form]}
          errors={errors}
        />
        <Choices
          field="language"
          legend={context.texts.reports.language}
          kind="radio"
          choices={(['de', 'en'] as const).map((value) => ({ value, label: context.texts.reports.languages[value] }))}
          chosen={[order.language]}
          errors={errors}
        />
        <TextArea
          field="recipients"
          label={texts.recipients}
          hint={texts.recipientsHint}
          value={order.recipients}
          errors={errors}
          required
        />
        <div>
          <Button>{texts.submit}</Button>
        </div>
      </form>
    </>
  );
}
