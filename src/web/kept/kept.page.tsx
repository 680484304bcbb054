import type { KeptForm } from '../../identity/kept-forms.js';
import { STAGED_FIELD } from '../../platform/staging/staged-uploads.js';
import { Body, Button, ButtonLink, CsrfField, Heading, Lead, Subheading } from '../shell/components/parts.js';
import { moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

/** Shorter ones are choices, dates and numbers of the form itself. */
const WORDS = /\S\s+\S/;

interface KeptProps {
  readonly context: PageContext;
  readonly form: KeptForm;
  readonly csrfToken: string;
}

/** The form as it was sent, to be sent again by whoever wrote it. */
export function KeptPage({ context, form, csrfToken }: KeptProps) {
  const texts = context.texts.kept;
  const words = form.fields.filter(([name, value]) => name !== STAGED_FIELD && WORDS.test(value));
  const files = form.fields.filter(([name]) => name === STAGED_FIELD).length;
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead(moment(context, form.keptAt))}</Lead>
      {words.length === 0 ? null : <Subheading>{texts.content}</Subheading>}
      {words.map(([name, value]) => (
        <blockquote class="message" dir="auto" key={name}>
          {value}
        </blockquote>
      ))}
      {files === 0 ? null : <Body>{texts.files(files)}</Body>}
      <div class="actions">
        <form method="post" action={`/weiter/${form.id}`}>
          <CsrfField token={csrfToken} />
          {form.fields.map(([name, value], at) => (
            <input type="hidden" name={name} value={value} key={at} />
          ))}
          <Button>{texts.send}</Button>
        </form>
        <form method="post" action={`/weiter/${form.id}/verwerfen`}>
          <CsrfField token={csrfToken} />
          <Button kind="secondary">{texts.discard}</Button>
        </form>
      </div>
    </div>
  );
}

export function GonePage({ context }: { context: PageContext }) {
  const texts = context.texts.kept;
  return (
    <div class="narrow stack">
      <Heading>{texts.gone}</Heading>
      <Lead>{texts.goneText}</Lead>
      <ButtonLink href="/">{context.texts.backToStart}</ButtonLink>
    </div>
  );
}
