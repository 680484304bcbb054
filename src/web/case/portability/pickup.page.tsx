import type { PickupStanding } from '../../../requests/portability/package-pickup.service.js';
import { type Errors, ErrorSummary, TextField } from '../../shell/components/form.js';
import { Alert, Body, Button, Heading, Hint, Lead, Subheading } from '../../shell/components/parts.js';
import { moment } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';
import type { DpoContact } from '../../shell/dpo-contact.js';

/** Where the person collects their data; nothing of what is in it stands here. */
export function PickupPage(props: {
  context: PageContext;
  organisation: string;
  endsAt: Date;
  address: string;
  asked: boolean;
  sent: boolean;
  contact: DpoContact | undefined;
  errors: Errors;
}) {
  const { context, address, asked, errors } = props;
  const texts = context.texts.portability.person;
  return (
    <div class="narrow stack">
      <Heading>{texts.title}</Heading>
      <ErrorSummary texts={context.texts} errors={errors} labels={{ code: texts.code }} />
      {props.sent ? (
        <Alert tone="success" title={texts.sent} live>
          <Body>{texts.sentText}</Body>
        </Alert>
      ) : null}
      <Lead>{texts.lead(props.organisation, moment(context, props.endsAt))}</Lead>
      <Subheading>{texts.step1}</Subheading>
      <Body>{texts.step1Text}</Body>
      <form method="post" action={`${address}/code`} class="actions">
        <Button kind={asked ? 'secondary' : 'primary'}>{asked ? texts.again : texts.sendCode}</Button>
      </form>
      {asked ? (
        <>
          <Subheading>{texts.step2}</Subheading>
          <form method="post" action={address} class="stack" noValidate>
            <TextField field="code" label={texts.code} hint={texts.codeHint} value="" errors={errors} required />
            <Hint>{texts.once}</Hint>
            <div class="actions">
              <Button>{texts.collect}</Button>
            </div>
          </form>
        </>
      ) : null}
      <Ask context={context} contact={props.contact} />
    </div>
  );
}

/** A link that leads to nothing (any more), in plain words, with whom to ask. */
export function PickupClosedPage({
  context,
  standing,
  contact,
}: {
  context: PageContext;
  standing: Exclude<PickupStanding, 'ready'> | 'unknown';
  contact: DpoContact | undefined;
}) {
  const { title, text } = context.texts.portability.person.closed[standing];
  return (
    <div class="narrow stack">
      <Heading>{title}</Heading>
      <Lead>{text}</Lead>
      <Ask context={context} contact={contact} />
    </div>
  );
}

function Ask({ context, contact }: { context: PageContext; contact: DpoContact | undefined }) {
  const { ask, askSender } = context.texts.portability.person;
  return <Body>{contact === undefined ? askSender : ask(contact.title, contact.email, contact.telephone)}</Body>;
}
