import type { MessageKind } from '../../../domain/correspondence/kinds.js';
import type { MissingContent } from '../../../domain/correspondence/mandatory.js';
import type { RequestContent } from '../../../requests/sealed/content.js';
import type { ShownMessage } from '../../../requests/correspondence/thread.service.js';
import { CaseHead } from '../case-head.js';
import type { CaseHeadView } from '../case-heads.js';
import type { Errors } from '../../shell/components/form.js';
import { Link } from '../../shell/components/link.js';
import { Alert, Body, Button, CsrfField, Subheading } from '../../shell/components/parts.js';
import { moment } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';
import type { DeadlineActType } from '../../../domain/deadlines/act.js';
import { MessageForm, TemplateChooser, type WritingForm } from './message-form.js';
import { IncomingMessage, OriginalMessage, OutgoingMessage } from './thread-parts.js';

export interface CorrespondenceProps {
  readonly id: string;
  readonly head: CaseHeadView;
  readonly version: number;
  readonly original: RequestContent;
  readonly receivedAt: Date;
  readonly channel: string;
  readonly messages: readonly ShownMessage[];
  /** How many messages the form had been made with; those after it are new to its writer. */
  readonly seen: number;
  readonly mayWrite: 'yes' | 'take-over-first' | 'no';
  readonly draftSavedAt: Date | undefined;
  readonly draftTag: string;
  /** The draft that is kept: of the message in the form, of another one, or of none. */
  readonly draftOf: 'form' | 'other' | 'none';
  /** The form was filled from the draft just now. */
  readonly restored: boolean;
  readonly form: WritingForm | undefined;
  /** The kind of letter that says what was decided; undefined while nothing is. */
  readonly suggested: MessageKind | undefined;
  readonly missing: readonly MissingContent[] | undefined;
  readonly errors: Errors;
  readonly postedErrors: Errors;
  readonly notice: 'sent' | 'made' | 'postedDone' | 'savedDraft' | 'confirmedRead' | 'conflict' | undefined;
  /** The step of the deadline that fits what was just sent. */
  readonly nextAct: DeadlineActType | undefined;
  readonly today: string;
  readonly csrfToken: string;
}

export function CorrespondencePage(props: CorrespondenceProps & { context: PageContext }) {
  const { context, messages } = props;
  const texts = context.texts.correspondence;
  const undelivered = isUndelivered(messages);
  return (
    <div class="reading stack">
      <CaseHead context={context} head={props.head} current="correspondence" />
      <Notice {...props} />
      {undelivered ? (
        <Alert tone="danger" title={texts.undelivered}>
          <Body>{texts.undeliveredHint}</Body>
        </Alert>
      ) : null}
      <Unread {...props} />
      <section class="stack" aria-labelledby="bisher">
        <Subheading id="bisher">{texts.thread}</Subheading>
        <OriginalMessage {...props} />
        {messages.map((message, at) => {
          const part = { ...props, message, fresh: at >= props.seen };
          return message.direction === 'in' ? (
            <IncomingMessage key={message.id} {...part} />
          ) : (
            <OutgoingMessage key={message.id} {...part} />
          );
        })}
      </section>
      <Writing {...props} />
    </div>
  );
}

/** Those on this page: what comes in meanwhile is not confirmed with them. */
function Unread({ context, id, messages, csrfToken }: CorrespondenceProps & { context: PageContext }) {
  const texts = context.texts.correspondence;
  const unread = messages.filter((message) => message.unread);
  const [first] = unread;
  return first === undefined ? null : (
    <Alert tone="warning" title={texts.unread(unread.length)}>
      <form method="post" action={`/vorgaenge/${id}/schriftverkehr/gelesen`} class="stack">
        <CsrfField token={csrfToken} />
        {unread.map((message) => (
          <input type="hidden" name="message" value={message.id} key={message.id} />
        ))}
        <Link href={`#m-${first.id}`}>{texts.toUnread}</Link>
        <div>
          <Button kind="secondary">{texts.confirmRead}</Button>
        </div>
      </form>
    </Alert>
  );
}

/** As the worklist counts it: something did not get there, and nothing that did was sent since. */
function isUndelivered(messages: readonly ShownMessage[]): boolean {
  const written = messages.filter(({ direction, kind }) => direction === 'out' && kind !== 'recipients');
  const last = written.at(-1)?.state;
  return last === 'failed' || last === 'bounced';
}

function Notice({ context, notice, nextAct, id }: CorrespondenceProps & { context: PageContext }) {
  const texts = context.texts.correspondence;
  if (notice === undefined) {
    return null;
  }
  if (notice === 'conflict') {
    return (
      <Alert tone="warning" title={texts.conflict} live>
        <Body>{texts.conflictHint}</Body>
      </Alert>
    );
  }
  return (
    <Alert tone="success" title={texts[notice]} live>
      {nextAct === undefined ? undefined : (
        <p class="kern-body">
          {texts.next}{' '}
          <Link href={`/vorgaenge/${id}/frist?schritt=${nextAct}#formular`}>
            {context.texts.deadlineSteps.acts[nextAct]}
          </Link>
        </p>
      )}
    </Alert>
  );
}

function Writing(props: CorrespondenceProps & { context: PageContext }) {
  const { context, id, form, draftSavedAt } = props;
  const texts = context.texts.correspondence;
  if (props.mayWrite !== 'yes') {
    return props.mayWrite === 'no' ? (
      <Body>{texts.notNow}</Body>
    ) : (
      <div class="actions">
        <Link href={`/vorgaenge/${id}`}>{texts.takeOverFirst}</Link>
      </div>
    );
  }
  return (
    <section class="stack no-print" aria-labelledby="schreiben">
      <Subheading id="schreiben">{texts.write}</Subheading>
      {draftSavedAt === undefined || props.draftOf !== 'other' ? null : (
        <p class="kern-body">
          {texts.draft(moment(context, draftSavedAt))}{' '}
          <Link href={`/vorgaenge/${id}/schriftverkehr?entwurf=1#formular`}>{texts.openDraft}</Link>
          {form === undefined ? null : ` ${texts.draftReplaced}`}
        </p>
      )}
      <TemplateChooser context={context} id={id} form={form} suggested={props.suggested} />
      {props.restored && draftSavedAt !== undefined ? (
        <Alert tone="info" title={context.texts.casework.draft.restored(moment(context, draftSavedAt))} />
      ) : null}
      {form === undefined ? null : <MessageForm {...props} form={form} seenNow={props.messages.length} />}
    </section>
  );
}
