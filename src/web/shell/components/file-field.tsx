import { describedBy, Field, type Errors } from './form.js';

/** Several files; with a script they are shown small before they are sent, as when handing over. */
export function FileField(props: { field: string; label: string; hint: string; remove: string; errors: Errors }) {
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
    </Field>
  );
}
