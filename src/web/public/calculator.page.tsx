import type { Deadline } from '../../domain/deadlines/deadline.js';
import { LAND_NAMES, LANDS } from '../../domain/deadlines/land.js';
import { CALCULATOR_EVENTS, type CalculatorForm } from './calculator-form.js';
import { Steps } from '../case/due-date.js';
import { ErrorSummary, Select, TextField, type Errors } from '../shell/components/form.js';
import { Alert, Button, Facts, Heading, Hint, Lead, Subheading } from '../shell/components/parts.js';
import { day } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface CalculatorProps {
  readonly form: CalculatorForm;
  readonly errors: Errors;
  readonly result: Deadline | undefined;
}

/** Useful on its own, without sign-in; printed, it is one side for the file. */
export function CalculatorPage(props: CalculatorProps & { context: PageContext }) {
  const { context, result } = props;
  const texts = context.texts.calculator;
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <div class="no-print">
        <Lead>{texts.lead}</Lead>
      </div>
      <Form {...props} />
      {result === undefined ? null : <Result {...props} result={result} />}
    </div>
  );
}

function Form({ context, form, errors }: CalculatorProps & { context: PageContext }) {
  const texts = context.texts.calculator;
  const lands = LANDS.map((value) => ({ value, label: LAND_NAMES[value][context.language] }));
  const lineLabels = form.lines.flatMap((_, at) => [
    [`e${at + 1}`, texts.event(at + 1)],
    [`d${at + 1}`, texts.on(at + 1)],
  ]);
  const labels = { receivedOn: texts.receivedOn, land: texts.land, ...Object.fromEntries(lineLabels) } as Record<
    string,
    string
  >;
  return (
    <form method="get" action="/fristen" class="stack no-print" noValidate>
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      <div class="filter">
        <TextField
          field="receivedOn"
          label={texts.receivedOn}
          type="date"
          value={form.receivedOn}
          errors={errors}
          required
        />
        <Select field="land" label={texts.land} choices={lands} chosen={form.land} errors={errors} />
      </div>
      <fieldset class="kern-fieldset">
        <legend class="kern-label">{texts.events}</legend>
        <Hint>{texts.eventsHint}</Hint>
        {form.lines.map(({ type, on }, at) => (
          <div class="filter" key={at}>
            <Select
              field={`e${at + 1}`}
              label={texts.event(at + 1)}
              choices={[
                { value: '', label: texts.noEvent },
                ...CALCULATOR_EVENTS.map((value) => ({ value, label: texts.eventNames[value] })),
              ]}
              chosen={type}
              errors={errors}
            />
            <TextField field={`d${at + 1}`} label={texts.on(at + 1)} type="date" value={on} errors={errors} />
          </div>
        ))}
      </fieldset>
      <div>
        <Button>{texts.submit}</Button>
      </div>
    </form>
  );
}

function Result({ context, form, result }: CalculatorProps & { context: PageContext; result: Deadline }) {
  const texts = context.texts.calculator;
  return (
    <section class="stack" aria-labelledby="result">
      <Subheading id="result">{texts.print}</Subheading>
      <Facts
        facts={[
          { label: texts.due, value: <strong>{day(context, result.dueOn)}</strong> },
          { label: texts.safe, value: day(context, result.safeOn) },
          { label: texts.receivedOn, value: day(context, form.receivedOn) },
          { label: texts.land, value: LAND_NAMES[form.land][context.language] },
          { label: texts.clock, value: texts.clocks[result.state] },
        ]}
      />
      <Steps context={context} steps={result.steps} />
      {result.warnings.map((warning) => (
        <Alert key={`${warning.code}${warning.date}`} tone="warning" title={warning[context.language]} />
      ))}
      <div class="no-print">
        <Hint>{texts.printHint}</Hint>
      </div>
    </section>
  );
}
