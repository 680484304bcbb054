import type { ComponentChildren } from 'preact';
import type { CivilDate } from '../../../domain/civil-date.js';
import type { Duty } from '../../../domain/duties/duties.js';
import { endsByClosing, type Missing } from '../../../domain/rights/aftercare.js';
import { DutyList } from '../duty-list.js';
import { Choices, ErrorSummary, type Errors } from '../../shell/components/form.js';
import { Alert, Body, Button, Hint, Subheading } from '../../shell/components/parts.js';
import type { PageContext } from '../../shell/page-context.js';

/** What keeps the matter from being closed, and what would end with it. */
export interface ClosingProps {
  readonly missing: readonly Missing[];
  /** What the decisions make follow and is still open, where that keeps it open. */
  readonly duties: readonly Duty[];
  readonly id: string;
  readonly today: CivilDate;
  /** In words, each open task and check; their ids go back with the confirmation. */
  readonly running: readonly { readonly id: string; readonly words: string }[];
  readonly errors: Errors;
}

interface FormProps extends ClosingProps {
  readonly context: PageContext;
  readonly action: string;
  /** Fields that every form of the page has. */
  readonly children: ComponentChildren;
}

/** The last step of a matter: what is missing, or what would end with it, or nothing but a button. */
export function ClosingForm(props: FormProps) {
  const { context, missing } = props;
  const texts = context.texts.claims;
  const confirms = endsByClosing(missing);
  return (
    <section class="stack" aria-labelledby="abschluss">
      <Subheading id="abschluss">{texts.close}</Subheading>
      {missing.length > 0 && !confirms ? (
        <Alert tone="info" title={texts.notYet}>
          <ul class="kern-list kern-list--bullet">
            {missing.map((one) => (
              <li key={one}>
                {texts.missing[one]}
                {one === 'duties' ? (
                  <DutyList context={context} id={props.id} duties={props.duties} today={props.today} changeable />
                ) : null}
              </li>
            ))}
          </ul>
        </Alert>
      ) : (
        <form method="post" action={props.action} class={confirms ? 'stack' : 'actions'}>
          {props.children}
          {confirms ? <StillRunning {...props} /> : null}
          <Button>{confirms ? texts.endAll : texts.close}</Button>
          <Hint>{texts.closeHint}</Hint>
        </form>
      )}
    </section>
  );
}

function StillRunning({ context, running, errors }: Omit<FormProps, 'children'>) {
  const texts = context.texts.claims;
  return (
    <>
      <ErrorSummary texts={context.texts} errors={errors} labels={{ end: texts.stillRuns }} />
      <Alert tone="warning" title={texts.stillRuns}>
        <ul class="kern-list kern-list--bullet">
          {running.map(({ id, words }) => (
            <li key={id}>{words}</li>
          ))}
        </ul>
        <Body>{texts.stillRunsText}</Body>
      </Alert>
      <input type="hidden" name="running" value={running.map(({ id }) => id).join(' ')} />
      <Choices
        field="end"
        legend={texts.stillRuns}
        kind="checkbox"
        chosen={[]}
        errors={errors}
        choices={[{ value: 'yes', label: texts.endThese }]}
      />
    </>
  );
}
