import { ErrorSummary, TextField, type Errors } from '../../shell/components/form.js';
import { Button, Heading, Hint, Lead } from '../../shell/components/parts.js';
import type { PageContext } from '../../shell/page-context.js';

/** Where the person enters the code; nothing of what they asked for stands here. */
export function ConfirmIdentityPage({
  context,
  organisation,
  address,
  errors,
}: {
  context: PageContext;
  organisation: string;
  address: string;
  errors: Errors;
}) {
  const texts = context.texts.identityCheck.person;
  return (
    <div class="narrow stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead(organisation)}</Lead>
      <form method="post" action={address} class="stack" noValidate>
        <ErrorSummary texts={context.texts} errors={errors} labels={{ code: texts.code }} />
        <TextField field="code" label={texts.code} hint={texts.codeHint} value="" errors={errors} required />
        <div class="actions">
          <Button>{texts.send}</Button>
        </div>
      </form>
      <Hint>{texts.why}</Hint>
    </div>
  );
}

export function ConfirmEndPage({ context, confirmed }: { context: PageContext; confirmed: boolean }) {
  const { done, doneText, unknown } = context.texts.identityCheck.person;
  return (
    <div class="narrow stack">
      <Heading>{confirmed ? done : unknown.title}</Heading>
      <Lead>{confirmed ? doneText : unknown.text}</Lead>
    </div>
  );
}
