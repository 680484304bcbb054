import type { DeadlineActType } from '../../../domain/deadlines/act.js';
import type { ClaimDeadline } from '../../../domain/deadlines/claims.js';
import { LAND_NAMES, type Land } from '../../../domain/deadlines/land.js';
import type { Situation } from '../../../domain/deadlines/situation.js';
import { rightOf } from '../../../domain/deadlines/joining.js';
import { CAUSES_ASKED } from '../../../domain/deadlines/extension-cause.js';
import { isTelling } from '../../../domain/proof/telling.js';
import { DOUBTS } from '../../../domain/rights/identity-check.js';
import { isRight, RIGHT_NAMES } from '../../../domain/rights/right.js';
import type { Draft } from '../../../requests/form-drafts/form-drafts.service.js';
import type { MessageRow } from '../../../requests/correspondence/messages.sql.js';
import type { OtherClocks } from '../../../requests/request/other-clocks.js';
import { OtherClocksView } from '../other-clocks-views.js';
import { CaseHead } from '../case-head.js';
import type { CaseHeadView } from '../case-heads.js';
import { DraftNotice, draftOf } from '../draft.js';
import { nextStepWords } from '../next-step-views.js';
import { Steps } from '../due-date.js';
import { NOT_CHOSEN, ProofChoice, Statement } from './proof-fields.js';
import { ErrorSummary, Select, TextArea, TextField, type Errors } from '../../shell/components/form.js';
import { Link } from '../../shell/components/link.js';
import { Alert, Body, Button, CsrfField, Facts, Hint, Subheading } from '../../shell/components/parts.js';
import { day } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';

/** What was typed into the form of one act. */
export interface ActForm {
  readonly type: DeadlineActType;
  readonly on: string;
  readonly decidedOn: string;
  readonly sentOn: string;
  readonly cause: string;
  readonly reason: string;
  readonly right: string;
  readonly doubt: string;
  readonly need: string;
  readonly message: string;
  readonly way: string;
  readonly unproved: string;
  readonly saidBy: string;
}

/** The kind under which the reasons of an extension are drafted. */
export const EXTENSION_DRAFT = 'frist-extend';

export interface DeadlineProps {
  readonly id: string;
  readonly head: CaseHeadView;
  readonly version: number;
  readonly land: Land;
  readonly situation: Situation;
  readonly clocks: OtherClocks;
  /** What may be entered now; empty before the request is taken over. */
  readonly acts: readonly DeadlineActType[];
  /** True: the DPO has to take the request over first. */
  readonly notTakenOver: boolean;
  readonly form: ActForm | undefined;
  /** Messages of the case that prove what the form is about. */
  readonly proofs: readonly MessageRow[];
  readonly errors: Errors;
  /** What the act in the form would lead to. */
  readonly whatIf: Situation | undefined;
  readonly saved: boolean;
  /** What was typed before and not sent. */
  readonly draft: Draft | undefined;
  /** Of what is kept, whether it is shown or not. */
  readonly draftTag: string;
  readonly today: string;
  readonly csrfToken: string;
}

/** Printed, one side for the file: the forms and links are left out (app.css). */
export function DeadlinePage(props: DeadlineProps & { context: PageContext }) {
  const { context, situation, id } = props;
  const texts = context.texts.deadlineSteps;
  return (
    <div class="reading stack">
      <CaseHead context={context} head={props.head} current="deadline" />
      {props.saved ? <Alert tone="success" title={texts.saved} live /> : null}
      <Summary {...props} />
      {situation.claims.map((claim) => (
        <Calculation key={claim.claim ?? ''} context={context} claim={claim} alone={situation.claims.length === 1} />
      ))}
      <div class="actions">
        <Link href={`/vorgaenge/${id}/frist.ics`} download>
          {texts.calendar}
        </Link>
        <Hint>{texts.print}</Hint>
      </div>
      <OtherClocksView context={context} id={id} clocks={props.clocks} />
      <WhatHappened {...props} />
    </div>
  );
}

function Summary({ context, head, situation, land, today }: DeadlineProps & { context: PageContext }) {
  const { deadlineSteps: texts, calculator } = context.texts;
  const { deadline, receivedOn } = situation.current;
  return (
    <>
      <Facts
        facts={[
          { label: texts.due, value: <strong>{day(context, deadline.dueOn)}</strong> },
          { label: texts.strict, value: day(context, deadline.strictOn) },
          ...(deadline.later.length === 0
            ? []
            : [{ label: texts.laterLabel, value: deadline.later.map((why) => texts.later[why]).join(' ') }]),
          { label: texts.receivedOn, value: day(context, receivedOn) },
          { label: texts.firstMonth, value: day(context, deadline.firstMonthEndsOn) },
          { label: texts.clock, value: calculator.clocks[situation.clock] },
          { label: texts.place, value: LAND_NAMES[land][context.language] },
          { label: texts.next, value: nextStepWords(context, head.next) },
        ]}
      />
      {deadline.ifAnswered === undefined ? null : (
        <Body>{texts.ifAnswered(day(context, today), day(context, deadline.ifAnswered.dueOn))}</Body>
      )}
    </>
  );
}

function Calculation({ context, claim, alone }: { context: PageContext; claim: ClaimDeadline; alone: boolean }) {
  const { deadlineSteps: texts, rights } = context.texts;
  const { steps, warnings } = claim.deadline;
  const right = claim.claim === undefined ? undefined : rightOf(claim.claim);
  const title = isRight(right) ? texts.claim(rights[right]) : texts.first;
  return (
    <section class="stack">
      <Subheading>{alone ? texts.why : title}</Subheading>
      <Steps context={context} steps={steps} />
      {warnings.map((warning) => (
        <Alert key={`${warning.code}${warning.date}`} tone="warning" title={warning[context.language]} />
      ))}
    </section>
  );
}

function WhatHappened(props: DeadlineProps & { context: PageContext }) {
  const { context, acts, id, form } = props;
  const texts = context.texts.deadlineSteps;
  if (acts.length === 0) {
    return props.notTakenOver ? (
      <div class="actions">
        <Link href={`/vorgaenge/${id}`}>{texts.takeOverFirst}</Link>
      </div>
    ) : null;
  }
  return (
    <section class="stack no-print" aria-labelledby="schritte">
      <Subheading id="schritte">{texts.what}</Subheading>
      <Hint>{texts.whatHint}</Hint>
      <nav class="acts" aria-label={texts.what}>
        <ul>
          {acts.map((act) => (
            <li key={act}>
              <a
                class="kern-btn kern-btn--secondary kern-btn--x-small"
                href={`/vorgaenge/${id}/frist?schritt=${act}#formular`}
                aria-current={act === form?.type ? 'page' : undefined}
              >
                <span class="kern-label">{texts.acts[act]}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {form === undefined ? null : <ActFormView {...props} form={form} />}
    </section>
  );
}

function ActFormView({ context, form, errors, ...props }: DeadlineProps & { context: PageContext; form: ActForm }) {
  const { deadlineSteps: texts, rights } = context.texts;
  const labels = {
    on: texts.on,
    decidedOn: texts.decidedOn,
    sentOn: texts.sentOn,
    cause: texts.cause,
    reason: texts.reason,
    right: texts.right,
    doubt: texts.doubt,
    need: texts.need,
    message: texts.proof.label,
    way: texts.proof.way,
    unproved: texts.proof.unproved,
    saidBy: texts.proof.saidBy,
  };
  const telling = isTelling(form.type);
  const date = (field: 'on' | 'decidedOn' | 'sentOn', stated: boolean) => (
    <TextField
      field={field}
      label={labels[field]}
      type="date"
      value={form[field]}
      max={props.today}
      errors={errors}
      {...(stated && props.proofs.length > 0
        ? { hint: texts.proof.dayHint, optional: context.texts.optional }
        : { required: true })}
    />
  );
  return (
    <form
      method="post"
      action={`/vorgaenge/${props.id}/frist#formular`}
      class="stack"
      id="formular"
      noValidate
      {...(form.type === 'extend' ? draftOf(props.id, EXTENSION_DRAFT, props.draftTag) : {})}
    >
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      <h3 class="kern-heading-small">{texts.acts[form.type]}</h3>
      <Hint>{texts.hints[form.type]}</Hint>
      <CsrfField token={props.csrfToken} />
      <input type="hidden" name="version" value={String(props.version)} />
      <input type="hidden" name="type" value={form.type} />
      {form.type !== 'add-claim' ? null : (
        <Select
          field="right"
          label={texts.right}
          choices={RIGHT_NAMES.map((value) => ({ value, label: rights[value] }))}
          chosen={form.right}
          errors={errors}
        />
      )}
      {form.type === 'extend' ? (
        <>
          {date('decidedOn', false)}
          <Select
            field="cause"
            label={texts.cause}
            choices={[NOT_CHOSEN, ...CAUSES_ASKED.map((value) => ({ value, label: texts.causes[value] }))]}
            chosen={form.cause}
            errors={errors}
          />
          <TextArea
            field="reason"
            label={texts.reason}
            hint={texts.reasonHint}
            value={form.reason}
            errors={errors}
            required
          />
        </>
      ) : null}
      {form.type !== 'request-identity' ? null : (
        <Select
          field="doubt"
          label={texts.doubt}
          choices={[
            NOT_CHOSEN,
            ...DOUBTS.map((value) => ({ value, label: context.texts.identityCheck.doubts[value] })),
          ]}
          chosen={form.doubt}
          errors={errors}
        />
      )}
      {form.type !== 'request-clarification' ? null : (
        <TextArea field="need" label={texts.need} value={form.need} errors={errors} required />
      )}
      {telling && props.proofs.length > 0 ? (
        <ProofChoice context={context} proofs={props.proofs} form={form} errors={errors} />
      ) : null}
      {date(form.type === 'extend' ? 'sentOn' : 'on', telling)}
      {telling ? <Statement context={context} form={form} errors={errors} /> : null}
      {props.whatIf === undefined ? null : <Outcome context={context} before={props.situation} after={props.whatIf} />}
      <div class="actions">
        <Button kind={props.whatIf === undefined ? 'primary' : 'secondary'} name="preview" value="1">
          {texts.preview}
        </Button>
        <Button kind={props.whatIf === undefined ? 'secondary' : 'primary'}>{texts.save}</Button>
      </div>
      {form.type !== 'extend' ? null : (
        <DraftNotice
          context={context}
          id={props.id}
          kind={EXTENSION_DRAFT}
          draft={props.draft}
          back={`/vorgaenge/${props.id}/frist?schritt=extend`}
        />
      )}
    </form>
  );
}

function Outcome({ context, before, after }: { context: PageContext; before: Situation; after: Situation }) {
  const texts = context.texts.deadlineSteps;
  const [was, is] = [before.current.deadline.dueOn, after.current.deadline.dueOn].map((date) => day(context, date));
  const title =
    after.clock === 'ended'
      ? texts.wouldEnd
      : after.clock === 'paused'
        ? texts.wouldStand
        : is === was
          ? texts.unchanged(is ?? '')
          : texts.wouldBe(is ?? '', was ?? '');
  const known = before.claims.flatMap(({ deadline }) => deadline.warnings.map(({ de }) => de));
  const fresh = after.claims.flatMap(({ deadline }) => deadline.warnings).filter(({ de }) => !known.includes(de));
  return (
    <Alert tone="info" title={title} live>
      {fresh.map((warning) => (
        <Body key={warning.code}>{warning[context.language]}</Body>
      ))}
      <Body>{texts.notYet}</Body>
    </Alert>
  );
}
