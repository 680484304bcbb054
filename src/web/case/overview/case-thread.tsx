import type { ShownMessage, ThreadNote } from '../../../requests/correspondence/thread.service.js';
import type { RequestContent } from '../../../requests/sealed/content.js';
import { ANSWERING_KINDS } from '../../../domain/correspondence/kinds.js';
import { isUnchecked } from '../../../platform/documents/file-type.js';
import { Link } from '../../shell/components/link.js';
import { SenderCheck } from '../../shell/components/sender-check.js';
import { Badge, Body, Hint, type Tone } from '../../shell/components/parts.js';
import { day, minute } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';

export interface ThreadProps {
  readonly context: PageContext;
  readonly id: string;
  readonly original: RequestContent;
  readonly receivedAt: Date;
  readonly channel: string;
  readonly messages: readonly ShownMessage[];
  readonly notes: readonly ThreadNote[];
}

/** Of a long conversation only the end stands open: what came last is what is looked for. */
const SHOWN = 12;

type Entry =
  | { readonly at: Date; readonly id: string; readonly message: ShownMessage }
  | { readonly at: Date; readonly id: string; readonly note: ThreadNote };

/** All that was said about a case, whatever way it took, oldest first. */
export function CaseThread(props: ThreadProps) {
  const { context } = props;
  const entries: Entry[] = [
    ...props.messages.map((message) => ({ at: message.createdAt, id: message.id, message })),
    ...props.notes.map((note) => ({ at: note.at, id: note.id, note })),
  ].sort((one, other) => one.at.getTime() - other.at.getTime());
  const earlier = entries.slice(0, Math.max(0, entries.length - SHOWN));
  return (
    <div class="thread">
      <Original {...props} />
      {earlier.length === 0 ? null : (
        <details class="thread__earlier">
          <summary>{context.texts.thread.earlier(earlier.length)}</summary>
          {earlier.map((entry) => (
            <OneEntry key={entry.id} {...props} entry={entry} />
          ))}
        </details>
      )}
      {entries.slice(earlier.length).map((entry) => (
        <OneEntry key={entry.id} {...props} entry={entry} />
      ))}
    </div>
  );
}

function Original({ context, id, original, receivedAt, channel }: ThreadProps) {
  const { thread: texts, request, correspondence } = context.texts;
  return (
    <article class="thread__entry thread__entry--in" aria-label={texts.original}>
      <p class="thread__head">
        <strong>
          <bdi>{original.from === '' ? request.nobody : original.from}</bdi>
        </strong>{' '}
        · {channel} · <time dateTime={receivedAt.toISOString()}>{minute(context, receivedAt)}</time>
      </p>
      <Text text={original.message} none={request.noMessage} />
      {original.attachments.length === 0 ? null : (
        <ul class="kern-list plain-list">
          {original.attachments.map(({ field, filename, size, contentType }) => (
            <li key={field}>
              <Link href={`/vorgaenge/${id}/dateien/${field}`} download>
                <bdi>{filename}</bdi> ({Math.ceil(size / 1024)} kB)
              </Link>
              {isUnchecked(contentType) ? <Hint>{correspondence.unchecked}</Hint> : null}
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

function OneEntry({ entry, ...props }: ThreadProps & { readonly entry: Entry }) {
  if ('note' in entry) {
    return <Note {...props} note={entry.note} />;
  }
  return <Message {...props} message={entry.message} />;
}

const TONE: Readonly<Record<ShownMessage['state'], Tone>> = {
  queued: 'info',
  made: 'warning',
  sent: 'success',
  received: 'info',
  failed: 'danger',
  bounced: 'danger',
};

function Message({ context, id, message }: ThreadProps & { readonly message: ShownMessage }) {
  const { correspondence: texts, thread } = context.texts;
  const incoming = message.direction === 'in';
  const place = `/vorgaenge/${id}/schriftverkehr` as const;
  return (
    <article class={`thread__entry thread__entry--${message.direction}`} id={`m-${message.id}`}>
      <p class="thread__head">
        <strong>{incoming ? <bdi>{message.from === '' ? thread.person : message.from}</bdi> : thread.us}</strong> ·{' '}
        {wayOf(context, message)} ·{' '}
        <time dateTime={message.createdAt.toISOString()}>{minute(context, message.createdAt)}</time>{' '}
        {incoming || message.kind === null ? null : (
          <Badge tone={TONE[message.state]}>{texts.states[message.state]}</Badge>
        )}
        {incoming && message.origin !== 'person' ? <Badge tone="info">{texts.origins[message.origin]}</Badge> : null}
        {message.enteredFor === undefined ? null : (
          <Badge tone="info">{thread.enteredFor(day(context, message.enteredFor))}</Badge>
        )}
        {incoming && !message.verified && message.enteredFor === undefined && message.origin !== 'mail-server' ? (
          <Badge tone="warning">{texts.unverified}</Badge>
        ) : null}
        {message.automatic && message.origin !== 'mail-server' ? <Badge tone="info">{texts.automatic}</Badge> : null}
      </p>
      <p class="thread__subject" hidden={message.subject === '' && message.kind === null}>
        <bdi>{message.subject}</bdi>
        {message.kind === null || ANSWERING_KINDS.every((kind) => kind !== message.kind) ? null : (
          <span class="kern-hint"> {texts.kinds[message.kind]}</span>
        )}
      </p>
      <SenderCheck context={context} found={message.authentication} />
      {message.untold === undefined ? (
        <Text text={message.body ?? ''} none={texts.empty} />
      ) : (
        <Body>{texts.untold[message.untold]}</Body>
      )}
      {message.cut ? <Hint>{texts.cut}</Hint> : null}
      {message.way === 'channel' && message.state === 'made' ? <Copy context={context} message={message} /> : null}
      <ul class="kern-list plain-list">
        {message.attachments.map(({ filename, size }, at) => (
          <li key={`${at}`}>
            <Link href={`${place}/${message.id}/anlagen/${at}`} download>
              <bdi>{filename}</bdi> ({Math.ceil(size / 1024)} kB)
            </Link>
          </li>
        ))}
        {message.state === 'made' || message.untold === 'large' ? (
          <li>
            <Link href={`${place}#m-${message.id}`}>
              {message.state !== 'made' ? thread.whole : message.way === 'letter' ? thread.toLetter : thread.toTold}
            </Link>
          </li>
        ) : null}
      </ul>
    </article>
  );
}

function wayOf({ texts }: PageContext, { way, enteredFor }: ShownMessage): string {
  return enteredFor === undefined || way === 'mail' ? texts.correspondence.ways[way] : texts.entering.ways[way];
}

/** To be pasted where the person wrote: one click puts it into the clipboard. */
function Copy({ context, message }: { context: PageContext; message: ShownMessage }) {
  const { receipt, thread } = context.texts;
  const field = `copy-${message.id}`;
  return (
    <div class="actions">
      <textarea class="visually-hidden" id={field} readOnly tabIndex={-1} aria-label={thread.copied}>
        {message.body ?? ''}
      </textarea>
      <button class="kern-btn kern-btn--primary" type="button" data-copy={field} data-copied={receipt.copied} hidden>
        <span class="kern-icon kern-icon--content-copy" aria-hidden="true"></span>
        <span class="kern-label">{thread.copy}</span>
      </button>
      <span role="status" data-copy-status></span>
    </div>
  );
}

function Note({ context, note }: ThreadProps & { readonly note: ThreadNote }) {
  const { thread: texts, casework } = context.texts;
  return (
    <article class="thread__entry thread__entry--note" id={`n-${note.id}`}>
      <p class="thread__head">
        <strong>{note.telephone ? texts.telephone : texts.note}</strong> · {note.author} ·{' '}
        <time dateTime={note.at.toISOString()}>{minute(context, note.at)}</time>
        {note.retractedAt === null ? null : ` – ${casework.notes.retracted(minute(context, note.retractedAt))}`}
      </p>
      <div class="thread__text" dir="auto">
        {note.retractedAt === null ? note.text : <s>{note.text}</s>}
      </div>
    </article>
  );
}

function Text({ text, none }: { text: string; none: string }) {
  return text.trim() === '' ? (
    <Body>{none}</Body>
  ) : (
    <blockquote class="thread__text" dir="auto">
      {text}
    </blockquote>
  );
}
