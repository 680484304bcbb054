import { CHECK_ANSWERS, type Check } from '../../domain/rights/check.js';
import { describedBy, FieldError, type Errors } from '../shell/components/form.js';
import type { PageContext } from '../shell/page-context.js';

interface CheckRowProps {
  readonly context: PageContext;
  readonly check: Check;
  /** As a reader of the language looks it up. */
  readonly norm: string;
  readonly chosen: string;
  readonly errors: Errors;
  /** Behind the names of the fields, where a page asks about several rights. */
  readonly suffix?: string;
}

/** Question, norm and answers in one line. */
export function CheckRow(props: CheckRowProps) {
  const { context, check, norm, chosen, errors, suffix = '' } = props;
  const texts = context.texts.claims;
  const field = `check-${check}${suffix}`;
  return (
    <div
      class={`check-row${errors.has(field) ? ' check-row--error' : ''}`}
      role="radiogroup"
      aria-labelledby={`${field}-label`}
      aria-describedby={describedBy(field, errors, true)}
    >
      <p class="check-row__question" id={`${field}-label`}>
        {texts.checks[check]}{' '}
        <span class="kern-hint" id={`${field}-hint`}>
          {norm}
        </span>
      </p>
      <div class="check-row__answers">
        {CHECK_ANSWERS.map((value, at) => {
          const id = at === 0 ? field : `${field}-${value}`;
          return (
            <div class="kern-form-check" key={value}>
              <input
                class="kern-form-check__radio"
                id={id}
                name={field}
                type="radio"
                value={value}
                checked={value === chosen}
              />
              <label class="kern-label" for={id}>
                {texts.answers[value]}
              </label>
            </div>
          );
        })}
      </div>
      <FieldError field={field} errors={errors} />
    </div>
  );
}
