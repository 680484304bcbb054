import { STAGED_FIELD, TAKE_OUT_FIELD, type StagedView } from '../../../platform/staging/staged-uploads.js';
import type { Texts } from '../../texts/de.js';
import { describedBy, Field, type Errors } from './form.js';

/**
 * Several files; with a script they are shown small before they are sent, as when handing over. Those that came with an
 * earlier showing of the form stand below and go with it again.
 */
export function FileField(props: {
  field: string;
  label: string;
  hint: string;
  remove: string;
  errors: Errors;
  /** None where the page keeps its files in a way of its own. */
  staged?: { readonly texts: Texts; readonly files: readonly StagedView[] };
}) {
  const { field, errors } = props;
  return (
    <Field {...props}>
      <input
        class="kern-form-input__input"
        id={field}
        name={field}
        type="file"
        multiple
        aria-describedby={describedBy(field, errors, true)}
      />
      <ul class="thumbnails" data-thumbnails data-remove={props.remove}></ul>
      {props.staged === undefined ? null : <StagedFiles texts={props.staged.texts} staged={props.staged.files} />}
    </Field>
  );
}

/** Kept under seal; each with a button that takes it out, which works without a script. */
export function StagedFiles({ texts, staged }: { texts: Texts; staged: readonly StagedView[] }) {
  const { kept } = texts;
  return staged.length === 0 ? null : (
    <div class="staged">
      <p class="kern-label">{kept.staged}</p>
      <ul class="kern-list plain-list">
        {staged.map(({ id, filename, size }) => (
          <li key={id} class="staged__file">
            <input type="hidden" name={STAGED_FIELD} value={id} />
            <span class="kern-body">
              <bdi>{filename}</bdi> ({Math.ceil(size / 1024)} kB)
            </span>
            <button
              class="kern-btn kern-btn--tertiary kern-btn--x-small"
              type="submit"
              name={TAKE_OUT_FIELD}
              value={id}
            >
              <span class="kern-label">{kept.takeOut(filename)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Enter in a field of text presses a form's first button: this one, and not one that takes a file out. */
export function FirstButton({ staged }: { staged: readonly StagedView[] }) {
  return staged.length === 0 ? null : <button type="submit" hidden></button>;
}
