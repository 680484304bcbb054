import type { ListedSession } from '../../identity/accounts/accounts.service.js';
import { TOKEN_SCOPES, type ListedToken } from '../../identity/tokens.service.js';
import { ErrorSummary, Select, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import { Alert, Button, CsrfField, Heading, Hint, Subheading } from '../shell/components/parts.js';
import { TokenList } from '../shell/components/token-list.js';
import { count, moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface OwnAccountProps {
  readonly email: string;
  readonly sessions: readonly ListedSession[];
  readonly currentSession: string;
  readonly tokens: readonly ListedToken[];
  /** Channels in one's charge. */
  readonly channels: readonly { readonly id: string; readonly label: string; readonly lookedAt: Date | null }[];
  /** Just issued, shown this once. */
  readonly issued?: string;
  /** How many other sessions were just ended. */
  readonly ended?: number;
  readonly tokenForm: { readonly name: string; readonly scope: string; readonly expires: string };
  readonly errors: Errors;
  readonly csrfToken: string;
}

/** What everybody may do with their own account. */
export function OwnAccountPage(props: OwnAccountProps & { context: PageContext }) {
  const { context, email, sessions, currentSession, ended, errors, csrfToken } = props;
  const texts = context.texts.accounts;
  const labels = {
    current: texts.own.current,
    password: texts.own.next,
    name: texts.own.tokenName,
    scope: texts.own.scope,
    expires: texts.own.expires,
  };
  return (
    <div class="reading stack">
      <Heading>{texts.own.title}</Heading>
      <Hint>{email}</Hint>
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      {ended === undefined ? null : <Alert tone="success" title={texts.own.others(count(context, ended))} live />}
      <Subheading>{texts.own.password}</Subheading>
      <form method="post" action="/konto/kennwort" class="stack" noValidate>
        <CsrfField token={csrfToken} />
        <Hint>{texts.own.passwordHint}</Hint>
        <TextField
          field="current"
          label={texts.own.current}
          type="password"
          value=""
          errors={errors}
          autocomplete="current-password"
          required
        />
        <TextField
          field="password"
          label={texts.own.next}
          type="password"
          value=""
          errors={errors}
          autocomplete="new-password"
          required
        />
        <div>
          <Button kind="secondary">{texts.own.change}</Button>
        </div>
      </form>
      <Subheading>{texts.factor.title}</Subheading>
      <div>
        <Link href="/konto/zweiter-faktor">{texts.factor.link}</Link>
      </div>
      <Subheading>{texts.own.data}</Subheading>
      <Hint>{texts.own.dataPurpose}</Hint>
      <div>
        <Link href="/konto/auskunft" download>
          {texts.own.dataDownload}
        </Link>
      </div>
      <Subheading>{texts.sessions}</Subheading>
      <ul class="kern-list kern-list--bullet">
        {sessions.map(({ id, createdAt, seenAt }) => (
          <li key={id}>
            {texts.session(moment(context, createdAt), moment(context, seenAt))}
            {id === currentSession ? ` (${texts.thisOne})` : ''}
          </li>
        ))}
      </ul>
      {sessions.length < 2 ? null : (
        <form method="post" action="/konto/sitzungen">
          <CsrfField token={csrfToken} />
          <Button kind="secondary">{texts.own.endOthers}</Button>
        </form>
      )}
      <OwnChannels {...props} />
      <Tokens {...props} />
    </div>
  );
}

function OwnChannels({ context, channels, csrfToken }: OwnAccountProps & { context: PageContext }) {
  const { setup } = context.texts;
  return channels.length === 0 ? null : (
    <section class="stack">
      <Subheading>{setup.ownChannels}</Subheading>
      <Hint>{setup.statedClearHint}</Hint>
      <ul class="mails">
        {channels.map(({ id, label, lookedAt }) => (
          <li key={id}>
            <span>{lookedAt === null ? setup.neverLooked : setup.looked(moment(context, lookedAt))}</span>
            <form method="post" action="/konto/kanal">
              <CsrfField token={csrfToken} />
              <Button kind="secondary" name="channel" value={id}>
                {setup.statedClear(label)}
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tokens({ context, tokens, issued, tokenForm, errors, csrfToken }: OwnAccountProps & { context: PageContext }) {
  const texts = context.texts.accounts;
  return (
    <section class="stack">
      <Subheading>{texts.tokens}</Subheading>
      {issued === undefined ? null : (
        <Alert tone="success" title={texts.own.issued} live>
          <code class="wrap">{issued}</code>
        </Alert>
      )}
      <TokenList context={context} tokens={tokens} action="/konto/token/widerrufen" csrfToken={csrfToken} />
      <form method="post" action="/konto/token" class="stack" noValidate>
        <CsrfField token={csrfToken} />
        <TextField
          field="name"
          label={texts.own.tokenName}
          hint={texts.own.tokenNameHint}
          value={tokenForm.name}
          errors={errors}
          required
        />
        <Select
          field="scope"
          label={texts.own.scope}
          choices={TOKEN_SCOPES.map((scope) => ({ value: scope, label: texts.scopes[scope] }))}
          chosen={tokenForm.scope}
          errors={errors}
        />
        <TextField
          field="expires"
          label={texts.own.expires}
          optional={context.texts.optional}
          type="date"
          value={tokenForm.expires}
          errors={errors}
        />
        <div>
          <Button kind="secondary">{texts.own.issue}</Button>
        </div>
      </form>
    </section>
  );
}
