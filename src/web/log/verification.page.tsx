import type { BundleVerdict } from '../../domain/evidence/verify-bundle.js';
import type { ReceiptCheckOutcome } from '../../reports/evidence/receipt-check.service.js';
import type { VerificationRun } from '../../reports/evidence/log-verification.service.js';
import { receiptText } from '../../verifier/receipt-text.js';
import { OUTCOME_SIGNS, SIGNS, tell } from '../../verifier/told.js';
import { de } from '../../verifier/words.de.js';
import { en } from '../../verifier/words.en.js';
import { ErrorSummary, FieldError, TextArea, type Errors } from '../shell/components/form.js';
import { Alert, Body, Button, ButtonLink, CsrfField, Heading, Hint, Lead } from '../shell/components/parts.js';
import { moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

const TONES = { proved: 'success', consistent: 'warning', false: 'danger' } as const;

export function VerificationPage({
  context,
  run,
  csrfToken,
}: {
  context: PageContext;
  run: VerificationRun | undefined;
  csrfToken: string;
}) {
  const { audit } = context.texts;
  return (
    <div class="reading stack">
      <Heading>{audit.verifyTitle}</Heading>
      <VerificationState context={context} run={run} />
      <div class="actions">
        {run !== undefined && run.outcome === undefined ? (
          <ButtonLink href="/protokoll/pruefung" kind="secondary">
            {audit.verifyReload}
          </ButtonLink>
        ) : (
          <form method="post" action="/protokoll/pruefung">
            <CsrfField token={csrfToken} />
            <Button>{audit.verifyNow}</Button>
          </form>
        )}
        <ButtonLink href="/protokoll" kind="tertiary">
          {audit.back}
        </ButtonLink>
      </div>
    </div>
  );
}

/** Asks for itself again while it runs; without JavaScript the page has a link that reloads. */
export function VerificationState({ context, run }: { context: PageContext; run: VerificationRun | undefined }) {
  const { audit } = context.texts;
  const running = run !== undefined && run.outcome === undefined;
  const live = running ? { 'data-poll': '/protokoll/pruefung/stand', 'data-poll-seconds': '1' } : {};
  return (
    <div id="verification-state" class="stack" role="status" {...live}>
      {run === undefined ? (
        <Body>{audit.verifyNever}</Body>
      ) : (
        <>
          <Hint>
            {audit.startedAt} {moment(context, run.startedAt)}
          </Hint>
          {run.outcome === undefined ? (
            <>
              <Body>{audit.verifyRunning(run.done, run.total)}</Body>
              <progress max={Math.max(run.total, 1)} value={run.done} aria-label={audit.verifyTitle} />
            </>
          ) : run.outcome === 'failed' ? (
            <Alert tone="danger" title={audit.verifyFailed} />
          ) : (
            <Verdict context={context} verdict={run.outcome} />
          )}
        </>
      )}
    </div>
  );
}

function Verdict({ context, verdict }: { context: PageContext; verdict: BundleVerdict }) {
  const words = context.language === 'de' ? de : en;
  const told = tell(verdict, words, (at) => moment(context, new Date(at)));
  // The files of a bundle are no matter here: the log was verified in its place.
  const shown = told.checks.filter(({ check, state }) => state !== 'absent' && check !== 'files-complete');
  return (
    <>
      <Alert tone={TONES[told.outcome]} title={`${OUTCOME_SIGNS[told.outcome]} ${told.headline}`}>
        {[...told.warnings, ...told.unconfirmed].map((why) => (
          <Body key={why}>{why}</Body>
        ))}
      </Alert>
      <ul class="kern-list plain-list">
        {shown.map(({ check, state, count, text, details }) => (
          <li key={check}>
            <span aria-hidden="true">{SIGNS[state]}</span>
            <span class="visually-hidden">{words[state]}</span> {text} ({count})
            {details.length === 0 ? null : (
              <ul class="kern-list kern-list--bullet">
                {details.map((detail) => (
                  <li key={detail}>{detail}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {told.keys.map(({ fingerprint, vkey, standing }) => (
        <Body key={vkey}>
          {words.key}: <code class="wrap">{fingerprint}</code> ({standing})
        </Body>
      ))}
      {told.anchors.map(({ title, lines }) => (
        <Hint key={title}>{[title, ...lines].join(' ')}</Hint>
      ))}
      <Body>{told.followed}</Body>
      {told.summary.map((line) => (
        <Body key={line}>{line}</Body>
      ))}
    </>
  );
}

export interface ReceiptCheckProps {
  readonly outcome: ReceiptCheckOutcome | undefined;
  readonly text: string;
  readonly errors: Errors;
  readonly csrfToken: string;
}

export function ReceiptCheckPage({
  context,
  outcome,
  text,
  errors,
  csrfToken,
}: ReceiptCheckProps & { context: PageContext }) {
  const { audit } = context.texts;
  return (
    <div class="reading stack">
      <ErrorSummary texts={context.texts} errors={errors} labels={{ file: audit.receiptFile }} />
      <Heading>{audit.receipts}</Heading>
      <Lead>{audit.receiptsLead}</Lead>
      {outcome === undefined ? null : (
        <section class="stack" role="status">
          <Alert
            tone={outcome.standing === 'contained' ? 'success' : 'danger'}
            title={audit.standing[outcome.standing]}
          />
          <pre class="wrap">{receiptText(outcome.verdict, context.language)}</pre>
        </section>
      )}
      <form method="post" action="/protokoll/beleg" enctype="multipart/form-data" class="stack">
        <CsrfField token={csrfToken} />
        <div class="kern-form-input">
          <label class="kern-label" for="file">
            {audit.receiptFile}
          </label>
          <input
            class="kern-form-input__input"
            type="file"
            id="file"
            name="file"
            accept=".tlog-proof,.eml,message/rfc822"
          />
          <FieldError field="file" errors={errors} />
        </div>
        <TextArea field="text" label={audit.receiptText} value={text} errors={errors} />
        <div class="actions">
          <Button>{audit.receiptSubmit}</Button>
          <ButtonLink href="/protokoll" kind="tertiary">
            {audit.back}
          </ButtonLink>
        </div>
      </form>
    </div>
  );
}
