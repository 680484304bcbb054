import type { RefusalCode } from '../../domain/problem.js';
import { TextField } from '../shell/components/form.js';
import { Alert, Button, CsrfField, Heading, Hint, Lead } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

const NO_ERRORS = new Map<string, string>();

/** Asks for the code after the password. */
export function CodePage(props: {
  readonly context: PageContext;
  readonly csrfToken: string;
  readonly returnTo: string;
  readonly ask: string;
  readonly refusal?: RefusalCode;
}) {
  const { context, csrfToken, returnTo, ask, refusal } = props;
  const { factor } = context.texts.accounts;
  const { refusals, fieldErrors } = context.texts;
  return (
    <div class="narrow stack">
      <Heading>{factor.askTitle}</Heading>
      <Lead>{factor.ask}</Lead>
      {refusal === undefined ? null : (
        <div role="alert">
          <Alert
            tone="danger"
            title={refusal === 'wrong-credentials' ? fieldErrors['wrong-app-code'](undefined) : refusals[refusal].title}
          />
        </div>
      )}
      <form method="post" action="/anmelden/code" class="stack" noValidate>
        <CsrfField token={csrfToken} />
        <input type="hidden" name="returnTo" value={returnTo} />
        <TextField
          field="code"
          label={factor.code}
          hint={factor.codeHint}
          value=""
          errors={NO_ERRORS}
          autocomplete="one-time-code"
          autofocus
          required
        />
        <div>
          <Button>{factor.submit}</Button>
        </div>
      </form>
      <Hint>{ask}</Hint>
    </div>
  );
}
