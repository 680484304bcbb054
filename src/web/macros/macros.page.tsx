import { MACRO_STEPS, type MacroStep, type StepResult } from '../../requests/macros/macro-runner.service.js';
import type { Macro } from '../../requests/macros/macros.sql.js';
import { ErrorSummary, TextArea, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import { Alert, Body, Button, ButtonLink, CsrfField, Heading, Lead, Subheading } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

interface MacrosProps {
  readonly context: PageContext;
  readonly macros: readonly Macro[];
  readonly fresh: Macro;
  readonly saved: boolean;
  readonly errors: Errors;
  readonly csrfToken: string;
}

export function MacrosPage({ context, macros, fresh, saved, errors, csrfToken }: MacrosProps) {
  const { macros: texts } = context.texts;
  return (
    <div class="reading stack">
      {saved ? <Alert tone="success" title={texts.saved} live /> : null}
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      {macros.length === 0 ? (
        <Body>{texts.none}</Body>
      ) : (
        <ul class="kern-list plain-list">
          {macros.map((macro) => (
            <li key={macro.id}>
              <Link href={`/makros/${macro.id}`}>{macro.name}</Link>:{' '}
              {MACRO_STEPS.filter((step) => isPart(macro, step))
                .map((step) => texts.stepNames[step])
                .join(', ')}
            </li>
          ))}
        </ul>
      )}
      <Subheading>{texts.fresh}</Subheading>
      <MacroForm context={context} macro={fresh} errors={errors} csrfToken={csrfToken} />
    </div>
  );
}

interface MacroProps {
  readonly context: PageContext;
  readonly macro: Macro;
  readonly errors: Errors;
  readonly csrfToken: string;
}

export function MacroPage({ context, macro, errors, csrfToken }: MacroProps) {
  const { macros: texts } = context.texts;
  return (
    <div class="reading stack">
      <Heading>{texts.edit(macro.name)}</Heading>
      <MacroForm context={context} macro={macro} errors={errors} csrfToken={csrfToken} />
      <form method="post" action={`/makros/${macro.id}/loeschen`} class="actions">
        <CsrfField token={csrfToken} />
        <Button kind="tertiary">{texts.remove}</Button>
        <Link href="/makros">{texts.title}</Link>
      </form>
    </div>
  );
}

function MacroForm({ context, macro, errors, csrfToken }: MacroProps) {
  const { macros: texts, optional } = context.texts;
  const labels = {
    name: texts.name,
    takeOver: texts.steps,
    taskAddress: texts.taskAddress,
    taskWhat: texts.taskWhat,
    taskDays: texts.taskDays,
    note: texts.note,
  };
  return (
    <form method="post" action="/makros" class="stack" noValidate>
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      <CsrfField token={csrfToken} />
      <input type="hidden" name="id" value={macro.id} />
      <TextField field="name" label={texts.name} hint={texts.nameHint} value={macro.name} errors={errors} required />
      <fieldset class={`kern-fieldset${errors.has('takeOver') ? ' kern-fieldset--error' : ''}`}>
        <legend class="kern-label">{texts.steps}</legend>
        <div class="kern-hint">{texts.receiptHint}</div>
        <div class="kern-fieldset__body">
          <Tick field="takeOver" label={texts.stepNames['take-over']} on={macro.takeOver} />
          <Tick field="confirmReceipt" label={texts.stepNames['confirm-receipt']} on={macro.confirmReceipt} />
        </div>
        {errors.has('takeOver') ? <p class="kern-error">{errors.get('takeOver')}</p> : null}
      </fieldset>
      <TextField
        field="taskAddress"
        label={texts.taskAddress}
        type="email"
        value={macro.taskAddress}
        errors={errors}
        optional={optional}
      />
      <TextArea field="taskWhat" label={texts.taskWhat} rows={4} value={macro.taskWhat} errors={errors} />
      <TextField field="taskDays" label={texts.taskDays} value={String(macro.taskDays)} errors={errors} />
      <TextArea field="note" label={texts.note} rows={3} value={macro.note} errors={errors} optional={optional} />
      <div class="actions">
        <Button>{texts.save}</Button>
      </div>
    </form>
  );
}

function Tick({ field, label, on }: { field: string; label: string; on: boolean }) {
  return (
    <div class="kern-form-check">
      <input class="kern-form-check__checkbox" type="checkbox" id={field} name={field} value="yes" checked={on} />
      <label class="kern-label" for={field}>
        {label}
      </label>
    </div>
  );
}

interface RunProps {
  readonly context: PageContext;
  readonly name: string;
  readonly rows: readonly {
    readonly id: string;
    readonly reference: string;
    readonly results: readonly StepResult[];
  }[];
  readonly tooMany: boolean;
}

/** What became of each step with each case: what was not possible is named, never left out. */
export function MacroRunPage({ context, name, rows, tooMany }: RunProps) {
  const { macros: texts } = context.texts;
  const whole = rows.length > 0 && rows.every(({ results }) => results.every(({ result }) => isGood(result)));
  return (
    <div class="reading stack">
      <Heading>{texts.results}</Heading>
      <Alert tone={whole ? 'success' : 'warning'} title={texts.ranOn(name, rows.length)} live>
        {rows.length > 0 ? undefined : <Body>{tooMany ? texts.tooMany : texts.nothing}</Body>}
      </Alert>
      <ul class="kern-list plain-list">
        {rows.map(({ id, reference, results }) => (
          <li key={id}>
            <Link href={`/vorgaenge/${id}`}>{reference}</Link>
            <ul class="kern-list kern-list--bullet">
              {results.map(({ step, result, why, problem }) => (
                <li key={step}>
                  {texts.stepNames[step]}: {texts.resultsOf[result]}
                  {why === undefined ? '' : ` (${whyNot(context, why, problem)})`}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <div class="actions">
        <ButtonLink href="/vorgaenge">{texts.back}</ButtonLink>
      </div>
    </div>
  );
}

function whyNot({ texts }: PageContext, why: NonNullable<StepResult['why']>, problem: StepResult['problem']): string {
  return problem === undefined ? texts.refusals[why].title : texts.fieldErrors[problem.code](problem.limit);
}

function isGood(result: StepResult['result']): boolean {
  return result === 'done' || result === 'before';
}

function isPart(macro: Macro, step: MacroStep): boolean {
  switch (step) {
    case 'take-over':
      return macro.takeOver;
    case 'confirm-receipt':
      return macro.confirmReceipt;
    case 'task':
      return macro.taskAddress !== '';
    case 'note':
      return macro.note.trim() !== '';
  }
}
