import { BREACH_OUTCOMES } from '../../../domain/deadlines/other-clocks.js';
import type { OtherClocks } from '../../../requests/request/other-clocks.js';
import { CaseHead } from '../case-head.js';
import type { CaseHeadView } from '../case-heads.js';
import { Steps } from '../due-date.js';
import { ErrorSummary, Select, TextField, type Errors } from '../../shell/components/form.js';
import { Button, CsrfField, Facts, Hint, Lead } from '../../shell/components/parts.js';
import { minute } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';
import { breachWords } from '../other-clocks-views.js';

export interface BreachProps {
  readonly id: string;
  readonly head: CaseHeadView;
  readonly breach: OtherClocks['breach'];
  /** Taken over, and not yet merged into another. */
  readonly mayWrite: boolean;
  readonly form: { readonly outcome: string; readonly on: string };
  readonly errors: Errors;
  readonly today: string;
  readonly csrfToken: string;
}

/** The hint of a breach, its clock, and what became of it. */
export function BreachPage(props: BreachProps & { context: PageContext }) {
  const { context, breach, errors } = props;
  const texts = context.texts.breach;
  const isOpen = breach !== null && breach.outcome === null;
  return (
    <div class="reading stack">
      <CaseHead context={context} head={props.head} current="deadline" />
      <Lead>{texts.lead}</Lead>
      <ErrorSummary texts={context.texts} errors={errors} labels={{ outcome: texts.outcome, on: texts.on }} />
      <Facts
        facts={[
          { label: texts.breach, value: breachWords(context, breach) },
          ...(breach === null
            ? []
            : [
                { label: texts.since, value: minute(context, breach.since) },
                { label: texts.strict, value: <strong>{minute(context, breach.strictAt)}</strong> },
              ]),
        ]}
      />
      {breach === null ? null : <Steps context={context} steps={breach.steps} />}
      {!props.mayWrite ? null : (
        <form method="post" action={`/vorgaenge/${props.id}/panne`} class="stack no-print" noValidate>
          <CsrfField token={props.csrfToken} />
          <input type="hidden" name="step" value={isOpen ? 'conclude' : 'note'} />
          {isOpen ? (
            <>
              <Select
                field="outcome"
                label={texts.outcome}
                choices={[
                  { value: '', label: '–' },
                  ...BREACH_OUTCOMES.map((value) => ({ value, label: texts.outcomes[value] })),
                ]}
                chosen={props.form.outcome}
                errors={errors}
              />
              <TextField
                field="on"
                label={texts.on}
                type="date"
                value={props.form.on}
                max={props.today}
                errors={errors}
                required
              />
            </>
          ) : (
            <Hint>{texts.noteHint}</Hint>
          )}
          <Button>{isOpen ? texts.conclude : texts.note}</Button>
        </form>
      )}
    </div>
  );
}
