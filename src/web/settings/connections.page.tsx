import { ErrorSummary, Select, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import {
  MailServerFields,
  TestFailed,
  type MailServerForm,
  type TestFailureWords,
} from '../shell/components/mail-fields.js';
import { Alert, Body, Button, CsrfField, Heading, Hint, Lead, Subheading } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

export type Connection = 'versand' | 'eingang' | 'zeitstempel';

export interface MailboxForm {
  readonly host: string;
  readonly port: string;
  readonly security: string;
  readonly user: string;
  readonly folder: string;
}

export interface ConnectionsProps {
  readonly context: PageContext;
  /** Which of the three the page is about. */
  readonly part: Connection;
  readonly fixed: boolean;
  readonly outgoing: MailServerForm;
  readonly incoming: MailboxForm;
  readonly url: string;
  readonly saved: boolean;
  readonly failure: { readonly reason: TestFailureWords; readonly said: string } | undefined;
  readonly errors: Errors;
  readonly csrfToken: string;
}

export const CONNECTIONS: readonly Connection[] = ['versand', 'eingang', 'zeitstempel'];

/** Mail server, mailbox, time stamps: each is tried before it is kept. */
export function ConnectionsPage(props: ConnectionsProps) {
  const { context, part, fixed, saved, failure, errors, csrfToken } = props;
  const { firstStart, setup } = context.texts;
  const texts = firstStart.connections;
  const titles = { versand: texts.outgoing, eingang: texts.incoming, zeitstempel: texts.timeStamps };
  const labels = {
    host: firstStart.host,
    port: firstStart.port,
    security: firstStart.security,
    user: firstStart.user,
    password: firstStart.password,
    from: firstStart.from,
    testTo: firstStart.testTo,
    url: texts.url,
  };
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <nav aria-label={texts.title}>
        <ul class="kern-list">
          {CONNECTIONS.map((one) => (
            <li key={one}>
              <Link href={`/verwaltung/verbindungen/${one}`}>{titles[one]}</Link>
            </li>
          ))}
        </ul>
      </nav>
      <Subheading>{titles[part]}</Subheading>
      {saved ? <Alert tone="success" title={texts.saved} live /> : null}
      <TestFailed context={context} failure={failure} />
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      {fixed ? (
        <Body>{texts.fixed}</Body>
      ) : (
        <form method="post" action={`/verwaltung/verbindungen/${part}`} class="stack" noValidate>
          <CsrfField token={csrfToken} />
          <Hint>{part === 'versand' ? texts.atOnce : texts.atNextStart}</Hint>
          <Fields {...props} />
          <div>
            <Button>{texts.save}</Button>
          </div>
        </form>
      )}
      <div>
        <Link href="/verwaltung">{setup.back}</Link>
      </div>
    </div>
  );
}

function Fields({ context, part, outgoing, incoming, url, errors }: ConnectionsProps) {
  const texts = context.texts.firstStart;
  switch (part) {
    case 'versand':
      return (
        <>
          <MailServerFields context={context} form={outgoing} errors={errors} />
          <TextField
            field="testTo"
            label={texts.testTo}
            hint={texts.testToHint}
            type="email"
            value={outgoing.testTo}
            errors={errors}
            required
          />
        </>
      );
    case 'eingang':
      return (
        <>
          <TextField
            field="host"
            label={texts.host}
            hint={texts.hostHint}
            value={incoming.host}
            errors={errors}
            required
          />
          <TextField
            field="port"
            label={texts.port}
            hint="993 (TLS), 143 (STARTTLS)"
            value={incoming.port}
            errors={errors}
          />
          <Select
            field="security"
            label={texts.security}
            hint={texts.securityHint}
            choices={(['tls', 'starttls'] as const).map((value) => ({ value, label: texts.securities[value] }))}
            chosen={incoming.security}
            errors={errors}
          />
          <TextField field="user" label={texts.user} value={incoming.user} errors={errors} required />
          <TextField field="password" label={texts.password} type="password" value="" errors={errors} required />
          <TextField
            field="folder"
            label={texts.connections.folder}
            hint={texts.connections.folderHint}
            value={incoming.folder}
            errors={errors}
          />
        </>
      );
    case 'zeitstempel':
      return (
        <TextField
          field="url"
          label={texts.connections.url}
          hint={texts.connections.urlHint}
          value={url}
          errors={errors}
          required
        />
      );
  }
}
