import { civilDateIn } from '../../../domain/civil-date.js';
import { STATED_WAYS } from '../../../domain/proof/told.js';
import type { MessageRow } from '../../../requests/correspondence/messages.sql.js';
import { Select, TextField, type Errors } from '../../shell/components/form.js';
import { day } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';

/** A choice that nobody has made yet: what is sent without looking is refused, not taken for the first. */
export const NOT_CHOSEN = { value: '', label: '–' } as const;

/** Which message of the case proves it, if one does. */
export function ProofChoice({ context, proofs, form, errors }: Shown & { readonly proofs: readonly MessageRow[] }) {
  const { proof } = context.texts.deadlineSteps;
  const { kinds } = context.texts.correspondence;
  const words = ({ direction, kind, way, sentOn, createdAt }: MessageRow): string =>
    direction === 'in' || kind === null
      ? proof.received(day(context, civilDateIn(createdAt, context.timeZone)))
      : (way === 'mail' ? proof.sent : proof.posted)(kinds[kind], sentOn === null ? '' : day(context, sentOn));
  return (
    <Select
      field="message"
      label={proof.label}
      hint={proof.hint}
      choices={[...proofs.map((one) => ({ value: one.id, label: words(one) })), { value: '', label: proof.none }]}
      chosen={form.message}
      errors={errors}
    />
  );
}

interface Shown {
  readonly context: PageContext;
  readonly form: { readonly message: string; readonly way: string; readonly unproved: string; readonly saidBy: string };
  readonly errors: Errors;
}

/** What stands for a proof where there is none. */
export function Statement({ context, form, errors }: Shown) {
  const { proof } = context.texts.deadlineSteps;
  return (
    <>
      <Select
        field="way"
        label={proof.way}
        choices={[NOT_CHOSEN, ...STATED_WAYS.map((value) => ({ value, label: proof.ways[value] }))]}
        chosen={form.way}
        errors={errors}
      />
      <TextField
        field="unproved"
        label={proof.unproved}
        hint={proof.unprovedHint}
        value={form.unproved}
        errors={errors}
      />
      <TextField
        field="saidBy"
        label={proof.saidBy}
        value={form.saidBy}
        errors={errors}
        optional={context.texts.optional}
      />
    </>
  );
}
