import { CaseHead } from './case-head.js';
import type { CaseHeadView } from './case-heads.js';
import type { CasePageName } from './case-nav.js';
import { FileField } from '../shell/components/file-field.js';
import {
  Choices,
  ErrorSummary,
  Select,
  TextArea,
  TextField,
  type Choice,
  type Errors,
} from '../shell/components/form.js';
import { Alert, Body, Button, CsrfField, Facts, Hint, Lead, Subheading, type Fact } from '../shell/components/parts.js';
import type { StagedView } from '../../platform/staging/staged-uploads.js';
import type { Texts } from '../texts/de.js';
import type { PageContext } from '../shell/page-context.js';

/** One field of a form: `value` is what was typed, or what is offered. */
export type PartField =
  | {
      readonly kind: 'text' | 'email' | 'date' | 'area';
      readonly field: string;
      readonly label: string;
      readonly value: string;
    }
  | {
      readonly kind: 'files';
      readonly field: string;
      readonly label: string;
      readonly hint: string;
      readonly remove: string;
      readonly staged: { readonly texts: Texts; readonly files: readonly StagedView[] };
    }
  | {
      readonly kind: 'select' | 'radio';
      readonly field: string;
      readonly label: string;
      readonly value: string;
      readonly choices: readonly Choice[];
    };

export interface PartForm {
  readonly step: string;
  /** The item it is about; undefined: a new one. */
  readonly item: string | undefined;
  readonly title: string;
  readonly hint: string;
  readonly fields: readonly PartField[];
  /** Where it goes, if it carries files. */
  readonly upload?: string;
}

export interface PartLink {
  readonly step: string;
  readonly label: string;
}

export interface PartItem {
  readonly id: string;
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly steps: readonly PartLink[];
}

export interface PartView {
  readonly title: string;
  readonly lead: string;
  readonly empty: string;
  readonly items: readonly PartItem[];
  readonly starts: readonly PartLink[];
}

/** What was asked for or typed: the step, its item, the fields. */
export type StepInput = Readonly<Record<string, string>>;

/** One part of what follows from a case: what there is, and what can be entered about it. */
export interface CasePartProps {
  readonly id: string;
  readonly head: CaseHeadView;
  readonly current: CasePageName;
  readonly path: string;
  readonly title: string;
  readonly lead: string;
  readonly empty: string;
  readonly items: readonly PartItem[];
  readonly starts: readonly PartLink[];
  readonly form: PartForm | undefined;
  readonly errors: Errors;
  readonly saved: boolean;
  readonly version: number;
  readonly csrfToken: string;
}

export function CasePartPage(props: CasePartProps & { context: PageContext }) {
  const { context, items, starts, form } = props;
  const texts = context.texts.articles;
  return (
    <div class="reading stack">
      <CaseHead context={context} head={props.head} current={props.current} />
      {props.saved ? <Alert tone="success" title={texts.saved} live /> : null}
      <Lead>{props.lead}</Lead>
      {items.length === 0 ? <Body>{props.empty}</Body> : null}
      {items.map((item) => (
        <section key={item.id} class="stack" aria-labelledby={`t-${item.id}`}>
          <Subheading id={`t-${item.id}`}>{item.title}</Subheading>
          <Facts facts={item.facts} />
          <StepLinks {...props} links={item.steps} item={item.id} label={item.title} />
        </section>
      ))}
      {starts.length === 0 ? (
        <Hint>{texts.closedNow}</Hint>
      ) : (
        <StepLinks {...props} links={starts} label={texts.what} />
      )}
      {form === undefined ? null : <StepForm {...props} form={form} />}
    </div>
  );
}

function StepLinks(props: CasePartProps & { links: readonly PartLink[]; item?: string; label: string }) {
  const { links, item, path, form } = props;
  const about = item === undefined ? '' : `&eintrag=${item}`;
  return links.length === 0 ? null : (
    <nav class="acts no-print" aria-label={props.label}>
      <ul>
        {links.map(({ step, label }) => (
          <li key={step}>
            <a
              class="kern-btn kern-btn--secondary kern-btn--x-small"
              href={`${path}?schritt=${step}${about}#formular`}
              aria-current={form?.step === step && form.item === item ? 'page' : undefined}
            >
              <span class="kern-label">{label}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function StepForm({ context, form, errors, ...props }: CasePartProps & { context: PageContext; form: PartForm }) {
  const labels = Object.fromEntries(form.fields.map(({ field, label }) => [field, label]));
  return (
    <form
      method="post"
      action={`${form.upload ?? props.path}#formular`}
      enctype={form.upload === undefined ? undefined : 'multipart/form-data'}
      class="stack no-print"
      id="formular"
      noValidate
    >
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      <Subheading>{form.title}</Subheading>
      <Hint>{form.hint}</Hint>
      <CsrfField token={props.csrfToken} />
      <input type="hidden" name="version" value={String(props.version)} />
      <input type="hidden" name="step" value={form.step} />
      {form.item === undefined ? null : <input type="hidden" name="item" value={form.item} />}
      {form.fields.map((field) => (
        <FormField key={field.field} {...field} errors={errors} />
      ))}
      <div class="actions">
        <Button>{context.texts.articles.submit}</Button>
      </div>
    </form>
  );
}

function FormField(props: PartField & { errors: Errors }) {
  switch (props.kind) {
    case 'files':
      return <FileField {...props} />;
    case 'area':
      return <TextArea {...props} />;
    case 'select':
      return <Select {...props} chosen={props.value} />;
    case 'radio':
      return <Choices {...props} legend={props.label} kind="radio" chosen={[props.value]} />;
    case 'text':
    case 'email':
    case 'date':
      return <TextField {...props} type={props.kind} />;
  }
}
