import { RULE_LIMITS, RULE_NAMES } from '../../domain/retention/rules.js';
import type { CasePlan } from '../../retention/erasures.service.js';
import type { RetentionStanding } from '../../retention/retention-reader.js';
import { ErrorSummary, TextField, type Errors } from '../shell/components/form.js';
import { Alert, Body, Button, CsrfField, Heading, Hint, Lead, Subheading } from '../shell/components/parts.js';
import { day, moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface StandingProps extends RetentionStanding {
  readonly now: Date;
  /** Auditors read. */
  readonly mayAct: boolean;
  readonly said: string | undefined;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: Errors;
  readonly csrfToken: string;
}

type Props = StandingProps & { readonly context: PageContext };

/** For the whole organisation: what is due, kept, failed, gone; copies outside; the periods. */
export function StandingPage(props: Props) {
  const { context, said } = props;
  const texts = context.texts.retention.page;
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      {said === undefined ? null : <Alert tone="success" title={said} live />}
      <Halted {...props} />
      <Due {...props} />
      <Listed title={texts.kept} none={texts.keptNone} lines={props.kept.map((plan) => keptLine(context, plan))} />
      <Listed
        title={texts.failed}
        none={texts.failedNone}
        lines={props.failures.map(({ rightsRequestId: id, reference, code, failedAt, attempts }) => ({
          id,
          label: reference,
          words: texts.failedLine(code, moment(context, failedAt), attempts),
        }))}
      />
      <Copies {...props} />
      <Listed
        title={texts.holds}
        none={context.texts.retention.holds.none}
        lines={props.holds.map((hold) => ({
          id: hold.rightsRequestId,
          label: hold.reference,
          words: context.texts.retention.holds.line(
            context.texts.retention.holds.reasons[hold.reason as 'lawsuit'],
            moment(context, hold.setAt),
            day(context, hold.reviewOn),
          ),
        }))}
      />
      <Upcoming {...props} />
      <Listed
        title={texts.erasures}
        none={texts.erasuresNone}
        lines={props.erasures.map(({ rightsRequestId: id, reference, erasedAt, classes }) => ({
          id,
          label: reference,
          words: context.texts.retention.doneLine(
            moment(context, erasedAt),
            classes.map((one) => context.texts.retention.classes[one][0]).join('; '),
          ),
        }))}
      />
      <Rules {...props} />
    </div>
  );
}

function Halted({ context, haltedAt, now, mayAct, csrfToken }: Props) {
  const texts = context.texts.retention.page;
  return haltedAt === null ? null : (
    <Alert tone="warning" title={texts.halted}>
      <p class="kern-body">{texts.haltedText(moment(context, now))}</p>
      {mayAct ? (
        <form method="post" action="/loeschung/uhrzeit">
          <CsrfField token={csrfToken} />
          <Button>{texts.confirm}</Button>
        </form>
      ) : null}
    </Alert>
  );
}

function Due({ context, outlook, due, ranOn, mayAct, haltedAt, csrfToken }: Props) {
  const texts = context.texts.retention.page;
  return (
    <section class="stack">
      <Subheading>{`${texts.due}: ${texts.dueCount(outlook.due)}`}</Subheading>
      <Hint>{ranOn === null ? texts.neverRan : texts.lastRun(day(context, ranOn))}</Hint>
      {outlook.due === 0 ? <Body>{texts.nothingDue}</Body> : <Body>{texts.dueLead}</Body>}
      <Lines lines={due.map((plan) => dueLine(context, plan))} />
      {mayAct && outlook.due > 0 && haltedAt === null ? (
        <form method="post" action="/loeschung/lauf" class="actions">
          <CsrfField token={csrfToken} />
          <Button>{texts.run}</Button>
        </form>
      ) : null}
    </section>
  );
}

interface Line {
  readonly id: string;
  readonly label: string;
  readonly words: string;
}

function Listed({ title, none, lines }: { title: string; none: string; lines: readonly Line[] }) {
  return (
    <section class="stack">
      <Subheading>{title}</Subheading>
      {lines.length === 0 ? <Body>{none}</Body> : <Lines lines={lines} />}
    </section>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  return lines.length === 0 ? null : (
    <ul class="kern-list">
      {lines.map(({ id, label, words }) => (
        <li key={`${id}-${words}`}>
          <a class="kern-link" href={`/vorgaenge/${id}/loeschung`}>
            {label}
          </a>{' '}
          – {words}
        </li>
      ))}
    </ul>
  );
}

function dueLine({ texts }: PageContext, plan: CasePlan): Line {
  const due = plan.classes.filter((one) => one.due).map((one) => texts.retention.classes[one.class][0]);
  return { id: plan.rightsRequestId, label: plan.reference, words: due.join('; ') };
}

function keptLine({ texts }: PageContext, plan: CasePlan): Line {
  const why = plan.blockers.map((blocker) => texts.retention.blockers[blocker]).join('; ');
  return { id: plan.rightsRequestId, label: plan.reference, words: why };
}

function Copies({ context, copies, mayAct, csrfToken }: Props) {
  const texts = context.texts.retention;
  return (
    <section class="stack" id="kopien">
      <Subheading>{texts.page.copies}</Subheading>
      {copies.length === 0 ? <Body>{texts.page.copiesNone}</Body> : null}
      <ul class="kern-list">
        {copies.map((copy) => (
          <li key={copy.id}>
            <a class="kern-link" href={`/vorgaenge/${copy.rightsRequestId}/loeschung`}>
              {copy.reference}
            </a>{' '}
            – {texts.copies.places[copy.place]}, {texts.copies.due(moment(context, copy.dueAt))}
            {copy.messageId === null ? '' : `, ${texts.copies.messageId(copy.messageId)}`}
            {mayAct ? (
              <form method="post" action={`/loeschung/kopien/${copy.id}`} class="actions no-print">
                <CsrfField token={csrfToken} />
                <Button kind="tertiary">{texts.copies.confirm}</Button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Upcoming({ context, outlook }: Props) {
  const texts = context.texts.retention.page;
  return (
    <section class="stack">
      <Subheading>{texts.upcoming}</Subheading>
      {outlook.months.length === 0 ? (
        <Body>{texts.upcomingNone}</Body>
      ) : (
        <table class="kern-table">
          <thead class="kern-table__head">
            <tr class="kern-table__row">
              <th class="kern-table__header" scope="col">
                {texts.month}
              </th>
              <th class="kern-table__header" scope="col">
                {texts.requests}
              </th>
            </tr>
          </thead>
          <tbody class="kern-table__body">
            {outlook.months.map(({ month, requests }) => (
              <tr key={month} class="kern-table__row">
                <th class="kern-table__cell" scope="row">
                  {`${month.slice(5)}/${month.slice(0, 4)}`}
                </th>
                <td class="kern-table__cell">{requests}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Rules({ context, rules, typed, mayAct, errors, csrfToken }: Props) {
  const texts = context.texts.retention.page;
  return (
    <details class="more" id="fristen" open={errors.size > 0}>
      <summary>{texts.rules}</summary>
      <Hint>{texts.rulesLead(rules.version)}</Hint>
      <form method="post" action="/loeschung/fristen#fristen" class="stack" noValidate>
        <ErrorSummary texts={context.texts} errors={errors} labels={texts.ruleNames} />
        <CsrfField token={csrfToken} />
        {RULE_NAMES.map((name) => (
          <TextField
            key={name}
            field={name}
            label={texts.ruleNames[name]}
            hint={texts.range(RULE_LIMITS[name].min, RULE_LIMITS[name].max)}
            value={typed[name] ?? String(rules.rules[name])}
            errors={errors}
            required
          />
        ))}
        {mayAct ? (
          <div class="actions">
            <Button kind="secondary">{texts.save}</Button>
          </div>
        ) : null}
      </form>
    </details>
  );
}
