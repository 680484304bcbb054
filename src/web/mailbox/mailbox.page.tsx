import { Link } from '../shell/components/link.js';
import { Body, ButtonLink, Facts, Heading, Lead, Subheading } from '../shell/components/parts.js';
import { moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface MailListItem {
  readonly id: string;
  readonly subject: string;
  readonly to: string;
  readonly date: Date | undefined;
}

export function MailboxPage({ context, mails }: { context: PageContext; mails: readonly MailListItem[] }) {
  const texts = context.texts.mailbox;
  return (
    <div class="stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      {mails.length === 0 ? (
        <Body>{texts.empty}</Body>
      ) : (
        <ul class="mails">
          {mails.map((mail) => (
            <li key={mail.id}>
              <a class="kern-link" href={`/mailbox/${mail.id}`}>
                {mail.subject}
              </a>
              <span class="kern-body kern-body--small">{mail.to}</span>
              {mail.date === undefined ? null : (
                <time dateTime={mail.date.toISOString()}>{moment(context, mail.date)}</time>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export interface MailProps extends MailListItem {
  readonly from: string;
  readonly text: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly attachments: readonly string[];
}

export function MailPage({ context, mail }: { context: PageContext; mail: MailProps }) {
  const texts = context.texts.mailbox;
  return (
    <div class="reading stack">
      <Heading>{mail.subject}</Heading>
      <Facts
        facts={[
          { label: texts.from, value: mail.from },
          { label: texts.to, value: mail.to },
          ...(mail.date === undefined ? [] : [{ label: texts.date, value: moment(context, mail.date) }]),
        ]}
      />
      <blockquote class="message" dir="auto">
        {mail.text}
      </blockquote>
      <Subheading>{texts.attachments}</Subheading>
      <ul class="kern-list kern-list--bullet">
        {mail.attachments.map((filename, at) => (
          <li key={filename}>
            <Link href={`/mailbox/${mail.id}/anhaenge/${at}`} download>
              <bdi>{filename}</bdi>
            </Link>
          </li>
        ))}
      </ul>
      <div class="actions">
        <ButtonLink href="/mailbox" kind="secondary">
          {texts.back}
        </ButtonLink>
        <Link href={`/mailbox/${mail.id}.eml`} download>
          {texts.raw}
        </Link>
      </div>
    </div>
  );
}
