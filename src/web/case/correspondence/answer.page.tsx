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
import { MissingList } from './message-form.js';

export interface AnswerProps {
  readonly id: string;
  readonly head: CaseHeadView;
  readonly version: number;
  readonly claims: readonly OpenedClaim[];
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
      <ErrorSummary texts={context.texts} errors={errors} labels={labelsOf(context)} />
      <Decisions {...props} />
      <TemplateChoice {...props} />
      <form
        method="post"
        action={`/vorgaenge/${id}/antworten`}
        class="answer-grid"
        enctype="multipart/form-data"
        noValidate
        data-answer
      >
        <Writing {...props} />
        <Preview {...props} />
        <div class="answer-act">
          <Choices
            field="enter"
            legend={answering.afterwards}
            hint={answering.afterwardsHint}
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
      </form>
    </div>
  );
}

function labelsOf({ texts: { correspondence: texts, answering } }: PageContext): Record<string, string> {
  const { way, mailTo: to, address, subject, body, confirmLegend: confirmed, upload: files } = texts;
  return { way, to, address, subject, body, confirmed, files, enter: answering.afterwards };
}

/** What became of each right: the answer says it, so it stands first. */
function Decisions({ context, id, claims }: Props) {
  const { answering, claims: texts, rights } = context.texts;
  const open = claims.length === 0 || claims.some(({ outcome }) => outcome === null);
  return (
    <section aria-labelledby="entschieden" class="stack stack--close">
      <Subheading id="entschieden">{answering.decided}</Subheading>
      <ul class="kern-list plain-list">
        {claims.map(({ right, outcome }) => (
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
      {open ? <Hint>{answering.undecided}</Hint> : null}
    </section>
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
        <>
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
        </>
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
