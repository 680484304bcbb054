import type { OpenedMail } from '../../intake/mail/tray-desk.js';
import { ErrorSummary, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import { Body, Button, ButtonLink, CsrfField, Facts, Heading, Hint, Subheading } from '../shell/components/parts.js';
import { SenderCheck } from '../shell/components/sender-check.js';
import { moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

interface Props {
  readonly context: PageContext;
  readonly mail: OpenedMail;
  readonly reference: string;
  readonly errors: Errors;
  readonly csrfToken: string;
}

export function UnassignedMailPage(props: Props) {
  const { context, mail, errors } = props;
  const texts = context.texts.unassigned;
  const size = `${Math.ceil(mail.size / 1024)} kB`;
  return (
    <div class="reading stack">
      <Heading>{mail.subject === '' ? texts.noSubject : mail.subject}</Heading>
      <ErrorSummary texts={context.texts} errors={errors} labels={{ reference: texts.reference }} />
      <Hint>{texts.why[mail.why]}</Hint>
      <Facts
        facts={[
          { label: texts.from, value: <bdi>{mail.mail?.from || mail.from || texts.unknownSender}</bdi> },
          { label: texts.arrived, value: moment(context, mail.arrivedAt) },
          { label: texts.size, value: size },
          ...(mail.mail === undefined || mail.mail.files.length === 0
            ? []
            : [{ label: texts.files, value: <bdi>{mail.mail.files.map(({ filename }) => filename).join(', ')}</bdi> }]),
        ]}
      />
      <SenderCheck context={context} found={mail.mail?.authentication} />
      <Words context={context} mail={mail} />
      <div class="actions">
        <ButtonLink href="/unzugeordnet" kind="secondary">
          {texts.back}
        </ButtonLink>
        <Link href={`/unzugeordnet/${mail.id}/original.eml`} download>
          {texts.original}
        </Link>
      </div>
      {mail.state === 'open' ? <Actions {...props} /> : <Body>{texts.states[mail.state]}</Body>}
    </div>
  );
}

function Words({ context, mail }: { context: PageContext; mail: OpenedMail }) {
  const { unassigned: texts, correspondence } = context.texts;
  if (mail.mail === undefined) {
    return <Body>{texts.unreadable[mail.why === 'too-large' ? 'too-large' : 'over-budget']}</Body>;
  }
  const { text, untold, cut } = mail.mail;
  if (text === '') {
    return <Body>{untold === undefined ? correspondence.empty : correspondence.untold[untold]}</Body>;
  }
  return (
    <>
      <blockquote class="message" dir="auto">
        {text}
      </blockquote>
      {cut ? <Hint>{correspondence.cut}</Hint> : null}
    </>
  );
}

function Actions({ context, mail, reference, errors, csrfToken }: Props) {
  const texts = context.texts.unassigned;
  const action = (what: string) => `/unzugeordnet/${mail.id}/${what}`;
  return (
    <>
      <section class="stack">
        <Subheading>{texts.toCase}</Subheading>
        {mail.reference === null ? null : <Body>{texts.suggested(mail.reference)}</Body>}
        <form method="post" action={action('zum-vorgang')} class="stack" noValidate>
          <CsrfField token={csrfToken} />
          <TextField
            field="reference"
            label={texts.reference}
            hint={texts.referenceHint}
            value={reference}
            errors={errors}
            required
          />
          <div>
            <Button>{texts.put}</Button>
          </div>
        </form>
      </section>
      <section class="stack">
        <Subheading>{texts.newCase}</Subheading>
        <Body>{texts.newCaseText}</Body>
        <form method="post" action={action('neuer-vorgang')}>
          <CsrfField token={csrfToken} />
          <Button kind="secondary">{texts.makeCase}</Button>
        </form>
      </section>
      <section class="stack">
        <Subheading>{texts.aside}</Subheading>
        <Body>{texts.asideText}</Body>
        <form method="post" action={action('weglegen')}>
          <CsrfField token={csrfToken} />
          <Button kind="secondary">{texts.setAside}</Button>
        </form>
      </section>
    </>
  );
}
