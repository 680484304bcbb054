import type { EventFacts } from '../../domain/log/events.js';
import type { NamedKeyLine, Trusted } from '../../audit/anchors.js';
import type { ReceiptCheckOutcome } from '../../reports/evidence/receipt-check.service.js';
import { TextField } from '../shell/components/form.js';
import { Alert, Body, Button, ButtonLink, Facts, Heading, Hint, Lead, Subheading } from '../shell/components/parts.js';
import { count, day, moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

interface Place {
  readonly context: PageContext;
  readonly slug: string;
  /** Of the organisation. */
  readonly name: string;
}

/** What a receipt proves, for whoever has its code; undefined outcome: no entry has it. */
export function CheckedReceiptPage({
  outcome,
  code,
  ...place
}: Place & { readonly code: string; readonly outcome: ReceiptCheckOutcome | undefined }) {
  const texts = place.context.texts.proof;
  return (
    <div class="reading stack">
      <Heading>{texts.checkTitle}</Heading>
      <Lead>{texts.checkLead}</Lead>
      {outcome === undefined ? (
        <Alert tone="danger" title={texts.unknown} />
      ) : (
        <Outcome {...place} code={code} outcome={outcome} />
      )}
      <CodeForm {...place} value={outcome === undefined ? code : ''} />
      <ButtonLink href={`/pruefen/${place.slug}`} kind="tertiary">
        {texts.trustTitle}
      </ButtonLink>
    </div>
  );
}

function Outcome({
  context,
  slug,
  name,
  code,
  outcome,
}: Place & { readonly code: string; readonly outcome: ReceiptCheckOutcome }) {
  const texts = context.texts.proof;
  const { verdict, standing } = outcome;
  const holds = verdict.ok && standing === 'contained';
  const facts = verdict.entry?.facts as EventFacts['request.recorded'] | undefined;
  return (
    <>
      <Alert tone={holds ? 'success' : 'danger'} title={holds ? `✓ ${texts.contained(name)}` : `✗ ${texts.changed}`}>
        <Body>{holds ? texts.containedText : texts.changedText}</Body>
      </Alert>
      {facts === undefined || verdict.index === undefined || verdict.checkpoint === undefined ? null : (
        <Facts
          facts={[
            {
              label: texts.index,
              value: texts.indexOf(count(context, verdict.index), count(context, verdict.checkpoint.size)),
            },
            { label: texts.recorded, value: moment(context, new Date(facts.recordedAt)) },
            { label: texts.received, value: moment(context, new Date(facts.receivedAt)) },
            {
              label: texts.rights,
              value: facts.rights.map((right) => context.texts.rights[right]).join(', ') || texts.noRights,
            },
            { label: texts.due, value: day(context, facts.dueOn) },
          ]}
        />
      )}
      <Body>{texts.proved}</Body>
      <div class="actions">
        <ButtonLink href={`/beleg/${slug}/${encodeURIComponent(code)}/beleg.tlog-proof`} kind="secondary">
          {texts.file}
        </ButtonLink>
      </div>
      <Hint>{texts.fileHint}</Hint>
    </>
  );
}

/** By GET: nothing is changed, and the address can be kept. */
function CodeForm({ context, slug, value }: Place & { readonly value: string }) {
  const texts = context.texts.proof;
  return (
    <form method="get" action={`/pruefen/${slug}`} class="stack">
      <TextField field="code" label={texts.code} hint={texts.codeHint} errors={new Map()} value={value} />
      <div class="actions">
        <Button>{texts.check}</Button>
      </div>
    </form>
  );
}

/** Fingerprints of whom a verifier has to be told, and the verifiers themselves. */
export function TrustPage({
  address,
  trusted,
  verifiers,
  ...place
}: Place & {
  /** Of this page. */
  readonly address: string;
  readonly trusted: Trusted;
  readonly verifiers: readonly { readonly file: string; readonly sha256: string }[];
}) {
  const { context, slug, name } = place;
  const texts = context.texts.proof;
  const current = trusted.keys.at(-1);
  return (
    <div class="reading stack">
      <Heading>{texts.trustTitle}</Heading>
      <Lead>{texts.trustLead(name)}</Lead>
      <CodeForm {...place} value="" />
      <section class="stack" aria-labelledby="keys">
        <Subheading id="keys">{texts.keys}</Subheading>
        {[...trusted.keys].reverse().map((key) => (
          <KeyFacts key={key.vkey} context={context} of={key} note={key === current ? texts.current : texts.replaced} />
        ))}
      </section>
      <section class="stack" aria-labelledby="witnesses">
        <Subheading id="witnesses">{texts.witnesses}</Subheading>
        {trusted.witnesses.length === 0 ? <Body>{texts.noWitnesses}</Body> : null}
        {trusted.witnesses.map((witness) => (
          <KeyFacts key={witness.vkey} context={context} of={witness} note="" />
        ))}
      </section>
      <section class="stack" aria-labelledby="authority">
        <Subheading id="authority">{texts.authority}</Subheading>
        {trusted.authority === undefined ? (
          <Body>{texts.noAuthority}</Body>
        ) : (
          <Facts
            facts={[
              { label: texts.authority, value: trusted.authority.name },
              { label: texts.fingerprint, value: <Code text={trusted.authority.fingerprint} /> },
            ]}
          />
        )}
      </section>
      <section class="stack" aria-labelledby="verifiers">
        <Subheading id="verifiers">{texts.verifiers}</Subheading>
        <Body>{texts.verifiersHint}</Body>
        <Facts
          facts={verifiers.map(({ file, sha256 }) => ({
            label: file,
            value: (
              <>
                <a class="kern-link" href={`/pruefen/${slug}/${file}`} download={file}>
                  {file}
                </a>{' '}
                <Code text={sha256} />
              </>
            ),
          }))}
        />
      </section>
      {current === undefined ? null : (
        <section class="stack" aria-labelledby="imprint">
          <Subheading id="imprint">{texts.imprintTitle}</Subheading>
          <Body>{texts.imprint(current.name, current.fingerprint, address)}</Body>
        </section>
      )}
    </div>
  );
}

function KeyFacts({ context, of, note }: { context: PageContext; of: NamedKeyLine; note: string }) {
  const texts = context.texts.proof;
  return (
    <Facts
      facts={[
        { label: of.name, value: note },
        { label: texts.fingerprint, value: <Code text={of.fingerprint} /> },
        { label: texts.vkey, value: <Code text={of.vkey} /> },
      ]}
    />
  );
}

/** Long words without a place to break at. */
function Code({ text }: { text: string }) {
  return <code class="wrap">{text}</code>;
}
