import { DISMISSALS } from '../../../domain/log/events/request.js';
import { ErrorSummary, Select, TextArea, TextField, type Errors } from '../../shell/components/form.js';
import { Alert, Body, Button, CsrfField, Hint } from '../../shell/components/parts.js';
import type { PageContext } from '../../shell/page-context.js';

export interface DismissFields {
  readonly why: string;
  readonly reason: string;
  readonly passedOn: string;
}

export interface DismissProps {
  readonly context: PageContext;
  readonly id: string;
  readonly version: number;
  readonly form: DismissFields | undefined;
  readonly errors: Errors;
  /** Whoever handed it over says that it was a mistake. */
  readonly remarked: boolean;
  readonly csrfToken: string;
}

/** What is no request ends by the DPO only; unfolded where somebody said that it is one. */
export function DismissForm({ context, id, version, form, errors, remarked, csrfToken }: DismissProps) {
  const { request, optional } = context.texts;
  const texts = request.dismiss;
  const labels = { why: texts.why, reason: texts.reason, passedOn: texts.passedOn };
  return (
    <>
      {remarked ? (
        <Alert tone="warning" title={texts.remarked}>
          <Body>{texts.remarkedText}</Body>
        </Alert>
      ) : null}
      <details open={remarked || errors.size > 0} id="kein-vorgang">
        <summary>{texts.title}</summary>
        <form method="post" action={`/vorgaenge/${id}/kein-vorgang`} class="stack" noValidate>
          <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
          <Hint>{texts.hint}</Hint>
          <CsrfField token={csrfToken} />
          <input type="hidden" name="version" value={String(version)} />
          <Select
            field="why"
            label={texts.why}
            choices={[{ value: '', label: '–' }, ...DISMISSALS.map((value) => ({ value, label: texts.whys[value] }))]}
            chosen={form?.why ?? ''}
            errors={errors}
          />
          <TextArea field="reason" label={texts.reason} rows={2} value={form?.reason ?? ''} errors={errors} required />
          <TextField
            field="passedOn"
            label={texts.passedOn}
            hint={texts.passedOnHint}
            value={form?.passedOn ?? ''}
            errors={errors}
            optional={optional}
          />
          <div class="actions">
            <Button kind="secondary">{texts.confirm}</Button>
          </div>
        </form>
      </details>
    </>
  );
}
