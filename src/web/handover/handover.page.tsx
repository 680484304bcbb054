import { RIGHT_NAMES } from '../../domain/rights/right.js';
import {
  Choices,
  describedBy,
  ErrorSummary,
  Field,
  TextField,
  type Choice,
  type Errors,
} from '../shell/components/form.js';
import { Alert, Body, Button, CsrfField, Heading, Hint, Lead } from '../shell/components/parts.js';
import type { StagedView } from '../../platform/staging/staged-uploads.js';
import { FirstButton, StagedFiles } from '../shell/components/file-field.js';
import type { PageContext } from '../shell/page-context.js';

/** What stands in the form: as typed, so that nothing is lost when it is shown again. */
export interface HandoverForm {
  readonly channel: string;
  readonly message: string;
  /** `now`, `today`, `yesterday`, `on`, `unknown`; empty: nobody chose. */
  readonly arrived: string;
  readonly arrivedOn: string;
  readonly arrivedTime: string;
  /** The same, without `unknown`. */
  readonly seen: string;
  readonly seenOn: string;
  readonly seenTime: string;
  readonly rights: readonly string[];
  readonly from: string;
  readonly contact: string;
  readonly lateReason: string;
  /** `1`: it may tell of a personal data breach. */
  readonly breachHint: string;
  readonly idempotencyKey: string;
}

export interface HandoverProps {
  readonly form: HandoverForm;
  readonly channels: readonly Choice[];
  readonly errors: Errors;
  readonly today: string;
  readonly handoverLimitMinutes: number;
  readonly dpoTelephone: string;
  /** Files that came with an earlier showing of the form. */
  readonly staged: readonly StagedView[];
  readonly csrfToken: string;
}

export function HandoverPage(props: HandoverProps & { context: PageContext }) {
  const { context, form, channels, errors } = props;
  const texts = context.texts.handover;
  const labels = {
    channel: texts.channel,
    message: texts.message,
    files: texts.files,
    arrived: texts.arrived,
    arrivedOn: texts.arrived,
    arrivedTime: texts.arrived,
    seen: texts.seen,
    seenOn: texts.seen,
    seenTime: texts.seen,
    lateReason: texts.lateReason,
    from: texts.from,
    contact: texts.contact,
    rights: texts.rights,
  };
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      <div id="offline" role="alert" tabIndex={-1} hidden>
        <Alert tone="danger" title={texts.offline}>
          <p class="kern-body">{texts.dpoPhone(props.dpoTelephone)}</p>
        </Alert>
      </div>
      <form
        method="post"
        action="/weitergeben"
        enctype="multipart/form-data"
        class="stack stack--wide"
        data-handover
        noValidate
      >
        <CsrfField token={props.csrfToken} />
        <FirstButton staged={props.staged} />
        <input type="hidden" name="idempotencyKey" value={form.idempotencyKey} />
        <Message texts={texts} form={form} errors={errors} focus={errors.size === 0} />
        <Files context={context} errors={errors} staged={props.staged} />
        <Choices
          field="channel"
          legend={texts.channel}
          kind="radio"
          choices={channels}
          chosen={[form.channel]}
          errors={errors}
        />
        <Moment {...props} field="arrived" choices={['now', 'today', 'yesterday', 'on', 'unknown']} />
        <Moment {...props} field="seen" choices={['now', 'today', 'yesterday', 'on']} />
        {/* A script shows it as soon as the moment chosen is late; the server asks for it in any case. */}
        <div
          data-late={String(props.handoverLimitMinutes)}
          hidden={!errors.has('lateReason') && form.lateReason === ''}
        >
          <Field
            field="lateReason"
            label={texts.lateReason}
            hint={texts.lateHint(texts.hours(props.handoverLimitMinutes))}
            errors={errors}
          >
            <textarea
              class="kern-form-input__input"
              id="lateReason"
              name="lateReason"
              rows={3}
              aria-describedby={describedBy('lateReason', errors, true)}
            >
              {form.lateReason}
            </textarea>
          </Field>
        </div>
        <Choices
          field="breachHint"
          legend={texts.breach}
          hint={texts.breachHint}
          kind="checkbox"
          choices={[{ value: '1', label: texts.breachYes }]}
          chosen={[form.breachHint]}
          errors={errors}
        />
        <More {...props} />
        <div class="actions">
          <Button>{texts.submit}</Button>
          <Hint>{texts.shortcut}</Hint>
        </div>
        <Body>{texts.afterwards}</Body>
        <Hint>{texts.dpoPhone(props.dpoTelephone)}</Hint>
      </form>
    </div>
  );
}

type HandoverTexts = PageContext['texts']['handover'];

function Message({
  texts,
  form,
  errors,
  focus,
}: {
  texts: HandoverTexts;
  form: HandoverForm;
  errors: Errors;
  focus: boolean;
}) {
  return (
    <Field field="message" label={texts.message} hint={texts.messageHint} errors={errors}>
      <textarea
        class={`kern-form-input__input message-input${errors.has('message') ? ' kern-form-input__input--error' : ''}`}
        id="message"
        name="message"
        rows={8}
        dir="auto"
        autofocus={focus}
        aria-required
        aria-describedby={describedBy('message', errors, true)}
        aria-invalid={errors.has('message') ? 'true' : undefined}
      >
        {form.message}
      </textarea>
    </Field>
  );
}

function Files(props: { context: PageContext; errors: Errors; staged: readonly StagedView[] }) {
  const { errors } = props;
  const texts = props.context.texts.handover;
  return (
    <Field field="files" label={texts.files} hint={texts.filesHint} errors={errors}>
      <input
        class="kern-form-input__input"
        id="files"
        name="files"
        type="file"
        multiple
        aria-describedby={describedBy('files', errors, true)}
      />
      <ul class="thumbnails" data-thumbnails data-remove={texts.removeFile('%s')}></ul>
      <StagedFiles texts={props.context.texts} staged={props.staged} />
    </Field>
  );
}

interface MomentProps extends HandoverProps {
  readonly context: PageContext;
  readonly field: 'arrived' | 'seen';
  readonly choices: readonly ('now' | 'today' | 'yesterday' | 'on' | 'unknown')[];
}

/** One click, or a day; the time of day where it is known. Nothing is chosen beforehand. */
function Moment({ context, form, errors, today, field, choices }: MomentProps) {
  const texts = context.texts.handover;
  return (
    <div class="moment stack" data-moment={field}>
      <Choices
        field={field}
        legend={texts[field]}
        hint={texts[`${field}Hint`]}
        kind="radio"
        choices={choices.map((value) => ({ value, label: texts.moments[value] }))}
        chosen={[form[field]]}
        errors={errors}
        inline
      />
      <div class="moment__exact">
        <TextField
          field={`${field}On`}
          label={texts.day}
          type="date"
          value={form[`${field}On`]}
          max={today}
          errors={errors}
        />
        <TextField
          field={`${field}Time`}
          label={texts.timeOfDay}
          optional={texts.ifKnown}
          type="time"
          value={form[`${field}Time`]}
          errors={errors}
        />
      </div>
    </div>
  );
}

function More({ context, form, errors }: HandoverProps & { context: PageContext }) {
  const texts = context.texts.handover;
  const open =
    form.from !== '' ||
    form.contact !== '' ||
    form.rights.length > 0 ||
    ['from', 'contact', 'rights'].some((field) => errors.has(field));
  const rights: Choice[] = RIGHT_NAMES.map((right) => ({ value: right, label: context.texts.rights[right] }));
  return (
    <details class="more" open={open}>
      <summary>
        {texts.more} <span class="kern-label__optional">– {context.texts.optional}</span>
      </summary>
      <div class="stack more__body">
        <TextField field="from" label={texts.from} hint={texts.fromHint} value={form.from} errors={errors} />
        <TextField
          field="contact"
          label={texts.contact}
          hint={texts.contactHint}
          value={form.contact}
          errors={errors}
        />
        <Choices
          field="rights"
          legend={texts.rights}
          hint={texts.unknownRight}
          kind="checkbox"
          choices={rights}
          chosen={form.rights}
          errors={errors}
        />
      </div>
    </details>
  );
}
