import type { Errors } from '../../shell/components/form.js';
import { DismissForm, type DismissFields } from './dismiss-form.js';
import type { ClaimState } from '../../../requests/claims/claim-state.js';
import type { Thread } from '../../../requests/correspondence/thread.service.js';
import { CaseCourse, type CourseView } from './case-course.js';
import { CaseThread } from './case-thread.js';
import type { Related } from '../../../requests/joins/joins.service.js';
import type { RightsRequestState } from '../../../requests/request/rights-request.entity.js';
import { CaseHead } from '../case-head.js';
import type { CaseHeadView } from '../case-heads.js';
import { ExplainedDeadline, type DeadlineView } from '../due-date.js';
import { LiveForwardingState, type ForwardingView } from '../forwarding-state.js';
import { Choices } from '../../shell/components/form.js';
import { Link } from '../../shell/components/link.js';
import { Alert, Badge, Body, ButtonLink, Facts, Hint, Subheading } from '../../shell/components/parts.js';
import { TaskAlert } from '../task-alert.js';
import { MacroMenu, type MacroChoice } from '../macro-menu.js';
import { UndeliveredAlert } from '../undelivered-alert.js';
import type { Alerts } from '../case-alerts.js';
import type { Duty } from '../../../domain/duties/duties.js';
import { arrivalWords, seenWords, type Arrived } from '../arrival-words.js';
import { DutyBlock } from '../duty-list.js';
import { RelatedRequests } from '../related.js';
import { TimelineList, type TimelineItem } from '../../shell/components/timeline.js';
import { EvidenceForm } from '../../shell/components/evidence-form.js';
import type { DeadlineActType } from '../../../domain/deadlines/act.js';
import type { PageContext } from '../../shell/page-context.js';

/** A note that was kept, or what has become of the answer. */
export type CaseNotice = 'noted' | 'entered' | keyof PageContext['texts']['answering']['results'];

export interface CaseProps extends Arrived {
  readonly id: string;
  readonly head: CaseHeadView;
  readonly reference: string;
  readonly state: RightsRequestState;
  readonly version: number;
  readonly claims: readonly ClaimState[];
  readonly channel: string;
  readonly recordedAt: Date;
  readonly deadline: DeadlineView;
  readonly forwarding: ForwardingView;
  /** Undefined once it is erased. */
  readonly thread: Pick<Thread, 'original' | 'messages' | 'notes'> | undefined;
  readonly course: CourseView;
  readonly mayWrite: boolean;
  readonly macros: readonly MacroChoice[];
  /** Of the macro that may be run from this page. */
  readonly run: string;
  /** What was done just now. */
  readonly notice: CaseNotice | undefined;
  readonly timeline: readonly TimelineItem[];
  /** What may be entered now that moves the deadline. */
  readonly acts: readonly DeadlineActType[];
  readonly alerts: Alerts;
  /** Other requests of the same person, and those joined with this one. */
  readonly related: Related;
  /** What the decisions make follow, done or not. */
  readonly duties: readonly Duty[];
  readonly mayDismiss: boolean;
  /** Whoever handed it over says that it was a mistake. */
  readonly remarked: boolean;
  readonly dismissal: DismissFields | undefined;
  readonly errors: Errors;
  readonly csrfToken: string;
}

export function CasePage(props: CaseProps & { context: PageContext }) {
  const { context, thread, id } = props;
  const { request: texts, thread: words } = context.texts;
  return (
    <div class="stack case">
      <CaseHead context={context} head={props.head} current="case" />
      {props.notice === undefined ? null : (
        <Alert
          tone={props.notice === 'made' || props.notice === 'underway' ? 'info' : 'success'}
          title={noticeWords(context, props.notice)}
          live
        />
      )}
      <UndeliveredAlert context={context} cases={props.alerts.undelivered} named={false} />
      <TaskAlert context={context} counts={props.alerts.tasks} id={id} />
      {props.mayDismiss && props.remarked ? <DismissForm {...props} form={props.dismissal} /> : null}
      <div class="case-grid">
        <aside class="case-side">
          <CaseCourse context={context} id={id} course={props.course} claims={props.claims} />
          {props.claims.length === 0 || props.state === 'recorded' ? null : (
            <DutyBlock
              context={context}
              id={id}
              state={props.state}
              duties={props.duties}
              today={props.deadline.today}
            />
          )}
          <CaseFacts {...props} />
        </aside>
        <section class="case-main" aria-labelledby="nachrichten">
          <h2 class="visually-hidden" id="nachrichten">
            {words.title}
          </h2>
          {thread === undefined ? <Erased context={context} id={id} /> : <CaseThread {...props} {...thread} />}
          {thread === undefined ? null : <MacroMenu {...props} />}
          {thread === undefined ? null : (
            <div class="actions">
              {props.mayWrite ? (
                <ButtonLink href={`/vorgaenge/${id}/schriftverkehr#schreiben`} kind="secondary">
                  {words.write}
                </ButtonLink>
              ) : null}
              <ButtonLink href={`/vorgaenge/${id}/eingang`} kind="secondary">
                {context.texts.entering.button}
              </ButtonLink>
            </div>
          )}
        </section>
        <div class="case-rest">
          {props.mayDismiss && !props.remarked ? <DismissForm {...props} form={props.dismissal} /> : null}
          <details class="more">
            <summary>{texts.timeline}</summary>
            <TimelineList context={context} items={props.timeline} />
            {thread === undefined ? null : <Hint>{texts.readNote}</Hint>}
          </details>
          <Evidence {...props} />
        </div>
      </div>
    </div>
  );
}

function noticeWords({ texts }: PageContext, notice: CaseNotice): string {
  switch (notice) {
    case 'noted':
      return texts.thread.entered;
    case 'entered':
      return texts.entering.done;
    default:
      return texts.answering.results[notice];
  }
}

/** That it is gone, and where it stands when, by which rule, and what remains. */
function Erased({ context, id }: { context: PageContext; id: string }) {
  const { request: texts } = context.texts;
  return (
    <>
      <Body>{texts.erased}</Body>
      <p class="kern-body">
        <Link href={`/vorgaenge/${id}/loeschung`}>{texts.erasedMore}</Link>
      </p>
    </>
  );
}

function CaseFacts(props: CaseProps & { context: PageContext }) {
  const { context, id, thread } = props;
  const { request: texts, receipt, worklist } = context.texts;
  const original = thread?.original;
  const seen = seenWords(context, props);
  const known = (value: string | undefined) =>
    thread === undefined ? texts.erasedValue : value === undefined || value === '' ? texts.unknown : <bdi>{value}</bdi>;
  return (
    <section class="case-facts" aria-labelledby="angaben">
      <Subheading id="angaben">{texts.facts}</Subheading>
      <Facts
        facts={[
          { label: texts.contact, value: known(original?.contact) },
          { label: worklist.rights, value: <Claims context={context} id={id} claims={props.claims} /> },
          { label: receipt.receivedAt, value: arrivalWords(context, props) },
          ...(seen === undefined ? [] : [{ label: receipt.seenAt, value: seen }]),
          ...(original === undefined || original.lateReason === ''
            ? []
            : [{ label: texts.lateReason, value: <bdi>{original.lateReason}</bdi> }]),
          { label: worklist.deadline, value: <ExplainedDeadline context={context} deadline={props.deadline} /> },
          { label: receipt.forwarding, value: <LiveForwardingState context={context} view={props.forwarding} /> },
          {
            label: receipt.proof,
            value: (
              <Link href={`/weitergaben/${id}/beleg`} download>
                {texts.proof}
              </Link>
            ),
          },
        ]}
      />
      <ActLinks context={context} id={id} acts={props.acts} />
      <RelatedRequests context={context} id={id} related={props.related} erased={thread === undefined} />
    </section>
  );
}

function Evidence({ context, id, thread, csrfToken }: CaseProps & { context: PageContext }) {
  const { audit, casework } = context.texts;
  return (
    <details class="more">
      <summary>{audit.evidence}</summary>
      <Body>{audit.evidenceLead}</Body>
      <EvidenceForm context={context} action={`/vorgaenge/${id}/nachweis`} csrfToken={csrfToken}>
        {thread === undefined ? null : (
          <Choices
            field="disclose"
            legend={audit.disclose}
            kind="checkbox"
            choices={[
              { value: 'yes', label: audit.disclose },
              { value: 'notes', label: casework.discloseNotes },
            ]}
            chosen={[]}
            errors={new Map()}
            hint={audit.discloseHint}
          />
        )}
      </EvidenceForm>
    </details>
  );
}

/** Each one click away: a form that nobody finds is as good as none. */
function ActLinks({ context, id, acts }: { context: PageContext; id: string; acts: readonly DeadlineActType[] }) {
  const texts = context.texts.deadlineSteps;
  return (
    <details class="more">
      <summary>{texts.link}</summary>
      <ul class="act-links">
        <li>
          <ButtonLink href={`/vorgaenge/${id}/frist`} kind="tertiary">
            {texts.why}
          </ButtonLink>
        </li>
        {acts.map((act) => (
          <li key={act}>
            <ButtonLink href={`/vorgaenge/${id}/frist?schritt=${act}#formular`} kind="tertiary">
              {texts.acts[act]}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Each right with what became of it; the way to the decision is one click. */
function Claims({ context, id, claims }: { context: PageContext; id: string; claims: readonly ClaimState[] }) {
  const { claims: texts, request, rights } = context.texts;
  return claims.length === 0 ? (
    <Link href={`/vorgaenge/${id}/rechte`}>{request.unknown}</Link>
  ) : (
    <ul class="kern-list plain-list">
      {claims.map(({ right, outcome }) => (
        <li key={right}>
          <Link href={`/vorgaenge/${id}/rechte?recht=${right}`}>{rights[right]}</Link>{' '}
          {outcome === null ? null : <Badge tone="success">{texts.outcomes[outcome]}</Badge>}
        </li>
      ))}
    </ul>
  );
}
