import { ErrorSummary, TextField, type Errors } from '../shell/components/form.js';
import { Alert, Body, Button, CsrfField, Subheading } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

export interface InspectorAccountFormProps {
  readonly context: PageContext;
  readonly email: string;
  readonly until: string;
  /** The address for which one was just made. */
  readonly made?: string;
  readonly errors: Errors;
  readonly csrfToken: string;
}

export function InspectorAccountForm({ context, email, until, made, errors, csrfToken }: InspectorAccountFormProps) {
  const texts = context.texts.inspection;
  return (
    <section class="stack">
      <Subheading>{texts.title}</Subheading>
      <Body>{texts.lead}</Body>
      {made === undefined ? null : (
        <Alert tone="success" title={texts.made} live>
          <p class="kern-body wrap">{made}</p>
        </Alert>
      )}
      <ErrorSummary texts={context.texts} errors={errors} labels={{ email: texts.email, until: texts.until }} />
      <form method="post" action="/verwaltung/pruefkonto" class="filter" noValidate>
        <CsrfField token={csrfToken} />
        <TextField field="email" label={texts.email} type="email" value={email} errors={errors} required />
        <TextField field="until" label={texts.until} type="date" value={until} errors={errors} required />
        <Button kind="secondary">{texts.submit}</Button>
      </form>
    </section>
  );
}
