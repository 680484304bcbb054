import { CATALOGUE } from '../../../domain/rights/catalogue.js';
import type { Check } from '../../../domain/rights/check.js';
import { ANSWERING_KINDS, MESSAGE_LANGUAGES, MESSAGE_WAYS } from '../../../domain/correspondence/kinds.js';
import { PASTED_LIMIT } from '../../../domain/correspondence/channel-text.js';
import type { MissingContent } from '../../../domain/correspondence/mandatory.js';
import type { OpenedClaim } from '../../../requests/claims/claims.service.js';
import type { MessageDraft } from '../../../requests/correspondence/correspondence.service.js';
import { fileKey } from '../../../requests/correspondence/message-files.js';
import type { ShownMessage } from '../../../requests/correspondence/thread.service.js';
import type { RequestContent } from '../../../requests/sealed/content.js';
import { FileField } from '../../shell/components/file-field.js';
import { Choices, ErrorSummary, Select, TextArea, TextField, type Errors } from '../../shell/components/form.js';
import { Link, type Href } from '../../shell/components/link.js';
import { Alert, Badge, Body, Button, CsrfField, Hint, Subheading } from '../../shell/components/parts.js';
import type { PageContext } from '../../shell/page-context.js';
import { CaseHead } from '../case-head.js';
import type { CaseHeadView } from '../case-heads.js';
import { CheckRow } from '../check-row.js';
import { OutcomeFields, type Seat } from '../outcome-fields.js';
import { normWords } from '../../shell/format.js';
import { suffixOf, type ClaimChoice } from './answer-decisions.js';
import { MissingList } from './message-form.js';

export interface AnswerProps {
  readonly id: string;
  readonly head: CaseHeadView;
  readonly version: number;
  readonly claims: readonly OpenedClaim[];
  /** What can be decided here, with the answer. */
  readonly open: readonly OpenedClaim[];
  readonly choices: readonly ClaimChoice[];
  readonly seat: Seat;
  readonly form: MessageDraft;
  readonly original: RequestContent;
  /** The last that the person has written since. */
  readonly last: ShownMessage | undefined;
  /** More characters than a direct message holds nearly everywhere; undefined: it fits. */
  readonly tooLong: number | undefined;
  /** What is still to be written. */
  readonly gaps: readonly string[];
  readonly missing: readonly MissingContent[];
  readonly enter: boolean;
  readonly close: boolean;
  /** Somebody else has changed the case meanwhile. */
  readonly conflict: boolean;
  readonly errors: Errors;
  readonly csrfToken: string;
}

type Props = AnswerProps & { readonly context: PageContext };

export function AnswerPage(props: Props) {
  const { context, errors, id } = props;
  const { correspondence: texts, answering } = context.texts;
  return (
    <div class="stack case">
      <CaseHead context={context} head={props.head} current="correspondence" />
      {props.conflict ? (
        <Alert tone="warning" title={texts.conflict} live>
          <Body>{texts.conflictHint}</Body>
        </Alert>
      ) : null}
      <ErrorSummary texts={context.texts} errors={errors} labels={labelsOf(context, props.open)} />
      <form
        method="post"
        action={`/vorgaenge/${id}/antworten`}
        class="answer-grid"
        enctype="multipart/form-data"
        noValidate
        data-answer
      >
        {/* What the enter key presses: nothing goes out, and nothing that was written is replaced by mistake. */}
        <button type="submit" name="action" value="check" hidden></button>
        <Decisions {...props} />
        <Writing {...props} />
        <div class="answer-act">
          <Choices
            field="enter"
            legend={answering.afterwards}
            hint={answering.afterwardsHint}
            inline
            kind="checkbox"
            choices={[
              { value: 'enter', label: answering.enter },
              { value: 'close', label: answering.close },
            ]}
            chosen={[...(props.enter ? ['enter'] : []), ...(props.close ? ['close'] : [])]}
            errors={errors}
          />
          <div class="actions">
            <Button name="action" value="send">
              {answering.send}
            </Button>
            <Button kind="secondary" name="action" value="check">
              {answering.refresh}
            </Button>
            <Button kind="tertiary" name="action" value="save">
              {texts.save}
            </Button>
          </div>
        </div>
        <Preview {...props} />
      </form>
      <TemplateChoice {...props} />
    </div>
  );
}

function labelsOf(
  { texts: { correspondence: texts, answering, claims, rights } }: PageContext,
  open: readonly OpenedClaim[],
): Record<string, string> {
  const decisions = open.flatMap(({ right }) => {
    const of = (field: string, label: string) => [`${field}${suffixOf(right)}`, `${rights[right]}: ${label}`] as const;
    const { outcome, ground, norm, reasons } = claims;
    const checks = CATALOGUE[right].checks.map(({ check }) => of(`check-${check}`, claims.checks[check]));
    return [of('outcome', outcome), of('ground', ground), of('norm', norm), of('reasons', reasons), ...checks];
  });
  const { way, mailTo: to, address, subject, body, confirmLegend: confirmed, upload: files } = texts;
  const letter = { way, to, address, subject, body, confirmed, files, enter: answering.afterwards };
  return { ...letter, ...Object.fromEntries(decisions) };
}

/** What becomes of each right: the answer says it, so it stands first, and can be decided here. */
function Decisions(props: Props) {
  const { context, id, claims, open } = props;
  const { answering, claims: texts, rights } = context.texts;
  const elsewhere = claims.length === 0 || claims.some((claim) => claim.outcome === null && !open.includes(claim));
  return (
    <section aria-labelledby="entschieden" class="stack stack--close answer-decide">
      <Subheading id="entschieden">{open.length > 0 ? texts.decision : answering.decided}</Subheading>
      <ul class="kern-list plain-list">
        {claims
          .filter((claim) => !open.includes(claim))
          .map(({ right, outcome }) => (
            <li key={right}>
              {rights[right]}:{' '}
              {outcome === null ? (
                <Link href={`/vorgaenge/${id}/rechte?recht=${right}` as Href}>{answering.decideFirst}</Link>
              ) : (
                <Badge tone="success">{texts.outcomes[outcome]}</Badge>
              )}
            </li>
          ))}
        {claims.length > 0 ? null : (
          <li>
            <Link href={`/vorgaenge/${id}/rechte`}>{texts.naming}</Link>
          </li>
        )}
      </ul>
      {open.map((claim) => (
        <OpenClaim key={claim.right} {...props} claim={claim} />
      ))}
      {elsewhere ? <Hint>{answering.undecided}</Hint> : null}
      {open.length === 0 ? null : (
        <div class="actions">
          <Button kind="secondary" name="action" value="letter">
            {answering.letter}
          </Button>
          <Link href={`/vorgaenge/${id}/auftraege`}>{answering.askFirst}</Link>
        </div>
      )}
    </section>
  );
}

/** One right: what becomes of it, why where that has to be said, and what was checked. */
function OpenClaim({ context, claim, choices, seat, errors }: Props & { readonly claim: OpenedClaim }) {
  const { claims: texts, rights, answering } = context.texts;
  const suffix = suffixOf(claim.right);
  const choice = choices.find(({ right }) => right === claim.right);
  const { checks } = CATALOGUE[claim.right];
  const answerOf = (check: Check) => choice?.checks[check] ?? claim.checks[check] ?? 'open';
  const wanted = checks.some(
    ({ check, first }) => errors.has(`check-${check}${suffix}`) || (first === true && answerOf(check) === 'open'),
  );
  return (
    <div class="decision stack stack--close">
      <OutcomeFields
        context={context}
        claim={claim}
        form={choice}
        seat={seat}
        errors={errors}
        suffix={suffix}
        legend={rights[claim.right]}
        inline
      />
      <div class="only-less">
        <TextArea
          field={`reasons${suffix}`}
          label={texts.reasons}
          hint={texts.reasonsHint}
          rows={3}
          value={choice?.reasons ?? claim.reasons}
          errors={errors}
        />
      </div>
      <details class="more" open={wanted}>
        <summary>
          {answering.checked(checks.filter(({ check }) => answerOf(check) !== 'open').length, checks.length)}
        </summary>
        <div class="checks">
          {checks.map(({ check, norm }) => (
            <CheckRow
              key={check}
              context={context}
              check={check}
              norm={normWords(context, norm)}
              chosen={answerOf(check)}
              errors={errors}
              suffix={suffix}
            />
          ))}
        </div>
      </details>
    </div>
  );
}

/** Another beginning: each has an address, so it works without JavaScript. */
function TemplateChoice({ context, id, form }: Props) {
  const { answering, correspondence: texts } = context.texts;
  const none: Errors = new Map();
  return (
    <details class="more">
      <summary>{answering.otherTemplate(texts.kinds[form.kind], texts.languages[form.language])}</summary>
      <form method="get" action={`/vorgaenge/${id}/antworten`} class="filter">
        <Select
          field="art"
          label={texts.template}
          choices={[...ANSWERING_KINDS, 'free' as const].map((value) => ({ value, label: texts.kinds[value] }))}
          chosen={form.kind}
          errors={none}
        />
        <Select
          field="sprache"
          label={texts.language}
          choices={MESSAGE_LANGUAGES.map((value) => ({ value, label: texts.languages[value] }))}
          chosen={form.language}
          errors={none}
        />
        <Select
          field="weg"
          label={texts.way}
          choices={MESSAGE_WAYS.map((value) => ({ value, label: texts.ways[value] }))}
          chosen={form.way}
          errors={none}
        />
        <Button kind="secondary">{texts.open}</Button>
      </form>
    </details>
  );
}

function Writing({ context, form, errors, version, missing, csrfToken }: Props) {
  const { correspondence: texts, handover } = context.texts;
  return (
    <div class="answer-write ways">
      <CsrfField token={csrfToken} />
      <input type="hidden" name="version" value={String(version)} />
      <input type="hidden" name="message" value={form.id} />
      <input type="hidden" name="kind" value={form.kind} />
      <input type="hidden" name="language" value={form.language} />
      <Choices
        field="way"
        legend={texts.way}
        kind="radio"
        inline
        choices={MESSAGE_WAYS.map((value) => ({ value, label: texts.ways[value] }))}
        chosen={[form.way]}
        errors={errors}
      />
      <div class="way way--mail">
        <TextField field="to" label={texts.mailTo} type="email" value={form.to} errors={errors} />
      </div>
      <div class="way way--letter">
        <TextArea
          field="address"
          label={texts.address}
          hint={texts.addressHint}
          value={form.address}
          rows={4}
          errors={errors}
        />
      </div>
      <TextField field="subject" label={texts.subject} value={form.subject} errors={errors} required />
      <TextArea
        field="body"
        label={texts.body}
        hint={texts.bodyHint}
        value={form.body}
        rows={18}
        errors={errors}
        required
      />
      {form.files.length === 0 ? null : (
        <>
          <input type="hidden" name="withFiles" value="yes" />
          <Choices
            field="attachment"
            legend={texts.kept}
            hint={texts.keptHint}
            kind="checkbox"
            choices={form.files.map((file) => ({
              value: fileKey(file),
              label: `${file.filename} (${Math.ceil(file.content.length / 1024)} kB)`,
            }))}
            chosen={form.files.map(fileKey)}
            errors={errors}
          />
        </>
      )}
      <FileField
        field="files"
        label={texts.upload}
        hint={texts.uploadHint}
        remove={handover.removeFile('%s')}
        errors={errors}
      />
      {missing.length === 0 ? null : (
        <div data-missing>
          <Alert tone="warning" title={texts.missing}>
            <MissingList context={context} missing={missing} />
          </Alert>
          <Choices
            field="confirmed"
            legend={texts.confirmLegend}
            kind="checkbox"
            choices={[{ value: 'yes', label: texts.confirmed }]}
            chosen={form.confirmed ? ['yes'] : []}
            errors={errors}
          />
        </div>
      )}
    </div>
  );
}

/** As it goes out, beside what is being written; with JavaScript it follows the keys. */
function Preview({ context, form, gaps, tooLong, original, last }: Props) {
  const { answering, correspondence: texts } = context.texts;
  return (
    <aside class="answer-preview" aria-labelledby="vorschau">
      <Subheading id="vorschau">{texts.preview}</Subheading>
      <div class="paper" lang={form.language} dir="auto">
        <p class="paper__from">{context.organisation?.name}</p>
        <p class="paper__subject" data-mirror="subject">
          {form.subject}
        </p>
        <div class="thread__text" data-mirror="body">
          {form.body}
        </div>
      </div>
      {tooLong === undefined ? null : <Alert tone="warning" title={answering.tooLong(tooLong, PASTED_LIMIT)} />}
      {gaps.length === 0 ? null : (
        <Alert tone="info" title={answering.gaps(gaps.length)}>
          <ul class="kern-list kern-list--bullet">
            {gaps.map((gap, at) => (
              <li key={`${at}`}>{gap}</li>
            ))}
          </ul>
        </Alert>
      )}
      <details class="more">
        <summary>{answering.asked}</summary>
        <blockquote class="thread__text" dir="auto">
          {last?.body ?? original.message}
        </blockquote>
      </details>
    </aside>
  );
}
