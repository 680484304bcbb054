import type { ComponentChildren } from 'preact';
import type { PageContext } from '../page-context.js';
import { Select, type Errors } from './form.js';
import { Button, CsrfField } from './parts.js';

const NO_ERRORS: Errors = new Map();

/** A download that is recorded, so a form and not a link. */
export function EvidenceForm({
  context,
  action,
  csrfToken,
  children,
}: {
  context: PageContext;
  action: string;
  csrfToken: string;
  children?: ComponentChildren;
}) {
  const { audit } = context.texts;
  return (
    <form method="post" action={action} class="stack">
      <CsrfField token={csrfToken} />
      {children}
      <Select
        field="language"
        label={audit.language}
        errors={NO_ERRORS}
        chosen={context.language}
        choices={[
          { value: 'de', label: audit.german },
          { value: 'en', label: audit.english },
        ]}
      />
      <div>
        <Button kind="secondary">{audit.evidenceSubmit}</Button>
      </div>
    </form>
  );
}
