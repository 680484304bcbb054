import { LAND_NAMES, LANDS, type Land } from '../../domain/deadlines/land.js';
import { Steps, type DeadlineStep } from '../components/deadline.js';
import { ErrorSummary, Select, TextField, type Errors } from '../components/form.js';
import { Button, Facts, Heading, Lead, Subheading } from '../components/parts.js';
import { day } from '../format.js';
import type { PageContext } from '../page-context.js';

export interface CalculatorProps {
  readonly receivedOn: string;
  readonly land: Land;
  readonly errors: Errors;
  readonly result:
    | {
        readonly safeOn: string;
        readonly dueOn: string;
        readonly steps: readonly DeadlineStep[];
        readonly warnings: readonly { readonly de: string; readonly en: string }[];
      }
    | undefined;
}

/** Useful on its own, without sign-in; printed, it is one side for the file. */
export function CalculatorPage({
  context,
  receivedOn,
  land,
  errors,
  result,
}: CalculatorProps & { context: PageContext }) {
  const texts = context.texts.calculator;
  const lands = LANDS.map((value) => ({ value, label: LAND_NAMES[value][context.language] }));
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <ErrorSummary texts={context.texts} errors={errors} labels={{ receivedOn: texts.receivedOn, land: texts.land }} />
      <form method="get" action="/fristen" class="filter" noValidate>
        <TextField
          field="receivedOn"
          label={texts.receivedOn}
          type="date"
          value={receivedOn}
          errors={errors}
          required
        />
        <Select field="land" label={texts.land} choices={lands} chosen={land} errors={errors} />
        <Button>{texts.submit}</Button>
      </form>
      {result === undefined ? null : (
        <section class="stack" aria-labelledby="result">
          <Subheading id="result">{texts.print}</Subheading>
          <Facts
            facts={[
              { label: texts.due, value: <strong>{day(context, result.dueOn)}</strong> },
              { label: texts.safe, value: day(context, result.safeOn) },
              { label: texts.land, value: LAND_NAMES[land][context.language] },
            ]}
          />
          <Steps context={context} steps={result.steps} />
          {result.warnings.map((warning) => (
            <p class="kern-body" key={warning.de}>
              {context.language === 'en' ? warning.en : warning.de}
            </p>
          ))}
        </section>
      )}
    </div>
  );
}
