import type { Errors } from '../../shell/components/form.js';
import { DismissForm, type DismissFields } from './dismiss-form.js';
import type { ClaimState } from '../../../requests/claims/claim-state.js';
import type { Related } from '../../../requests/joins/joins.service.js';
import type { RightsRequestState } from '../../../requests/request/rights-request.entity.js';
import { CaseHead } from '../case-head.js';
import type { CaseHeadView } from '../case-heads.js';
import { ExplainedDeadline, type DeadlineView } from '../due-date.js';
import { LiveForwardingState, type ForwardingView } from '../forwarding-state.js';
import { Choices } from '../../shell/components/form.js';
import { Link } from '../../shell/components/link.js';
import { Badge, Body, Facts, Hint, Subheading } from '../../shell/components/parts.js';
import { TaskAlert } from '../task-alert.js';
import { UndeliveredAlert } from '../undelivered-alert.js';
import type { Alerts } from '../case-alerts.js';
import type { Duty } from '../../../domain/duties/duties.js';
import { DutyBlock } from '../duty-list.js';
import { RelatedRequests } from '../related.js';
import { TimelineList, type TimelineItem } from '../../shell/components/timeline.js';
import { moment } from '../../shell/format.js';
import { EvidenceForm } from '../../shell/components/evidence-form.js';
import type { DeadlineActType } from '../../../domain/deadlines/act.js';
import type { PageContext } from '../../shell/page-context.js';

export interface CaseProps {
  readonly id: string;
  readonly head: CaseHeadView;
  readonly reference: string;
  readonly state: RightsRequestState;
  readonly version: number;
  readonly claims: readonly ClaimState[];
  readonly channel: string;
  readonly receivedAt: Date;
  readonly recordedAt: Date;
  readonly deadline: DeadlineView;
  readonly forwarding: ForwardingView;
  /** Undefined once it is erased. */
  readonly content:
    | {
        readonly message: string;
        readonly from: string;
        readonly contact: string;
        readonly lateReason: string;
        readonly attachments: readonly { readonly field: string; readonly filename: string; readonly size: number }[];
      }
    | undefined;
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
  const { context, content, id } = props;
  const { request: texts, receipt, worklist } = context.texts;
  const known = (value: string | undefined) =>
    value === undefined || value === '' ? texts.unknown : <bdi>{value}</bdi>;
  return (
    <div class="stack">
      <CaseHead context={context} head={props.head} current="case" />
      <UndeliveredAlert context={context} cases={props.alerts.undelivered} named={false} />
      <TaskAlert context={context} counts={props.alerts.tasks} id={id} />
      {props.mayDismiss ? <DismissForm {...props} form={props.dismissal} /> : null}
      <div class="columns">
        <section class="stack">
          <Subheading>{texts.content}</Subheading>
          {content === undefined ? <Body>{texts.erased}</Body> : <Message texts={texts} message={content.message} />}
          {content === undefined || content.attachments.length === 0 ? null : (
            <>
              <h3 class="kern-heading-small">{texts.files}</h3>
              <ul class="kern-list kern-list--bullet">
                {content.attachments.map(({ field, filename, size }) => (
                  <li key={field}>
                    <Link href={`/vorgaenge/${id}/dateien/${field}`} download>
                      <bdi>{filename}</bdi> ({Math.ceil(size / 1024)} kB)
                    </Link>
                  </li>
                ))}
              </ul>
            </>
          )}
          <Hint>{texts.readNote}</Hint>
          <Subheading>{texts.timeline}</Subheading>
          <TimelineList context={context} items={props.timeline} />
        </section>
        <aside class="stack">
          <Subheading>{texts.facts}</Subheading>
          <Facts
            facts={[
              { label: worklist.deadline, value: <ExplainedDeadline context={context} deadline={props.deadline} /> },
              {
                label: context.texts.deadlineSteps.link,
                value: <ActLinks context={context} id={id} acts={props.acts} />,
              },
              {
                label: worklist.rights,
                value: <Claims context={context} id={id} claims={props.claims} />,
              },
              { label: texts.from, value: known(content?.from) },
              { label: texts.contact, value: known(content?.contact) },
              { label: receipt.channel, value: props.channel },
              { label: receipt.receivedAt, value: moment(context, props.receivedAt) },
              { label: receipt.recordedAt, value: moment(context, props.recordedAt) },
              ...(content === undefined || content.lateReason === ''
                ? []
                : [{ label: texts.lateReason, value: <bdi>{content.lateReason}</bdi> }]),
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
          {props.claims.length === 0 || props.state === 'recorded' ? null : (
            <DutyBlock
              context={context}
              id={id}
              state={props.state}
              duties={props.duties}
              today={props.deadline.today}
            />
          )}
          <RelatedRequests context={context} id={id} related={props.related} />
          <details class="stack">
            <summary class="kern-link">{context.texts.audit.evidence}</summary>
            <Body>{context.texts.audit.evidenceLead}</Body>
            <EvidenceForm context={context} action={`/vorgaenge/${id}/nachweis`} csrfToken={props.csrfToken}>
              {content === undefined ? null : (
                <Choices
                  field="disclose"
                  legend={context.texts.audit.disclose}
                  kind="checkbox"
                  choices={[
                    { value: 'yes', label: context.texts.audit.disclose },
                    { value: 'notes', label: context.texts.casework.discloseNotes },
                  ]}
                  chosen={[]}
                  errors={new Map()}
                  hint={context.texts.audit.discloseHint}
                />
              )}
            </EvidenceForm>
          </details>
        </aside>
      </div>
    </div>
  );
}

/** Each one click away: a form that nobody finds is as good as none. */
function ActLinks({ context, id, acts }: { context: PageContext; id: string; acts: readonly DeadlineActType[] }) {
  const texts = context.texts.deadlineSteps;
  return (
    <ul class="kern-list plain-list">
      <li>
        <Link href={`/vorgaenge/${id}/frist`}>{texts.why}</Link>
      </li>
      {acts.map((act) => (
        <li key={act}>
          <Link href={`/vorgaenge/${id}/frist?schritt=${act}#formular`}>{texts.acts[act]}</Link>
        </li>
      ))}
    </ul>
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

function Message({ texts, message }: { texts: PageContext['texts']['request']; message: string }) {
  return message === '' ? (
    <Body>{texts.noMessage}</Body>
  ) : (
    <blockquote class="message" dir="auto">
      {message}
    </blockquote>
  );
}
