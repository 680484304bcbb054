import type { RefusalCode } from '../../domain/problem.js';
import { TextField } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import { Alert, Button, ButtonLink, CsrfField, Heading, Hint, Lead } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

export interface SignInProps {
  readonly email: string;
  readonly csrfToken: string;
  readonly returnTo: string;
  readonly refusal?: RefusalCode;
  /** A form was sent when its session was over: kept, or not. */
  readonly ended?: 'aufgehoben' | 'abgemeldet' | undefined;
  /** Where else one may sign in. */
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  /** Whom to ask, in words. */
  readonly ask: string;
  /** Something was set, and one signs in with it now. */
  readonly done?: boolean;
}

const NO_ERRORS = new Map<string, string>();

export function SignInPage(props: SignInProps & { context: PageContext }) {
  const { context, email, csrfToken, returnTo, refusal, ended, ask, done, providers } = props;
  const { signIn, refusals, kept, accounts } = context.texts;
  return (
    <div class="narrow stack">
      <Heading>{signIn.title}</Heading>
      <Lead>{signIn.lead}</Lead>
      {ended === undefined ? null : (
        <Alert tone="info" title={kept.signedOut} live>
          <p class="kern-body">{ended === 'aufgehoben' ? kept.signedOutKept : kept.signedOutGone}</p>
        </Alert>
      )}
      {done === true ? <Alert tone="success" title={accounts.link.done} live /> : null}
      {refusal === undefined ? null : (
        <div role="alert">
          <Alert tone="danger" title={refusals[refusal].title}>
            <p class="kern-body">{refusals[refusal].text}</p>
          </Alert>
        </div>
      )}
      {providers.map(({ id, name }) => (
        <div key={id}>
          <ButtonLink href={`/anmelden/dienst/${id}?weiter=${encodeURIComponent(returnTo)}`}>
            {accounts.provider(name === '' ? accounts.house : name)}
          </ButtonLink>
        </div>
      ))}
      <form method="post" action="/anmelden" class="stack" noValidate>
        <CsrfField token={csrfToken} />
        <input type="hidden" name="returnTo" value={returnTo} />
        <TextField
          field="email"
          label={signIn.email}
          type="email"
          value={email}
          errors={NO_ERRORS}
          autocomplete="username"
          autofocus
          required
        />
        <TextField
          field="password"
          label={signIn.password}
          type="password"
          value=""
          errors={NO_ERRORS}
          autocomplete="current-password"
          required
        />
        <div>
          <Button kind={providers.length === 0 ? 'primary' : 'secondary'}>{signIn.submit}</Button>
        </div>
      </form>
      <div>
        <Link href="/kennwort-vergessen">{accounts.forgotten.link}</Link>
      </div>
      <Hint>{ask}</Hint>
    </div>
  );
}
