import type { TrayMail } from '../../intake/mail/tray-desk.js';
import { Link } from '../shell/components/link.js';
import { Alert, Badge, Body, CsrfField, Heading, Lead, Subheading } from '../shell/components/parts.js';
import { moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

interface Props {
  readonly context: PageContext;
  readonly csrfToken: string;
  readonly told: 'put' | 'aside' | 'back' | undefined;
  readonly waiting: readonly TrayMail[];
  readonly settled: readonly TrayMail[];
}

export function UnassignedPage(props: Props) {
  const { context, told, waiting } = props;
  const texts = context.texts.unassigned;
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      {told === undefined ? null : <Alert tone="success" title={texts.told[told]} live />}
      <Lead>{texts.lead}</Lead>
      {waiting.length === 0 ? (
        <Body>{texts.empty}</Body>
      ) : (
        <ul class="mails">
          {waiting.map((mail) => (
            <li key={mail.id}>
              <Link href={`/unzugeordnet/${mail.id}`}>
                <bdi>{mail.subject === '' ? texts.noSubject : mail.subject}</bdi>
              </Link>
              <span class="kern-body kern-body--small">
                <bdi>{mail.from === '' ? texts.unknownSender : mail.from}</bdi>
              </span>
              <time dateTime={mail.arrivedAt.toISOString()}>{moment(context, mail.arrivedAt)}</time>
              <Badge tone={mail.why === 'unassigned' || mail.why === 'not-recorded' ? 'warning' : 'info'}>
                {texts.why[mail.why]}
              </Badge>
            </li>
          ))}
        </ul>
      )}
      <Settled {...props} />
    </div>
  );
}

function Settled({ context, settled, csrfToken }: Props) {
  const texts = context.texts.unassigned;
  if (settled.length === 0) {
    return null;
  }
  return (
    <section class="stack">
      <Subheading>{texts.done}</Subheading>
      <Body>{texts.doneText}</Body>
      <ul class="kern-list plain-list">
        {settled.map((mail) => {
          const subject = mail.subject === '' ? texts.noSubject : mail.subject;
          return (
            <li key={mail.id}>
              <form method="post" action={`/unzugeordnet/${mail.id}/zuruecknehmen`} class="actions">
                <CsrfField token={csrfToken} />
                <span class="kern-body">
                  <bdi>{subject}</bdi>: {texts.states[mail.state]}
                  {mail.rightsRequestId === null || mail.state === 'set-aside' ? null : (
                    <>
                      {' '}
                      <Link href={`/vorgaenge/${mail.rightsRequestId}`}>{mail.reference ?? ''}</Link>
                    </>
                  )}
                </span>
                {mail.state === 'new-case' ? null : (
                  <button class="kern-btn kern-btn--tertiary kern-btn--x-small" type="submit">
                    <span class="kern-label">
                      {texts.takeBack} <span class="visually-hidden">{subject}</span>
                    </span>
                  </button>
                )}
              </form>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
