import { LAND_NAMES, LANDS } from '../../domain/deadlines/land.js';
import { OFFERED_CHANNELS } from '../../organisations/new-profile.js';
import { SETUP_STEPS, type SetupDraft, type SetupStep } from '../../setup/first-setup.service.js';
import { Choices, ErrorSummary, Field, Select, TextArea, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import { MailServerFields, TestFailed, type TestFailureWords } from '../shell/components/mail-fields.js';
import { Alert, Body, Button, CsrfField, Facts, Heading, Hint, Lead, Subheading } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

export function WelcomePage({ context, word }: { readonly context: PageContext; readonly word: string }) {
  const texts = context.texts.firstStart;
  return (
    <div class="reading stack">
      <Heading>{texts.welcome}</Heading>
      <Lead>{texts.welcomeText}</Lead>
      <form method="post" action={`/einrichten/${word}`} class="stack">
        <Hint>{texts.beginHint}</Hint>
        <div>
          <Button>{texts.begin}</Button>
        </div>
      </form>
    </div>
  );
}

export function SetupOverPage({ context }: { readonly context: PageContext }) {
  const texts = context.texts.firstStart;
  return (
    <div class="reading stack">
      <Heading>{texts.over}</Heading>
      <Body>{texts.overText}</Body>
    </div>
  );
}

/** What was typed in the step, by field; lists with line breaks. */
export type StepForm = Readonly<Record<string, string>>;

export interface StepProps {
  readonly context: PageContext;
  readonly step: SetupStep;
  readonly form: StepForm;
  readonly draft: SetupDraft;
  readonly errors: Errors;
  readonly csrfToken: string;
  /** The built-in mailbox can be used. */
  readonly hasMailbox: boolean;
  /** The environment names the mail server. */
  readonly mailIsFixed: boolean;
  readonly hasDemonstration: boolean;
  readonly keyFile: string;
  readonly failure?: { readonly reason: TestFailureWords; readonly said: string } | undefined;
}

/** One step of the first start. */
export function StepPage(props: StepProps) {
  const { context, step, errors, csrfToken, failure } = props;
  const { firstStart: texts, options } = context.texts;
  const at = SETUP_STEPS.indexOf(step);
  const before = SETUP_STEPS[at - 1];
  const labels: Readonly<Record<string, string>> = {
    ...options.labels,
    slug: options.organisations.slug,
    referencePrefix: options.organisations.prefix,
    dpoEmail: options.organisations.dpoEmail,
    dpoTelephone: options.organisations.dpoTelephone,
    channels: texts.channelsLegend,
    host: texts.host,
    port: texts.port,
    security: texts.security,
    from: texts.from,
    testTo: texts.testTo,
    copy: texts.keyCompare,
    password: texts.ownPassword,
    dpo: texts.dpoInvite,
    staff: texts.staffInvite,
  };
  return (
    <div class="reading stack">
      <Hint>{texts.step(at + 1, SETUP_STEPS.length)}</Hint>
      <Heading>{texts.steps[step]}</Heading>
      <TestFailed context={context} failure={failure} />
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      {step === 'key' ? <KeyDownload {...props} /> : null}
      <form
        method="post"
        action="/einrichten"
        class="stack"
        encType={step === 'key' ? 'multipart/form-data' : undefined}
        noValidate
      >
        <CsrfField token={csrfToken} />
        <input type="hidden" name="step" value={step} />
        <StepFields {...props} />
        <div>
          <Button>
            {step === 'users'
              ? texts.finish
              : step === 'mail'
                ? texts.mailSend
                : step === 'key'
                  ? texts.keyNext
                  : texts.next}
          </Button>
        </div>
      </form>
      {before === undefined ? null : (
        <div>
          <Link href={`/einrichten?schritt=${before}`}>{texts.back}</Link>
        </div>
      )}
    </div>
  );
}

function StepFields(props: StepProps) {
  switch (props.step) {
    case 'organisation':
      return <OrganisationFields {...props} />;
    case 'dpo':
      return <DpoFields {...props} />;
    case 'channels':
      return <ChannelFields {...props} />;
    case 'mail':
      return <MailFields {...props} />;
    case 'key':
      return <KeyFields {...props} />;
    case 'users':
      return <UserFields {...props} />;
  }
}

function OrganisationFields({ context, form, errors }: StepProps) {
  const { options } = context.texts;
  const { labels, hints, organisations: texts } = options;
  const line = (field: 'name' | 'shortName' | 'email') => (
    <TextField
      field={field}
      label={labels[field]}
      hint={hints[field]}
      value={form[field] ?? ''}
      errors={errors}
      required
    />
  );
  return (
    <>
      {line('name')}
      {line('shortName')}
      <TextField
        field="slug"
        label={texts.slug}
        hint={texts.slugHint}
        value={form['slug'] ?? ''}
        errors={errors}
        required
      />
      <TextField
        field="referencePrefix"
        label={texts.prefix}
        hint={texts.prefixHint}
        value={form['referencePrefix'] ?? 'DSR'}
        errors={errors}
        required
      />
      <TextArea
        field="postalAddress"
        label={labels.postalAddress}
        hint={hints.postalAddress}
        rows={3}
        value={form['postalAddress'] ?? ''}
        errors={errors}
        required
      />
      {line('email')}
      <Select
        field="land"
        label={labels.land}
        hint={hints.land}
        choices={LANDS.map((value) => ({ value, label: LAND_NAMES[value][context.language] }))}
        chosen={form['land'] ?? 'BW'}
        errors={errors}
      />
    </>
  );
}

function DpoFields({ context, form, errors }: StepProps) {
  const { firstStart, options } = context.texts;
  const texts = options.organisations;
  return (
    <>
      <Lead>{firstStart.dpoLead}</Lead>
      <TextField
        field="dpoEmail"
        label={texts.dpoEmail}
        hint={texts.dpoEmailHint}
        type="email"
        value={form['dpoEmail'] ?? ''}
        errors={errors}
        required
      />
      <TextField
        field="dpoTelephone"
        label={texts.dpoTelephone}
        value={form['dpoTelephone'] ?? ''}
        errors={errors}
        required
      />
    </>
  );
}

function ChannelFields({ context, form, errors }: StepProps) {
  const { firstStart: texts, setup } = context.texts;
  return (
    <>
      <Lead>{texts.channelsLead}</Lead>
      <Choices
        field="channels"
        legend={texts.channelsLegend}
        kind="checkbox"
        choices={OFFERED_CHANNELS.map((kind) => ({ value: kind, label: setup.kinds[kind] }))}
        chosen={(form['channels'] ?? '').split('\n')}
        errors={errors}
      />
    </>
  );
}

function MailFields({ context, form, errors, hasMailbox, mailIsFixed }: StepProps) {
  const { firstStart: texts } = context.texts;
  const test = (
    <TextField
      field="testTo"
      label={texts.testTo}
      hint={texts.testToHint}
      type="email"
      value={form['testTo'] ?? ''}
      errors={errors}
      required
    />
  );
  if (mailIsFixed) {
    return (
      <>
        <Lead>{texts.mailFixed}</Lead>
        {test}
      </>
    );
  }
  const { host = '', port = '587', security = 'starttls', user = '', from = '', testTo = '' } = form;
  return (
    <>
      <Lead>{texts.mailLead}</Lead>
      {test}
      {hasMailbox ? (
        <Choices
          field="way"
          legend={texts.mailWay}
          kind="radio"
          choices={[
            { value: 'server', label: texts.mailServer },
            { value: 'built-in', label: texts.mailBuiltIn },
          ]}
          chosen={[form['way'] ?? 'server']}
          errors={errors}
        />
      ) : null}
      <MailServerFields context={context} form={{ host, port, security, user, from, testTo }} errors={errors} />
    </>
  );
}

function KeyDownload({ context, csrfToken, keyFile }: StepProps) {
  const { firstStart: texts } = context.texts;
  return (
    <>
      <Lead>{texts.keyLead}</Lead>
      <Facts facts={[{ label: texts.keyFile, value: keyFile }]} />
      <form method="post" action="/einrichten/schluessel">
        <CsrfField token={csrfToken} />
        <Button kind="secondary">{texts.keyDownload}</Button>
      </form>
    </>
  );
}

function KeyFields({ context, errors }: StepProps) {
  const { firstStart: texts } = context.texts;
  return (
    <>
      <Field field="copy" label={texts.keyCompare} hint={texts.keyCompareHint} errors={errors}>
        <input class="kern-form-input__input" type="file" id="copy" name="copy" aria-describedby="copy-hint" />
      </Field>
      <div class="kern-form-check">
        <input class="kern-form-check__checkbox" id="stated" name="stated" type="checkbox" value="1" />
        <label class="kern-label" for="stated">
          {texts.keyStated}
        </label>
      </div>
    </>
  );
}

function UserFields({ context, form, errors, draft, hasDemonstration }: StepProps) {
  const { firstStart: texts, options, setup } = context.texts;
  const { organisation, dpo, channels = [] } = draft;
  return (
    <>
      <Lead>{texts.usersLead}</Lead>
      <TextField
        field="email"
        label={texts.ownEmail}
        type="email"
        autocomplete="username"
        value={form['email'] ?? ''}
        errors={errors}
        required
      />
      <TextField
        field="password"
        label={texts.ownPassword}
        hint={texts.ownPasswordHint}
        type="password"
        autocomplete="new-password"
        value=""
        errors={errors}
        required
      />
      <TextField
        field="dpo"
        label={texts.dpoInvite}
        hint={texts.dpoInviteHint}
        type="email"
        value={form['dpo'] ?? dpo?.dpoEmail ?? ''}
        errors={errors}
      />
      <TextArea
        field="staff"
        label={texts.staffInvite}
        hint={texts.staffInviteHint}
        rows={4}
        value={form['staff'] ?? ''}
        errors={errors}
      />
      {hasDemonstration ? (
        <div class="kern-form-check">
          <input
            class="kern-form-check__checkbox"
            id="endDemonstration"
            name="endDemonstration"
            type="checkbox"
            value="1"
            checked
          />
          <label class="kern-label" for="endDemonstration">
            {texts.endDemonstration}
          </label>
        </div>
      ) : null}
      <Subheading>{texts.summary}</Subheading>
      <Facts
        facts={[
          { label: options.labels.name, value: organisation?.name ?? '' },
          { label: options.labels.land, value: organisation?.land ?? '' },
          { label: texts.steps.dpo, value: dpo?.dpoEmail ?? '' },
          {
            label: texts.steps.channels,
            value: OFFERED_CHANNELS.filter((kind) => channels.includes(kind))
              .map((kind) => setup.kinds[kind])
              .join(', '),
          },
          { label: texts.steps.mail, value: draft.mail?.host ?? (draft.mail === null ? texts.mailAccepted : '') },
        ]}
      />
      <Alert tone="info" title={texts.instruction} />
    </>
  );
}
