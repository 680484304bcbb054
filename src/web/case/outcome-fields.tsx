import type { Land } from '../../domain/deadlines/land.js';
import { outcomesOf } from '../../domain/rights/catalogue.js';
import { NORMS, normsFor, type BodyKind, type NormId } from '../../domain/rights/norms/norms.js';
import { GROUNDS } from '../../domain/rights/outcome.js';
import type { ClaimState } from '../../requests/claims/claim-state.js';
import { Choices, Select, type Errors } from '../shell/components/form.js';
import type { PageContext } from '../shell/page-context.js';

/** Where the organisation is, and whose law holds for it. */
export interface Seat {
  readonly land: Land;
  readonly bodyKind: BodyKind;
}

/** What was chosen; empty strings where nothing was. */
export interface OutcomeForm {
  readonly outcome: string;
  readonly ground: string;
  readonly norm: string;
}

interface OutcomeProps {
  readonly context: PageContext;
  readonly claim: ClaimState;
  readonly form: OutcomeForm | undefined;
  readonly seat: Seat;
  readonly errors: Errors;
  /** Behind the names of the fields, where a page asks about several rights. */
  readonly suffix?: string;
  /** Side by side, where there is little room. */
  readonly inline?: boolean;
  readonly legend?: string;
}

/** What becomes of a right: the outcomes that its article allows, and why where less is done than was asked. */
export function OutcomeFields(props: OutcomeProps) {
  const { context, claim, form, errors, suffix = '' } = props;
  const texts = context.texts.claims;
  const possible = outcomesOf(claim.right);
  const grounds = GROUNDS.filter((ground) => possible.some(([, rule]) => rule.grounds.includes(ground)));
  return (
    <>
      <Choices
        field={`outcome${suffix}`}
        legend={props.legend ?? texts.outcome}
        kind="radio"
        inline={props.inline ?? false}
        choices={possible.map(([value]) => ({ value, label: texts.outcomes[value] }))}
        chosen={[form?.outcome ?? claim.outcome ?? '']}
        errors={errors}
      />
      {grounds.length === 0 ? null : (
        <div class="only-less stack">
          <Select
            field={`ground${suffix}`}
            label={texts.ground}
            hint={texts.groundHint}
            choices={[
              { value: '', label: texts.noGround },
              ...grounds.map((value) => ({ value, label: texts.grounds[value] })),
            ]}
            chosen={form?.ground ?? claim.ground ?? ''}
            errors={errors}
          />
          {grounds.includes('national-law') ? (
            <Select
              field={`norm${suffix}`}
              label={texts.norm}
              hint={texts.normHint}
              choices={[{ value: '', label: texts.noGround }, ...normChoices(props)]}
              chosen={form?.norm ?? claim.norm ?? ''}
              errors={errors}
            />
          ) : null}
        </div>
      )}
    </>
  );
}

function normChoices({ context, claim, seat }: OutcomeProps) {
  const { notLookedUp } = context.texts.claims;
  return normsFor(seat.land, seat.bodyKind, claim.right).map(({ id: value, lookedUp }) => ({
    value,
    label: citeOf(context, value) + (lookedUp === 'memory' && value !== 'other-law' ? notLookedUp : ''),
  }));
}

export function citeOf(context: PageContext, id: NormId): string {
  return NORMS.find((norm) => norm.id === id)?.cite[context.language] ?? id;
}
