import {
  MESSAGE_KINDS,
  MESSAGE_LANGUAGES,
  MESSAGE_WAYS,
  type MessageKind,
} from '../../../domain/correspondence/kinds.js';
import type { MissingContent } from '../../../domain/correspondence/mandatory.js';
import type { MessageDraft } from '../../../requests/correspondence/correspondence.service.js';
import { fileKey } from '../../../requests/correspondence/message-files.js';
import { Choices, ErrorSummary, Select, TextArea, TextField, type Errors } from '../../shell/components/form.js';
import { DraftStatus, draftTo } from '../draft.js';
import { FileField } from '../../shell/components/file-field.js';
import { Alert, Button, CsrfField, Hint } from '../../shell/components/parts.js';
import type { PageContext } from '../../shell/page-context.js';

export type WritingForm = MessageDraft;

/** One choice and a button: works without JavaScript, and each template has an address. */
export function TemplateChooser(props: {
  context: PageContext;
  id: string;
  form: WritingForm | undefined;
  /** The kind that says what was decided; undefined while nothing is. */
  suggested: MessageKind | undefined;
}) {
  const { context, id, form, suggested } = props;
  const texts = context.texts.correspondence;
  const none: Errors = new Map();
  return (
    <form method="get" action={`/vorgaenge/${id}/schriftverkehr#formular`} class="stack">
      <Hint>{texts.writeHint}</Hint>
      <Select
        field="vorlage"
        label={texts.template}
        hint={suggested === undefined ? undefined : texts.suggested(texts.kinds[suggested])}
        choices={MESSAGE_KINDS.map((value) => ({ value, label: texts.kinds[value] }))}
        chosen={form?.kind ?? suggested ?? 'receipt'}
        errors={none}
      />
      <Select
        field="sprache"
        label={texts.language}
        choices={MESSAGE_LANGUAGES.map((value) => ({ value, label: texts.languages[value] }))}
        chosen={form?.language ?? 'de'}
        errors={none}
      />
      <div class="actions">
        <Button kind={form === undefined ? 'primary' : 'secondary'}>{texts.open}</Button>
      </div>
    </form>
  );
}

interface MessageFormProps {
  readonly context: PageContext;
  readonly id: string;
  readonly version: number;
  readonly form: WritingForm;
  readonly errors: Errors;
  /** Undefined: not looked at yet. */
  readonly missing: readonly MissingContent[] | undefined;
  readonly seenNow: number;
  /** Of the draft that is kept, whether this form shows it or another one. */
  readonly draftTag: string;
  readonly csrfToken: string;
}

export function MessageForm(props: MessageFormProps) {
  const { context, form, errors, missing } = props;
  const texts = context.texts.correspondence;
  const labels = {
    way: texts.way,
    to: texts.mailTo,
    address: texts.address,
    subject: texts.subject,
    body: texts.body,
    confirmed: texts.confirmLegend,
    files: texts.upload,
  };
  return (
    <form
      method="post"
      action={`/vorgaenge/${props.id}/schriftverkehr#formular`}
      class="stack"
      id="formular"
      enctype="multipart/form-data"
      noValidate
      {...draftTo(draftAddress(props), props.draftTag)}
    >
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      <h3 class="kern-heading-small">{texts.kinds[form.kind]}</h3>
      <CsrfField token={props.csrfToken} />
      <input type="hidden" name="version" value={String(props.version)} />
      <input type="hidden" name="seen" value={String(props.seenNow)} />
      <input type="hidden" name="message" value={form.id} />
      <input type="hidden" name="kind" value={form.kind} />
      <input type="hidden" name="language" value={form.language} />
      <Choices
        field="way"
        legend={texts.way}
        hint={texts.wayHint}
        kind="radio"
        choices={MESSAGE_WAYS.map((value) => ({ value, label: texts.ways[value] }))}
        chosen={[form.way]}
        errors={errors}
      />
      <TextField field="to" label={texts.mailTo} hint={texts.mailToHint} type="email" value={form.to} errors={errors} />
      <TextArea
        field="address"
        label={texts.address}
        hint={texts.addressHint}
        value={form.address}
        rows={4}
        errors={errors}
      />
      <TextField field="subject" label={texts.subject} value={form.subject} errors={errors} required />
      <TextArea
        field="body"
        label={texts.body}
        hint={texts.bodyHint}
        value={form.body}
        rows={20}
        errors={errors}
        required
      />
      <Enclosures context={context} form={form} errors={errors} />
      {missing === undefined ? null : <Checked {...props} missing={missing} />}
      <div class="actions">
        {/* First, because the enter key presses it: nothing goes out by mistake. */}
        <Button kind={missing === undefined ? 'primary' : 'secondary'} name="action" value="check">
          {texts.check}
        </Button>
        <Button kind={missing === undefined ? 'secondary' : 'primary'} name="action" value="send">
          {texts.send}
        </Button>
        <Button kind="secondary" name="action" value="letter">
          {texts.letterPreview}
        </Button>
        <Button kind="tertiary" name="action" value="save">
          {texts.save}
        </Button>
        <Button kind="tertiary" name="action" value="discard">
          {texts.discard}
        </Button>
      </div>
      <DraftStatus context={context} back={`/vorgaenge/${props.id}/schriftverkehr?entwurf=1`} />
    </form>
  );
}

/** Which message it is stands in the address: what is typed comes in the fields. */
const draftAddress = ({ id, form }: MessageFormProps): string =>
  `/vorgaenge/${id}/schriftverkehr/${form.id}/entwurf?${new URLSearchParams({ kind: form.kind, language: form.language }).toString()}`;

/** Once the form was looked at or kept, its files are kept with it: nobody has to choose them again. */
function Enclosures({ context, form, errors }: Pick<MessageFormProps, 'context' | 'form' | 'errors'>) {
  const texts = context.texts.correspondence;
  return (
    <>
      {form.files.length === 0 ? null : <input type="hidden" name="withFiles" value="yes" />}
      {form.files.length === 0 ? null : (
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
      )}
      <FileField
        field="files"
        label={texts.upload}
        hint={texts.uploadHint}
        remove={context.texts.handover.removeFile('%s')}
        errors={errors}
      />
    </>
  );
}

function Checked({ context, form, errors, missing }: MessageFormProps & { missing: readonly MissingContent[] }) {
  const texts = context.texts.correspondence;
  return (
    <>
      {missing.length === 0 ? (
        errors.size === 0 ? (
          <Alert tone="success" title={texts.complete} />
        ) : null
      ) : (
        <Alert tone="warning" title={texts.missing}>
          <MissingList context={context} missing={missing} />
        </Alert>
      )}
      <h3 class="kern-heading-small">{texts.preview}</h3>
      <blockquote class="message" dir="auto" lang={form.language}>
        <strong>{form.subject}</strong>
        {'\n\n'}
        {form.body}
      </blockquote>
      {missing.length === 0 ? null : (
        <Choices
          field="confirmed"
          legend={texts.confirmLegend}
          kind="checkbox"
          choices={[{ value: 'yes', label: texts.confirmed }]}
          chosen={form.confirmed ? ['yes'] : []}
          errors={errors}
        />
      )}
    </>
  );
}

export function MissingList({ context, missing }: { context: PageContext; missing: readonly MissingContent[] }) {
  const texts = context.texts.correspondence;
  return (
    <ul class="kern-list kern-list--bullet">
      {missing.map(({ content, norm }) => (
        <li key={content}>
          {texts.contents[content]} ({texts.norm(norm)})
        </li>
      ))}
    </ul>
  );
}
