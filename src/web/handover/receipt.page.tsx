import type { ChannelCopy } from '../../retention/copies.service.js';
import { hasReply, receiptLead, type HandedOver } from './receipt-words.js';
import { arrivalWords, seenWords, type Arrived } from '../case/arrival-words.js';
import { ExplainedDeadline, type DeadlineView } from '../case/due-date.js';
import { LiveForwardingState, type ForwardingView } from '../case/forwarding-state.js';
import { Link } from '../shell/components/link.js';
import {
  Alert,
  Button,
  ButtonLink,
  CsrfField,
  Facts,
  Heading,
  Hint,
  Lead,
  Subheading,
} from '../shell/components/parts.js';
import { moment, timeOfDay } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface ReceiptProps extends Arrived {
  readonly id: string;
  readonly reference: string;
  readonly channel: string;
  readonly recordedAt: Date;
  readonly dpo: {
    readonly title: string;
    readonly email: string;
    readonly telephone: string;
    /** The right to complain, and to whom: ready to be sent. */
    readonly complaint: string;
  };
  readonly deadline: DeadlineView;
  readonly forwarding: ForwardingView;
  /** Until when it can be taken back; null: no longer. */
  readonly withdrawableUntil: Date | null;
  readonly handedOver: HandedOver;
  /** Whether the message still lies on the channel: undefined, where there is none of ours; a moment, when it was said to be deleted. */
  readonly onChannel: ChannelCopy | undefined;
  readonly fresh: boolean;
  /** Whoever looks handed it over, and may add to it. */
  readonly own: boolean;
  /** Something was added just now. */
  readonly supplemented: boolean;
  readonly csrfToken: string;
}

/** The proof for whoever handed over: right after sending, and for ever under "my hand-overs". */
export function ReceiptPage(props: ReceiptProps & { context: PageContext }) {
  const { context, reference, dpo } = props;
  const texts = context.texts.receipt;
  const seen = seenWords(context, props);
  return (
    <div class="reading stack">
      {props.fresh ? <Alert tone="success" title={texts.done} live /> : null}
      {props.supplemented ? <Alert tone="success" title={context.texts.entering.supplemented} live /> : null}
      <Heading>{texts.title(reference)}</Heading>
      <Lead>{texts.leads[receiptLead(props.handedOver)]}</Lead>
      <Facts
        facts={[
          { label: texts.reference, value: <strong class="reference">{reference}</strong> },
          { label: texts.forwarding, value: <LiveForwardingState context={context} view={props.forwarding} /> },
          { label: texts.to, value: `${dpo.title}, ${dpo.email}` },
          { label: texts.channel, value: props.channel },
          { label: texts.receivedAt, value: arrivalWords(context, props) },
          ...(seen === undefined ? [] : [{ label: texts.seenAt, value: seen }]),
          { label: texts.recordedAt, value: moment(context, props.recordedAt) },
          { label: texts.deadline, value: <ExplainedDeadline context={context} deadline={props.deadline} /> },
        ]}
      />
      <noscript>
        <ButtonLink href={`/weitergaben/${props.id}`} kind="secondary">
          {texts.refresh}
        </ButtonLink>
      </noscript>
      {hasReply(props.handedOver) ? <Reply context={context} dpo={dpo} /> : null}
      <PlatformCopy {...props} />
      <section class="stack">
        <p class="kern-body">
          <Link href={`/weitergaben/${props.id}/beleg`} download>
            {texts.proof}
          </Link>
        </p>
        <Hint>{texts.proofHint}</Hint>
      </section>
      <div class="actions">
        <ButtonLink href="/weitergeben">{texts.another}</ButtonLink>
        {props.own ? (
          <ButtonLink href={`/weitergaben/${props.id}/ergaenzen`} kind="secondary">
            {context.texts.entering.supplement}
          </ButtonLink>
        ) : null}
        {props.withdrawableUntil === null ? null : (
          <>
            <ButtonLink href={`/weitergaben/${props.id}/zurueckziehen`} kind="tertiary">
              {texts.withdraw}
            </ButtonLink>
            <Hint>{texts.withdrawHint(timeOfDay(context, props.withdrawableUntil))}</Hint>
          </>
        )}
      </div>
    </div>
  );
}

/** Copied first, read second: whoever stands at the keyboard has to send it. */
function Reply({ context, dpo }: { context: PageContext; dpo: ReceiptProps['dpo'] }) {
  const texts = context.texts.receipt;
  return (
    <section class="stack">
      <Subheading id="reply-heading">{texts.reply}</Subheading>
      <Hint>{texts.replyHint}</Hint>
      <textarea class="kern-form-input__input" id="reply" rows={14} readOnly aria-labelledby="reply-heading">
        {context.texts.reply(dpo)}
      </textarea>
      <div class="actions">
        <button class="kern-btn kern-btn--secondary" type="button" data-copy="reply" data-copied={texts.copied} hidden>
          <span class="kern-icon kern-icon--content-copy" aria-hidden="true"></span>
          <span class="kern-label">{texts.copy}</span>
        </button>
        <span role="status" data-copy-status></span>
      </div>
    </section>
  );
}

/** What is still to do, and what somebody says is done: the program cannot look into the channel. */
function PlatformCopy({ context, id, onChannel, csrfToken }: ReceiptProps & { context: PageContext }) {
  const texts = context.texts.receipt;
  if (onChannel === undefined) {
    return null;
  }
  return onChannel.deletedAt === null ? (
    <form method="post" action={`/weitergaben/${id}/kanal-geloescht`} class="stack no-print">
      {onChannel.dueAt === null ? (
        <Hint>{texts.cleanup}</Hint>
      ) : (
        <Alert tone="warning" title={texts.cleanupDue(moment(context, onChannel.dueAt))} />
      )}
      <CsrfField token={csrfToken} />
      <div class="actions">
        <Button kind="tertiary">{texts.cleanedUp}</Button>
      </div>
    </form>
  ) : (
    <Hint>{texts.cleanedUpAt(moment(context, onChannel.deletedAt))}</Hint>
  );
}

export function WithdrawPage({
  context,
  id,
  reference,
  csrfToken,
}: {
  context: PageContext;
  id: string;
  reference: string;
  csrfToken: string;
}) {
  const texts = context.texts.receipt;
  return (
    <div class="narrow stack">
      <Heading>{texts.withdrawTitle}</Heading>
      <p class="kern-body reference">{reference}</p>
      <p class="kern-body">{texts.withdrawText}</p>
      <form method="post" action={`/weitergaben/${id}/zurueckziehen`} class="actions">
        <CsrfField token={csrfToken} />
        <Button>{texts.withdrawConfirm}</Button>
        <ButtonLink href={`/weitergaben/${id}`} kind="secondary">
          {texts.cancel}
        </ButtonLink>
      </form>
    </div>
  );
}
