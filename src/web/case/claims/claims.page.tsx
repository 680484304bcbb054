import { CATALOGUE } from '../../../domain/rights/catalogue.js';
import { followUpsOf } from '../../../domain/rights/decision.js';
import { RIGHT_NAMES, type Right } from '../../../domain/rights/right.js';
import type { OpenedClaim } from '../../../requests/claims/claims.service.js';
import { CaseHead } from '../case-head.js';
import type { CaseHeadView } from '../case-heads.js';
import {
  Choices,
  ErrorSummary,
  Select,
  TextArea,
  TextField,
  type Choice,
  type Errors,
} from '../../shell/components/form.js';
import { nextStepHref } from '../next-step-views.js';
import { CheckRow } from '../check-row.js';
import { citeOf, OutcomeFields, type Seat } from '../outcome-fields.js';
import { Link } from '../../shell/components/link.js';
import { Alert, Badge, Body, Button, ButtonLink, CsrfField, Hint, Subheading } from '../../shell/components/parts.js';
import { TimelineList, type TimelineItem } from '../../shell/components/timeline.js';
import type { CivilDate } from '../../../domain/civil-date.js';
import { STATED_WAYS } from '../../../domain/proof/told.js';
import { decidedBy, type Deciding } from '../../../domain/rights/deciding.js';
import { moment, normWords } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';
import { ClosingForm, type ClosingProps } from './closing-form.js';

/** What somebody typed; empty strings where nothing was. */
export interface ClaimForm {
  readonly checks: Readonly<Record<string, string>>;
  readonly outcome: string;
  readonly ground: string;
  readonly norm: string;
  readonly reasons: string;
  readonly as: string;
  readonly reason: string;
  /** Where the DPO only recommends: when and how the function decided. */
  readonly on: string;
  readonly way: string;
  readonly unproved: string;
  readonly saidBy: string;
  readonly task: string;
  readonly against: string;
}

export interface ClaimsProps {
  readonly id: string;
  readonly head: CaseHeadView;
  readonly version: number;
  readonly claims: readonly OpenedClaim[];
  readonly seat: Seat;
  /** Who decides for the controller, and on what that rests. */
  readonly deciding: Deciding | null;
  readonly today: CivilDate;
  /** Tasks that were answered as done: one of them may be the function's decision. */
  readonly decisions: readonly Choice[];
  /** The claim that is shown open; undefined when none is named. */
  readonly current: Right | undefined;
  readonly form: ClaimForm | undefined;
  readonly errors: Errors;
  /** Taken over; after the answer only what was forgotten in it. */
  readonly mayDecide: boolean;
  /** Until it is answered. */
  readonly mayCorrect: boolean;
  readonly notTakenOver: boolean;
  /** Null: the state does not allow it, or it is closed. */
  readonly closing: ClosingProps | null;
  readonly closed: boolean;
  /** What happened since the person saw the page; empty when nothing did. */
  readonly meanwhile: readonly TimelineItem[];
  /** Entries of the request when the page was made. */
  readonly seen: number;
  readonly saved: boolean;
  readonly csrfToken: string;
}

type Props = ClaimsProps & { readonly context: PageContext };

export function ClaimsPage(props: Props) {
  const { context, id, claims, current } = props;
  const texts = context.texts.claims;
  const claim = claims.find(({ right }) => right === current);
  return (
    <div class="stack case case--decide">
      <CaseHead context={context} head={props.head} current="claims" />
      {props.saved ? (
        <Alert tone="success" title={texts.saved} live>
          {props.head.next.what === 'answer' ? (
            <ButtonLink href={nextStepHref(id, props.head.next)} kind="secondary">
              {context.texts.casework.next.answer.act}
            </ButtonLink>
          ) : undefined}
        </Alert>
      ) : null}
      {props.closed ? <Alert tone="success" title={texts.closed} /> : null}
      {props.meanwhile.length === 0 ? null : (
        <Alert tone="warning" title={texts.conflict} live>
          <Body>{texts.conflictText}</Body>
          <TimelineList context={context} items={props.meanwhile} />
        </Alert>
      )}
      {props.notTakenOver ? (
        <div class="actions">
          <Link href={`/vorgaenge/${id}`}>{texts.takeOverFirst}</Link>
        </div>
      ) : null}
      {claims.length === 0 ? <Body>{texts.none}</Body> : claims.length === 1 ? null : <ClaimList {...props} />}
      {claim === undefined ? <Correction {...props} claim={undefined} /> : <OneClaim {...props} claim={claim} />}
      {props.closing === null ? null : (
        <ClosingForm context={context} action={action(id)} {...props.closing}>
          <Hidden {...props} what="close" right={undefined} />
        </ClosingForm>
      )}
    </div>
  );
}

function ClaimList({ context, id, claims, current }: Props) {
  const { claims: texts, rights } = context.texts;
  return (
    <nav aria-label={texts.claims} class="stack">
      <Subheading>{texts.claims}</Subheading>
      <ul class="kern-list plain-list">
        {claims.map(({ right, outcome }) => (
          <li key={right}>
            <a
              class="kern-link"
              href={`/vorgaenge/${id}/rechte?recht=${right}`}
              aria-current={right === current ? 'true' : undefined}
            >
              {rights[right]}
            </a>{' '}
            <Badge tone={outcome === null ? 'warning' : 'success'}>
              {outcome === null ? texts.undecided : texts.outcomes[outcome]}
            </Badge>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function OneClaim(props: Props & { readonly claim: OpenedClaim }) {
  const { context, claim, errors } = props;
  const { claims: texts, rights } = context.texts;
  const follows = followUpsOf([claim]);
  return (
    <section class="stack" aria-labelledby="recht">
      <Subheading id="recht">{rights[claim.right]}</Subheading>
      <Body>{texts.about[claim.right]}</Body>
      {claim.outcome === null || claim.decidedAt === null ? null : (
        <Alert tone="info" title={texts.decided(texts.outcomes[claim.outcome], moment(context, claim.decidedAt))}>
          {claim.ground === null ? null : (
            <Body>
              {texts.grounds[claim.ground]}
              {claim.norm === null || claim.norm === undefined ? '' : `: ${citeOf(context, claim.norm)}`}
            </Body>
          )}
          {claim.reasons === '' ? null : (
            <blockquote class="message" dir="auto">
              {claim.reasons}
            </blockquote>
          )}
        </Alert>
      )}
      {follows.length === 0 ? null : (
        <>
          <h3 class="kern-heading-small">{texts.follows}</h3>
          <ul class="kern-list kern-list--bullet">
            {follows.map((followUp) => (
              <li key={followUp}>{texts.followUps[followUp]}</li>
            ))}
          </ul>
        </>
      )}
      {!props.mayDecide || (!props.mayCorrect && claim.outcome !== null) ? null : (
        <>
          <ErrorSummary texts={context.texts} errors={errors} labels={labelsOf(context)} />
          {/* One form: whatever was ticked is kept, whichever of its buttons is pressed. */}
          <form method="post" action={action(props.id)} class="decide-grid" noValidate>
            <Hidden {...props} what={undefined} right={claim.right} />
            <Checklist {...props} />
            <DecisionFields {...props} />
          </form>
          {!props.mayCorrect ? null : (
            <details class="stack" open={errors.has('as') || errors.has('reason')}>
              <summary class="kern-link">{texts.correction}</summary>
              <Correction {...props} />
            </details>
          )}
        </>
      )}
    </section>
  );
}

function labelsOf({ texts: { claims: texts, deadlineSteps } }: PageContext): Record<string, string> {
  const checks = Object.entries(texts.checks).map(([check, question]) => [`check-${check}`, question] as const);
  const { outcome, ground, norm, reasons, as, reason, decider } = texts;
  const { proof } = deadlineSteps;
  const by = { decider: decider.advice, task: decider.task, on: decider.on, way: proof.way, unproved: proof.unproved };
  return { ...Object.fromEntries(checks), outcome, ground, norm, reasons, as, reason, ...by };
}

function Hidden({
  id,
  version,
  seen,
  csrfToken,
  what,
  right,
}: Props & { what: string | undefined; right: Right | undefined }) {
  return (
    <>
      <CsrfField token={csrfToken} />
      <input type="hidden" name="version" value={String(version)} />
      <input type="hidden" name="seen" value={String(seen)} />
      {what === undefined ? null : <input type="hidden" name="what" value={what} />}
      {right === undefined ? null : <input type="hidden" name="right" value={right} />}
      {/* So that a page kept open for long still says which case it is about. */}
      <input type="hidden" name="case" value={id} />
    </>
  );
}

const action = (id: string) => `/vorgaenge/${id}/rechte`;

function Checklist(props: Props & { readonly claim: OpenedClaim }) {
  const { context, claim, form } = props;
  const texts = context.texts.claims;
  return (
    <section class="checks" aria-labelledby="pruefliste">
      <h3 class="kern-heading-small" id="pruefliste">
        {texts.checklist}
      </h3>
      <Hint>{texts.checklistHint}</Hint>
      {CATALOGUE[claim.right].checks.map(({ check, norm }) => (
        <CheckRow
          key={check}
          {...props}
          check={check}
          norm={normWords(context, norm)}
          chosen={form?.checks[check] ?? claim.checks[check] ?? 'open'}
        />
      ))}
      <div class="actions">
        <Button kind="secondary" name="what" value="check">
          {texts.saveChecks}
        </Button>
      </div>
    </section>
  );
}

function DecisionFields(props: Props & { readonly claim: OpenedClaim }) {
  const { context, claim, form, errors } = props;
  const texts = context.texts.claims;
  return (
    <section class="stack decision">
      <h3 class="kern-heading-small">{texts.decision}</h3>
      <Hint>{texts.decideAgain}</Hint>
      <OutcomeFields context={context} claim={claim} form={form} seat={props.seat} errors={errors} />
      <Decider {...props} />
      <TextArea
        field="reasons"
        label={texts.reasons}
        hint={texts.reasonsHint}
        value={form?.reasons ?? claim.reasons}
        errors={errors}
      />
      <div>
        <Button name="what" value="decide">
          {texts.decide}
        </Button>
      </div>
    </section>
  );
}

/** One step where a delegation is on record; else what the function decided, after the DPO's recommendation. */
function Decider({ context, deciding, today, form, errors, decisions }: Props) {
  const { claims: texts, deadlineSteps } = context.texts;
  const { proof } = deadlineSteps;
  const by = decidedBy(deciding, today);
  if (deciding === null || by === 'unnamed') {
    return <Hint>{texts.decider.unnamed}</Hint>;
  }
  const isGerman = context.language === 'de';
  const name = isGerman ? deciding.functionDe : deciding.functionEn;
  const { delegation } = deciding;
  return (
    <>
      <Hint>
        {by === 'delegated' && delegation !== null
          ? texts.decider.delegated(name, isGerman ? delegation.restsOnDe : delegation.restsOnEn)
          : texts.decider.function(name)}
      </Hint>
      {by === 'delegated' ? null : (
        <>
          <Select
            field="task"
            label={texts.decider.task}
            choices={[{ value: '', label: texts.decider.noTask }, ...decisions]}
            chosen={form?.task ?? ''}
            errors={errors}
          />
          <TextField field="on" label={texts.decider.on} type="date" value={form?.on ?? ''} errors={errors} />
          <Select
            field="way"
            label={proof.way}
            choices={[{ value: '', label: '–' }, ...STATED_WAYS.map((value) => ({ value, label: proof.ways[value] }))]}
            chosen={form?.way ?? ''}
            errors={errors}
          />
          <TextField
            field="unproved"
            label={proof.unproved}
            hint={proof.unprovedHint}
            value={form?.unproved ?? ''}
            errors={errors}
          />
          <TextField
            field="saidBy"
            label={proof.saidBy}
            value={form?.saidBy ?? ''}
            errors={errors}
            optional={context.texts.optional}
          />
        </>
      )}
      <Choices
        field="against"
        legend={texts.decider.advice}
        kind="checkbox"
        chosen={[form?.against ?? '']}
        errors={errors}
        choices={[{ value: 'yes', label: texts.decider.against }]}
      />
    </>
  );
}

function Correction(props: Props & { readonly claim: OpenedClaim | undefined }) {
  const { context, claim, claims, form, errors } = props;
  const { claims: texts, rights } = context.texts;
  if (!props.mayCorrect) {
    return null;
  }
  const others = RIGHT_NAMES.filter((right) => !claims.some((one) => one.right === right));
  return (
    <form method="post" action={action(props.id)} class="stack" noValidate>
      <Hidden {...props} what="correct" right={claim?.right} />
      {claim === undefined ? (
        <>
          <Subheading>{texts.naming}</Subheading>
          <ErrorSummary texts={context.texts} errors={errors} labels={labelsOf(context)} />
        </>
      ) : (
        <Hint>{texts.correctionHint}</Hint>
      )}
      <Select
        field="as"
        label={texts.as}
        choices={others.map((value) => ({ value, label: rights[value] }))}
        chosen={form?.as ?? ''}
        errors={errors}
      />
      <TextArea field="reason" label={texts.reason} value={form?.reason ?? ''} errors={errors} required />
      <div>
        <Button kind={claim === undefined ? 'primary' : 'secondary'}>
          {claim === undefined ? texts.name : texts.correct}
        </Button>
      </div>
    </form>
  );
}
