import type { ComponentChildren } from 'preact';
import type { AuthorityStanding, Letter } from '../../reports/inspections/inspections.service.js';
import { ErrorSummary, TextField, type Errors } from '../shell/components/form.js';
import {
  Badge,
  Body,
  Button,
  ButtonLink,
  CsrfField,
  Heading,
  Hint,
  Lead,
  Subheading,
} from '../shell/components/parts.js';
import { day, moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface InspectionProps extends AuthorityStanding {
  readonly letter: Letter;
  readonly on: string;
  readonly today: string;
  readonly errors: Errors;
  readonly csrfToken: string;
}

type Props = InspectionProps & { readonly context: PageContext };

/** A checklist that asks nobody to tick: what is done, the log says. */
export function InspectionPage(props: Props) {
  const { context, open, earlier, errors } = props;
  const texts = context.texts.authority;
  const labels = { receivedOn: texts.receivedOn, dueOn: texts.dueOn, from: texts.from, to: texts.to, on: texts.on };
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      <ol class="checklist">
        <LetterStep {...props} />
        <AccountStep {...props} />
        <ReportStep {...props} />
        <EvidenceStep {...props} />
        <HandoverStep {...props} />
      </ol>
      {open === undefined ? null : <Hint>{texts.print}</Hint>}
      {earlier.length === 0 ? null : (
        <section class="stack">
          <Subheading>{texts.earlier}</Subheading>
          <ul class="kern-list">
            {earlier.map(({ id, receivedOn, handedOverOn }) => (
              <li key={id}>{texts.earlierLine(day(context, receivedOn), day(context, handedOverOn ?? receivedOn))}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Step(props: {
  context: PageContext;
  title: string;
  done: boolean;
  late?: boolean;
  children: ComponentChildren;
}) {
  const texts = props.context.texts.authority;
  return (
    <li>
      <div class="stack">
        <h2 class="kern-heading-small">{props.title}</h2>
        <span>
          <Badge tone={props.done ? 'success' : props.late === true ? 'danger' : 'warning'}>
            {props.done ? texts.done : props.late === true ? texts.missed : texts.open}
          </Badge>
        </span>
        {props.children}
      </div>
    </li>
  );
}

function LetterStep({ context, open, letter, errors, csrfToken }: Props) {
  const texts = context.texts.authority;
  return (
    <Step context={context} title={texts.steps.letter} done={open !== undefined}>
      {open === undefined ? (
        <>
          <Body>{texts.letterText}</Body>
          <form method="post" action="/pruefung-behoerde" class="stack" noValidate>
            <CsrfField token={csrfToken} />
            <div class="filter">
              {(['receivedOn', 'dueOn', 'from', 'to'] as const).map((field) => (
                <TextField
                  key={field}
                  field={field}
                  label={texts[field]}
                  type="date"
                  value={letter[field]}
                  errors={errors}
                  required
                />
              ))}
            </div>
            <div>
              <Button>{texts.enter}</Button>
            </div>
          </form>
        </>
      ) : (
        <Body>
          {texts.letterFacts(
            day(context, open.receivedOn),
            day(context, open.dueOn),
            day(context, open.from),
            day(context, open.to),
          )}
        </Body>
      )}
    </Step>
  );
}

function AccountStep({ context, accountUntil }: Props) {
  const texts = context.texts.authority;
  return (
    <Step context={context} title={texts.steps.account} done={accountUntil !== null}>
      <Body>{accountUntil === null ? texts.accountText : texts.accountUntil(day(context, accountUntil))}</Body>
    </Step>
  );
}

function ReportStep({ context, open, reportAt }: Props) {
  const texts = context.texts.authority;
  return (
    <Step context={context} title={texts.steps.report} done={reportAt !== null}>
      <Body>{reportAt === null ? texts.reportText : texts.issuedAt(moment(context, reportAt))}</Body>
      {open === undefined ? null : (
        <div>
          <ButtonLink href={`/berichte?period=own&from=${open.from}&to=${open.to}`} kind="secondary">
            {texts.toReport}
          </ButtonLink>
        </div>
      )}
    </Step>
  );
}

function EvidenceStep({ context, open, evidenceAt }: Props) {
  const texts = context.texts.authority;
  return (
    <Step context={context} title={texts.steps.evidence} done={evidenceAt !== null}>
      <Body>{evidenceAt === null ? texts.evidenceText : texts.issuedAt(moment(context, evidenceAt))}</Body>
      {open === undefined ? null : (
        <div>
          <ButtonLink href="/protokoll#from" kind="secondary">
            {texts.toEvidence}
          </ButtonLink>
        </div>
      )}
    </Step>
  );
}

function HandoverStep({ context, open, on, today, errors, csrfToken }: Props) {
  const texts = context.texts.authority;
  return (
    <Step context={context} title={texts.steps.handover} done={false} late={open !== undefined && open.dueOn < today}>
      <Body>{texts.handoverText}</Body>
      {open === undefined ? null : (
        <form method="post" action="/pruefung-behoerde/uebergabe" class="filter" noValidate>
          <CsrfField token={csrfToken} />
          <input type="hidden" name="id" value={open.id} />
          <TextField field="on" label={texts.on} type="date" value={on} errors={errors} required />
          <Button>{texts.handOver}</Button>
        </form>
      )}
    </Step>
  );
}
