import type { OpenedLink } from '../../identity/accounts/account-links.service.js';
import { ErrorSummary, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import { Alert, Body, Button, CsrfField, Heading, Hint, Lead } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

const NO_ERRORS: Errors = new Map();

/** Where the link of an invitation, or of a forgotten password, leads. */
export function AccountLinkPage({
  context,
  link,
  secret,
  errors,
}: {
  readonly context: PageContext;
  readonly link: OpenedLink;
  readonly secret: string;
  readonly errors: Errors;
}) {
  const texts = context.texts.accounts.link;
  const { purpose, state, organisationName, organisationEmail, hasPassword, email } = link;
  const keeps = purpose === 'invitation' && hasPassword;
  return (
    <div class="narrow stack">
      <Heading>{purpose === 'invitation' ? texts.invitation(organisationName) : texts.password}</Heading>
      {state === 'open' ? (
        <>
          <ErrorSummary texts={context.texts} errors={errors} labels={{ password: texts.next }} />
          <Lead>{keeps ? texts.keep : texts.lead}</Lead>
          <Body>
            {texts.account}: <strong class="wrap">{email}</strong>
          </Body>
          <form method="post" action={`/zugang/${secret}`} class="stack" noValidate>
            {keeps ? null : (
              <TextField
                field="password"
                label={texts.next}
                type="password"
                value=""
                errors={errors}
                autocomplete="new-password"
                autofocus
                required
              />
            )}
            <div>
              <Button>{keeps ? texts.accept : texts.set}</Button>
            </div>
          </form>
        </>
      ) : (
        <>
          <Alert tone="warning" title={texts[state]} />
          <div>
            <Link href="/anmelden">{context.texts.signIn.title}</Link>
          </div>
        </>
      )}
      <Hint>{texts.ask(organisationName, organisationEmail)}</Hint>
    </div>
  );
}

/** No link of ours. */
export function UnknownLinkPage({ context, ask }: { readonly context: PageContext; readonly ask: string }) {
  return (
    <div class="narrow stack">
      <Heading>{context.texts.refusals['link-over'].title}</Heading>
      <Lead>{context.texts.accounts.link.unknown}</Lead>
      <Hint>{ask}</Hint>
    </div>
  );
}

/** Asks for the address of the account; says the same whoever asks. */
export function ForgottenPage(props: {
  readonly context: PageContext;
  readonly csrfToken: string;
  readonly ask: string;
  readonly state: 'asked' | 'sent' | 'too-many';
}) {
  const { context, csrfToken, ask, state } = props;
  const { forgotten } = context.texts.accounts;
  const tooMany = context.texts.refusals['too-many-attempts'];
  return (
    <div class="narrow stack">
      <Heading>{forgotten.title}</Heading>
      {state === 'sent' ? <Alert tone="success" title={forgotten.sent} live /> : <Lead>{forgotten.lead}</Lead>}
      {state === 'too-many' ? (
        <Alert tone="danger" title={tooMany.title} live>
          <Body>{tooMany.text}</Body>
        </Alert>
      ) : null}
      {state === 'sent' ? null : (
        <form method="post" action="/kennwort-vergessen" class="stack" noValidate>
          <CsrfField token={csrfToken} />
          <TextField
            field="email"
            label={context.texts.signIn.email}
            type="email"
            value=""
            errors={NO_ERRORS}
            autocomplete="username"
            required
          />
          <div>
            <Button>{forgotten.submit}</Button>
          </div>
        </form>
      )}
      <Hint>{ask}</Hint>
    </div>
  );
}
