import type { RequestContent } from '../../../requests/sealed/content.js';
import type { ShownMessage } from '../../../requests/correspondence/thread.service.js';
import { isUnchecked } from '../../../platform/documents/file-type.js';
import { TextField, type Errors } from '../../shell/components/form.js';
import { Link } from '../../shell/components/link.js';
import { Badge, Body, Button, CsrfField, Facts, Hint, type Tone } from '../../shell/components/parts.js';
import { SenderCheck } from '../../shell/components/sender-check.js';
import { day, moment } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';

interface PartProps {
  readonly context: PageContext;
  readonly id: string;
  readonly message: ShownMessage;
  readonly fresh: boolean;
  readonly postedErrors: Errors;
  readonly today: string;
  readonly csrfToken: string;
}

interface OriginalProps {
  readonly context: PageContext;
  readonly id: string;
  readonly original: RequestContent;
  readonly receivedAt: Date;
  readonly channel: string;
}

const TONE: Readonly<Record<ShownMessage['state'], Tone>> = {
  queued: 'info',
  made: 'warning',
  sent: 'success',
  received: 'info',
  failed: 'danger',
  bounced: 'danger',
};

export function OriginalMessage({ context, id, original, ...props }: OriginalProps) {
  const { correspondence: texts, request } = context.texts;
  return (
    <article class="stack thread-message">
      <h3 class="kern-heading-small">{texts.original}</h3>
      <Hint>
        {moment(context, props.receivedAt)} · {props.channel}
        {original.from === '' ? '' : ' · '}
        <bdi>{original.from}</bdi>
      </Hint>
      <Text text={original.message} none={request.noMessage} />
      {original.attachments.length === 0 ? null : (
        <ul class="kern-list kern-list--bullet">
          {original.attachments.map(({ field, filename, contentType }) => (
            <li key={field}>
              <Link href={`/vorgaenge/${id}/dateien/${field}`} download>
                <bdi>{filename}</bdi>
              </Link>
              {isUnchecked(contentType) ? <Hint>{texts.unchecked}</Hint> : null}
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

export function IncomingMessage({ context, id, message, fresh }: PartProps) {
  const texts = context.texts.correspondence;
  const place = `/vorgaenge/${id}/schriftverkehr/${message.id}` as const;
  return (
    <article class="stack thread-message" id={`m-${message.id}`}>
      <div class="title-line">
        <h3 class="kern-heading-small">
          {texts.origins[message.origin]}: <bdi>{message.subject}</bdi>
        </h3>
        {fresh || message.unread ? (
          <Badge tone="warning">{message.unread ? texts.unreadOne : texts.fresh}</Badge>
        ) : null}
        {message.automatic && message.origin !== 'mail-server' ? <Badge tone="info">{texts.automatic}</Badge> : null}
        {message.verified || message.enteredFor !== undefined || message.origin === 'mail-server' ? null : (
          <Badge tone="warning">{texts.unverified}</Badge>
        )}
      </div>
      <Hint>
        {moment(context, message.createdAt)} · {texts.from} <bdi>{message.from}</bdi>
      </Hint>
      {message.enteredFor === undefined ? (
        message.verified ? null : (
          <Hint>{texts.originHints[message.origin]}</Hint>
        )
      ) : (
        <Hint>{context.texts.thread.enteredFor(day(context, message.enteredFor))}</Hint>
      )}
      <SenderCheck context={context} found={message.authentication} />
      {message.untold === undefined ? (
        <Text text={message.body ?? ''} none={texts.empty} />
      ) : (
        <Body>{texts.untold[message.untold]}</Body>
      )}
      {message.cut ? <Hint>{texts.cut}</Hint> : null}
      <ul class="kern-list plain-list">
        {message.attachments.map(({ filename, size }, at) => (
          <li key={`${at}`}>
            <Link href={`${place}/anlagen/${at}`} download>
              <bdi>{filename}</bdi> ({Math.ceil(size / 1024)} kB)
            </Link>
          </li>
        ))}
        {message.enteredFor !== undefined ? null : (
          <li>
            <Link href={`${place}/original.eml`} download>
              {texts.originalMail}
            </Link>
          </li>
        )}
      </ul>
    </article>
  );
}

export function OutgoingMessage(props: PartProps) {
  const { context, id, message, fresh } = props;
  const texts = context.texts.correspondence;
  const state = message.state === 'queued' && message.attempts > 0 ? 'deferred' : message.state;
  return (
    <article class="stack thread-message" id={`m-${message.id}`}>
      <div class="title-line">
        <h3 class="kern-heading-small">
          {texts.outgoing}: <bdi>{message.subject}</bdi>
        </h3>
        {fresh ? <Badge tone="warning">{texts.fresh}</Badge> : null}
        <Badge tone={state === 'deferred' ? 'warning' : TONE[message.state]}>{texts.states[state]}</Badge>
      </div>
      <Facts
        facts={[
          {
            label: texts.kind,
            value: `${message.kind === null ? '' : texts.kinds[message.kind]} · ${texts.ways[message.way]}`,
          },
          { label: texts.to, value: <bdi class="lines">{message.to}</bdi> },
        ]}
      />
      <Delivery context={context} message={message} />
      <Text text={message.body ?? ''} none={texts.empty} />
      {message.attachments.length === 0 ? null : (
        <>
          <h4 class="kern-heading-small">{texts.upload}</h4>
          <ul class="kern-list plain-list">
            {message.attachments.map(({ filename, size }, at) => (
              <li key={`${at}`}>
                <Link href={`/vorgaenge/${id}/schriftverkehr/${message.id}/anlagen/${at}`} download>
                  <bdi>{filename}</bdi> ({Math.ceil(size / 1024)} kB)
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {message.way !== 'letter' ? null : (
        <Link href={`/vorgaenge/${id}/schriftverkehr/${message.id}/brief.pdf`} download>
          {texts.letterPdf}
        </Link>
      )}
      {message.state === 'made' ? <Posted {...props} /> : null}
    </article>
  );
}

function Delivery({ context, message }: { context: PageContext; message: ShownMessage }) {
  const texts = context.texts.correspondence;
  const { state, way, sentOn, sentAt, attempts, nextAttemptAt } = message;
  if (state === 'failed' || state === 'bounced') {
    return <Body>{state === 'failed' ? texts.failedHint : texts.bouncedHint}</Body>;
  }
  if (state === 'sent' && sentOn !== null && sentAt !== null) {
    return (
      <Hint>{way === 'mail' ? texts.sentAt(moment(context, sentAt)) : texts.doneOn[way](day(context, sentOn))}</Hint>
    );
  }
  return nextAttemptAt === null ? (
    <Hint>{moment(context, message.createdAt)}</Hint>
  ) : (
    <Hint>{texts.nextAttempt(attempts, moment(context, nextAttemptAt))}</Hint>
  );
}

function Posted({ context, id, message, postedErrors, today, csrfToken }: PartProps) {
  const texts = context.texts.correspondence;
  return (
    <form method="post" action={`/vorgaenge/${id}/schriftverkehr/${message.id}/abgeschickt`} class="stack" noValidate>
      <CsrfField token={csrfToken} />
      {message.way === 'channel' ? <Body>{texts.paste}</Body> : null}
      {message.way === 'letter' ? null : (
        <TextField field="confirmedBy" label={texts.confirmedBy} value="" errors={postedErrors} required />
      )}
      <TextField
        field="on"
        label={texts.doneWhen[message.way]}
        type="date"
        value={today}
        max={today}
        errors={postedErrors}
        required
      />
      <div class="actions">
        <Button kind="secondary">{message.way === 'letter' ? texts.recordPosted : texts.recordTold}</Button>
      </div>
    </form>
  );
}

function Text({ text, none }: { text: string; none: string }) {
  return text.trim() === '' ? (
    <Body>{none}</Body>
  ) : (
    <blockquote class="message" dir="auto">
      {text}
    </blockquote>
  );
}
