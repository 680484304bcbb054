import { addDays, type CivilDate } from '../../domain/civil-date.js';
import type { StagedView } from '../../platform/staging/staged-uploads.js';
import { ENTERED_WAYS } from '../../requests/correspondence/entered-messages.service.js';
import { FileField, FirstButton } from '../shell/components/file-field.js';
import { Choices, ErrorSummary, TextArea, TextField, type Errors } from '../shell/components/form.js';
import { Button, CsrfField } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

/** As it was typed. */
export interface EnteredTyped {
  readonly message: string;
  readonly way: string;
  readonly on: string;
  readonly from: string;
  readonly text: string;
}

export interface EnteredFormProps {
  readonly context: PageContext;
  readonly action: string;
  readonly submit: string;
  readonly typed: EnteredTyped;
  readonly staged: readonly StagedView[];
  readonly today: CivilDate;
  readonly errors: Errors;
  readonly csrfToken: string;
}

/** The day has no default: what nobody looked at would stand in the log as their statement. */
export function EnteredForm({ context, action, typed, staged, errors, ...props }: EnteredFormProps) {
  const { entering: texts, handover, optional } = context.texts;
  const labels = { way: texts.way, on: texts.on, from: texts.from, text: texts.text, files: texts.files };
  return (
    <form method="post" action={action} class="stack" enctype="multipart/form-data" noValidate>
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      <CsrfField token={props.csrfToken} />
      <FirstButton staged={staged} />
      <input type="hidden" name="message" value={typed.message} />
      <Choices
        field="way"
        legend={texts.way}
        kind="radio"
        inline
        choices={ENTERED_WAYS.map((value) => ({ value, label: texts.ways[value] }))}
        chosen={[typed.way]}
        errors={errors}
      />
      <div>
        <TextField
          field="on"
          label={texts.on}
          type="date"
          value={typed.on}
          max={props.today}
          errors={errors}
          required
        />
        <div class="quick">
          {[
            [texts.today, props.today],
            [texts.yesterday, addDays(props.today, -1)],
          ].map(([label, value]) => (
            <button
              key={label}
              class="kern-btn kern-btn--tertiary kern-btn--x-small"
              type="button"
              data-set="on"
              data-value={value}
              hidden
            >
              <span class="kern-label">{label}</span>
            </button>
          ))}
        </div>
      </div>
      <TextArea field="text" label={texts.text} hint={texts.textHint} rows={8} value={typed.text} errors={errors} />
      <FileField
        field="files"
        label={texts.files}
        hint={texts.filesHint}
        remove={handover.removeFile('%s')}
        errors={errors}
        staged={{ texts: context.texts, files: staged }}
      />
      <TextField field="from" label={texts.from} value={typed.from} errors={errors} optional={optional} />
      <div class="actions">
        <Button>{props.submit}</Button>
      </div>
    </form>
  );
}
