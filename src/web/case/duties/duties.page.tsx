import type { CivilDate } from '../../../domain/civil-date.js';
import { openDuties, type Duty } from '../../../domain/duties/duties.js';
import { DUTY_RULES, type SettledDuty } from '../../../domain/duties/duty.js';
import { STATED_WAYS } from '../../../domain/proof/told.js';
import type { Right } from '../../../domain/rights/right.js';
import { CaseHead } from '../case-head.js';
import type { CaseHeadView } from '../case-heads.js';
import { DutyList, dutyWords } from '../duty-list.js';
import { ErrorSummary, Select, TextArea, TextField, type Choice, type Errors } from '../../shell/components/form.js';
import { Alert, Body, Button, CsrfField, Hint, Lead, Subheading } from '../../shell/components/parts.js';
import type { PageContext } from '../../shell/page-context.js';

export type DutyStep = 'getan' | 'auslassen' | 'wieder';

/** What was typed; empty strings where nothing was. */
export interface DutyForm {
  readonly proof: string;
  readonly on: string;
  readonly way: string;
  readonly unproved: string;
  readonly saidBy: string;
  readonly doneBy: string;
  readonly how: string;
  readonly extent: string;
  readonly why: string;
  readonly reasons: string;
  readonly reason: string;
}

export interface DutiesProps {
  readonly id: string;
  readonly head: CaseHeadView;
  readonly version: number;
  readonly duties: readonly Duty[];
  readonly today: CivilDate;
  readonly changeable: boolean;
  /** What is being settled; undefined: nothing is. */
  readonly current: { readonly right: Right; readonly duty: SettledDuty; readonly step: DutyStep } | undefined;
  readonly proofs: readonly Choice[];
  readonly form: DutyForm;
  readonly errors: Errors;
  readonly saved: boolean;
  readonly csrfToken: string;
}

type Props = DutiesProps & { readonly context: PageContext };

export function DutiesPage(props: Props) {
  const { context, id, duties, current } = props;
  const texts = context.texts.duties;
  return (
    <div class="reading stack">
      <CaseHead context={context} head={props.head} current="duties" />
      {props.saved ? <Alert tone="success" title={texts.saved} live /> : null}
      <Lead>{texts.lead}</Lead>
      {duties.length > 0 && openDuties(duties).length === 0 ? <Body>{texts.allDone}</Body> : null}
      <DutyList context={context} id={id} duties={duties} today={props.today} changeable={props.changeable} />
      {current === undefined || !props.changeable ? null : <SettleForm {...props} current={current} />}
    </div>
  );
}

function SettleForm(props: Props & { readonly current: NonNullable<DutiesProps['current']> }) {
  const { context, current, errors } = props;
  const texts = context.texts.duties;
  const title = { getan: texts.doneForm, auslassen: texts.leaveForm, wieder: texts.reopen }[current.step];
  return (
    <form
      method="post"
      action={`/vorgaenge/${props.id}/pflichten#formular`}
      class="stack no-print"
      id="formular"
      noValidate
    >
      <ErrorSummary texts={context.texts} errors={errors} labels={labelsOf(context)} />
      <Subheading>{title}</Subheading>
      <Body>
        {context.texts.rights[current.right]}: {dutyWords(context, current.duty)}
      </Body>
      <CsrfField token={props.csrfToken} />
      <input type="hidden" name="version" value={String(props.version)} />
      <input type="hidden" name="right" value={current.right} />
      <input type="hidden" name="duty" value={current.duty} />
      <input type="hidden" name="step" value={current.step} />
      {current.step === 'getan' ? <DoneFields {...props} /> : null}
      {current.step === 'auslassen' ? <LeaveFields {...props} /> : null}
      {current.step === 'wieder' ? (
        <TextArea field="reason" label={texts.reopenReason} value={props.form.reason} errors={errors} required />
      ) : null}
      <div class="actions">
        <Button>{title}</Button>
      </div>
    </form>
  );
}

type FieldProps = Props & { readonly current: NonNullable<DutiesProps['current']> };

function DoneFields({ context, current, form, errors, proofs }: FieldProps) {
  const { duties: texts, deadlineSteps } = context.texts;
  const { proof } = deadlineSteps;
  const account = DUTY_RULES[current.duty].account === true;
  const optional = account ? {} : { optional: context.texts.optional };
  return (
    <>
      <Hint>{texts.doneHint}</Hint>
      <Select
        field="proof"
        label={texts.proof}
        choices={[...proofs, { value: '', label: texts.noProof }]}
        chosen={form.proof}
        errors={errors}
      />
      <TextField field="doneBy" label={texts.doneBy} value={form.doneBy} errors={errors} {...optional} />
      <TextArea field="how" label={texts.how} value={form.how} errors={errors} rows={2} {...optional} />
      <TextArea field="extent" label={texts.extent} value={form.extent} errors={errors} rows={2} {...optional} />
      <TextField field="on" label={texts.on} type="date" value={form.on} errors={errors} />
      <Select
        field="way"
        label={proof.way}
        choices={[{ value: '', label: '–' }, ...STATED_WAYS.map((value) => ({ value, label: proof.ways[value] }))]}
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

function LeaveFields({ context, current, form, errors }: FieldProps) {
  const texts = context.texts.duties;
  return (
    <>
      <Hint>{texts.leaveHint}</Hint>
      <Select
        field="why"
        label={texts.why}
        choices={[
          { value: '', label: '–' },
          ...DUTY_RULES[current.duty].leaveOuts.map((value) => ({ value, label: texts.leaveOuts[value] })),
        ]}
        chosen={form.why}
        errors={errors}
      />
      <TextArea field="reasons" label={texts.reasons} value={form.reasons} errors={errors} required />
    </>
  );
}

function labelsOf({ texts: { duties: texts, deadlineSteps } }: PageContext): Record<string, string> {
  const { proof } = deadlineSteps;
  return {
    proof: texts.proof,
    message: texts.proof,
    task: texts.proof,
    duty: texts.title,
    on: texts.on,
    doneBy: texts.doneBy,
    how: texts.how,
    extent: texts.extent,
    way: proof.way,
    unproved: proof.unproved,
    saidBy: proof.saidBy,
    why: texts.why,
    reasons: texts.reasons,
    reason: texts.reopenReason,
  };
}
