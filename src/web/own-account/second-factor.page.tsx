import { ErrorSummary, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import { Alert, Body, Button, CsrfField, Heading, Hint, Lead } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

export interface SecondFactorProps {
  readonly context: PageContext;
  /** A role demands it, and nothing else is open before. */
  readonly due: boolean;
  /** To be set up; undefined: it is set up. */
  readonly secret: { readonly words: string; readonly rows: readonly string[] } | undefined;
  /** Shown this once. */
  readonly codes: readonly string[];
  readonly errors: Errors;
  readonly csrfToken: string;
}

/** Setting up the codes of an app, or removing them. */
export function SecondFactorPage({ context, due, secret, codes, errors, csrfToken }: SecondFactorProps) {
  const { factor, own } = context.texts.accounts;
  return (
    <div class="reading stack">
      <Heading>{factor.title}</Heading>
      <Lead>{factor.lead}</Lead>
      {due ? <Alert tone="warning" title={factor.due} /> : null}
      <ErrorSummary texts={context.texts} errors={errors} labels={{ code: factor.code, current: own.current }} />
      {secret === undefined ? <Alert tone="success" title={factor.on} live /> : null}
      {codes.length === 0 ? null : (
        <Alert tone="warning" title={factor.recovery}>
          <ul class="kern-list">
            {codes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {secret === undefined ? (
        <form method="post" action="/konto/zweiter-faktor/entfernen" class="stack" noValidate>
          <CsrfField token={csrfToken} />
          <Hint>{factor.removeHint}</Hint>
          <TextField
            field="current"
            label={own.current}
            type="password"
            value=""
            errors={errors}
            autocomplete="current-password"
            required
          />
          <div>
            <Button kind="secondary">{factor.remove}</Button>
          </div>
        </form>
      ) : (
        <form method="post" action="/konto/zweiter-faktor" class="stack" noValidate>
          <CsrfField token={csrfToken} />
          <Body>{factor.scan}</Body>
          <QrCode rows={secret.rows} label={factor.qr} />
          <Body>
            {factor.secret}: <code class="wrap">{secret.words}</code>
          </Body>
          <TextField field="code" label={factor.code} value="" errors={errors} autocomplete="one-time-code" required />
          <div>
            <Button>{factor.add}</Button>
          </div>
        </form>
      )}
      <div>
        <Link href="/konto">{own.title}</Link>
      </div>
    </div>
  );
}

const MARGIN = 4;
const SIZE = 220;

/** Dark on light in every colour scheme: cameras read no other. */
function QrCode({ rows, label }: { readonly rows: readonly string[]; readonly label: string }) {
  const side = rows.length + 2 * MARGIN;
  const path = rows
    .flatMap((row, y) => [...row].flatMap((dark, x) => (dark === '1' ? [`M${x + MARGIN} ${y + MARGIN}h1v1h-1z`] : [])))
    .join('');
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`} width={SIZE} height={SIZE}>
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
