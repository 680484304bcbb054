import type { ComponentChildren } from 'preact';
import type { FieldProblem } from '../../../domain/problem.js';
import type { Texts } from '../../texts/de.js';

/** What is wrong with which field, ready to be shown. */
export type Errors = ReadonlyMap<string, string>;

export function errorsOf(texts: Texts, problems: readonly FieldProblem[]): Errors {
  return new Map(problems.map(({ field, code, limit }) => [field, texts.fieldErrors[code](limit)]));
}

/** Named first and focused: whoever cannot see the page hears at once what is wrong and gets there by one link. */
export function ErrorSummary({
  texts,
  errors,
  labels,
}: {
  texts: Texts;
  errors: Errors;
  labels: Readonly<Record<string, string>>;
}) {
  return errors.size === 0 ? null : (
    <div class="kern-alert kern-alert--danger" role="alert" tabIndex={-1} id="error-summary" data-focus>
      <div class="kern-alert__header">
        <span class="kern-icon kern-icon--danger" aria-hidden="true"></span>
        <h2 class="kern-title">{texts.errorSummary}</h2>
      </div>
      <div class="kern-alert__body">
        <ul class="kern-list kern-list--bullet">
          {[...errors].map(([field, message]) => (
            <li key={field}>
              <a class="kern-link" href={`#${field}`}>
                {labels[field] ?? field}: {message}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

export function FieldError({ field, errors }: { field: string; errors: Errors }) {
  const message = errors.get(field);
  return message === undefined ? null : (
    <p class="kern-error" id={`${field}-error`}>
      <span class="kern-icon kern-icon--danger" aria-hidden="true"></span>
      <span class="kern-body">{message}</span>
    </p>
  );
}

/** Ids of hint and error, for aria-describedby. */
export function describedBy(field: string, errors: Errors, hint: boolean): string | undefined {
  const ids = [...(hint ? [`${field}-hint`] : []), ...(errors.has(field) ? [`${field}-error`] : [])];
  return ids.length === 0 ? undefined : ids.join(' ');
}

interface FieldProps {
  readonly field: string;
  readonly label: string;
  readonly errors: Errors;
  readonly hint?: string;
  readonly optional?: string;
  readonly children: ComponentChildren;
}

export function Field({ field, label, errors, hint, optional, children }: FieldProps) {
  return (
    <div class={`kern-form-input${errors.has(field) ? ' kern-form-input--error' : ''}`}>
      <label class="kern-label" for={field}>
        {label}
        {optional === undefined ? null : <span class="kern-label__optional"> – {optional}</span>}
      </label>
      {hint === undefined ? null : (
        <div class="kern-hint" id={`${field}-hint`}>
          {hint}
        </div>
      )}
      {children}
      <FieldError field={field} errors={errors} />
    </div>
  );
}

interface TextFieldProps extends Omit<FieldProps, 'children'> {
  readonly value: string;
  readonly type?: 'text' | 'email' | 'password' | 'datetime-local' | 'date' | 'time' | 'search';
  readonly autocomplete?: 'off' | 'username' | 'current-password' | 'new-password' | 'one-time-code';
  readonly max?: string;
  readonly required?: boolean;
  readonly autofocus?: boolean;
}

/** Preact types each kind of input apart; for a field of text they are all the same. */
const PLAIN = {
  text: { type: 'text' },
  email: { type: 'email' },
  password: { type: 'password' },
  'datetime-local': { type: 'datetime-local' },
  date: { type: 'date' },
  time: { type: 'time' },
  search: { type: 'search' },
} as const;

export function TextField(props: TextFieldProps) {
  const { field, errors, hint, value, type = 'text' } = props;
  return (
    <Field {...props}>
      <input
        class={`kern-form-input__input${errors.has(field) ? ' kern-form-input__input--error' : ''}`}
        id={field}
        name={field}
        {...PLAIN[type]}
        value={value}
        max={props.max}
        autocomplete={props.autocomplete ?? 'off'}
        autofocus={props.autofocus}
        aria-required={props.required}
        aria-describedby={describedBy(field, errors, hint !== undefined)}
        aria-invalid={errors.has(field) ? 'true' : undefined}
      />
    </Field>
  );
}

interface TextAreaProps extends Omit<FieldProps, 'children'> {
  readonly value: string;
  /** 5 unless given. */
  readonly rows?: number;
  readonly required?: boolean;
}

export function TextArea(props: TextAreaProps) {
  const { field, errors, hint, value } = props;
  return (
    <Field {...props}>
      <textarea
        class={`kern-form-input__input${errors.has(field) ? ' kern-form-input__input--error' : ''}`}
        id={field}
        name={field}
        rows={props.rows ?? 5}
        dir="auto"
        aria-required={props.required}
        aria-describedby={describedBy(field, errors, hint !== undefined)}
        aria-invalid={errors.has(field) ? 'true' : undefined}
      >
        {value}
      </textarea>
    </Field>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface ChoicesProps {
  readonly field: string;
  readonly legend: string;
  readonly kind: 'radio' | 'checkbox';
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly errors: Errors;
  readonly hint?: string;
  /** Few and short: side by side. */
  readonly inline?: boolean;
}

export function Choices({ field, legend, kind, choices, chosen, errors, hint, inline = false }: ChoicesProps) {
  return (
    <fieldset
      class={`kern-fieldset${errors.has(field) ? ' kern-fieldset--error' : ''}`}
      aria-describedby={describedBy(field, errors, hint !== undefined)}
    >
      <legend class="kern-label">{legend}</legend>
      {hint === undefined ? null : (
        <div class="kern-hint" id={`${field}-hint`}>
          {hint}
        </div>
      )}
      <div class={`kern-fieldset__body choices${inline ? ' choices--inline' : ''}`}>
        {choices.map(({ value, label }, at) => {
          // The first carries the field's own id: the error summary leads there.
          const id = at === 0 ? field : `${field}-${value}`;
          return (
            <div class="kern-form-check" key={value}>
              <input
                class={`kern-form-check__${kind}${errors.has(field) ? ` kern-form-check__${kind}--error` : ''}`}
                id={id}
                name={field}
                type={kind}
                value={value}
                checked={chosen.includes(value)}
              />
              <label class="kern-label" for={id}>
                {label}
              </label>
            </div>
          );
        })}
      </div>
      <FieldError field={field} errors={errors} />
    </fieldset>
  );
}

interface SelectProps extends Omit<FieldProps, 'children'> {
  readonly choices: readonly Choice[];
  readonly chosen: string;
}

export function Select(props: SelectProps) {
  const { field, errors, choices, chosen } = props;
  return (
    <Field {...props}>
      <div class="kern-form-input__select-wrapper">
        <select
          class="kern-form-input__select"
          id={field}
          name={field}
          aria-describedby={describedBy(field, errors, props.hint !== undefined)}
        >
          {choices.map(({ value, label }) => (
            <option key={value} value={value} selected={value === chosen}>
              {label}
            </option>
          ))}
        </select>
      </div>
    </Field>
  );
}
