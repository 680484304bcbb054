import type { PageContext } from '../page-context.js';
import { Select, TextField, type Errors } from './form.js';
import { Alert, Body } from './parts.js';

export interface MailServerForm {
  readonly host: string;
  readonly port: string;
  readonly security: string;
  readonly user: string;
  readonly from: string;
  readonly testTo: string;
}

/** The fields of a mail server, as they stand in the first start and among the settings. A password is never shown again. */
export function MailServerFields({
  context,
  form,
  errors,
}: {
  readonly context: PageContext;
  readonly form: MailServerForm;
  readonly errors: Errors;
}) {
  const texts = context.texts.firstStart;
  return (
    <>
      <TextField field="host" label={texts.host} hint={texts.hostHint} value={form.host} errors={errors} required />
      <TextField field="port" label={texts.port} hint={texts.portHint} value={form.port} errors={errors} required />
      <Select
        field="security"
        label={texts.security}
        hint={texts.securityHint}
        choices={(['starttls', 'tls', 'none'] as const).map((value) => ({ value, label: texts.securities[value] }))}
        chosen={form.security}
        errors={errors}
      />
      <TextField field="user" label={texts.user} hint={texts.userHint} value={form.user} errors={errors} />
      <TextField
        field="password"
        label={texts.password}
        hint={texts.passwordHint}
        type="password"
        autocomplete="off"
        value=""
        errors={errors}
      />
      <TextField field="from" label={texts.from} hint={texts.fromHint} value={form.from} errors={errors} required />
    </>
  );
}

export type TestFailureWords = 'network' | 'timeout' | 'tls' | 'authentication' | 'refused' | 'other';

/** What a test found out, in words. */
export function TestFailed({
  context,
  failure,
}: {
  readonly context: PageContext;
  readonly failure: { readonly reason: TestFailureWords; readonly said: string } | undefined;
}) {
  const { firstStart: texts } = context.texts;
  return failure === undefined ? null : (
    <Alert tone="danger" title={texts.connections.failedTitle} live>
      <Body>{texts.failed[failure.reason]}</Body>
      {failure.said === '' ? null : <Body>{texts.said(failure.said)}</Body>}
      <Body>{texts.nothingKept}</Body>
    </Alert>
  );
}
