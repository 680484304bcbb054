import type { UserRole } from '../../identity/user-role.js';
import {
  Alert,
  Body,
  Button,
  ButtonLink,
  CsrfField,
  type Fact,
  Facts,
  Heading,
  Hint,
  Lead,
  Subheading,
} from '../shell/components/parts.js';
import { day } from '../shell/format.js';
import { PART_NAMES } from './setting-parts.js';
import { InspectorAccountForm, type InspectorAccountFormProps } from './inspector-account-form.js';
import type { PageContext } from '../shell/page-context.js';

export interface InstructionProps {
  readonly instruction:
    | {
        readonly id: string;
        readonly version: number;
        readonly holdsFrom: string;
        readonly text: string;
        readonly handoverLimitMinutes: number;
        readonly forwardingLimitSeconds: number;
        readonly takeoverLimitHours: number | null;
      }
    | undefined;
  readonly confirmed: boolean;
  /** Another version came into force between opening the page and confirming it. */
  readonly changed: boolean;
  readonly csrfToken: string;
}

export function InstructionPage({
  context,
  instruction,
  confirmed,
  changed,
  csrfToken,
}: InstructionProps & { context: PageContext }) {
  const { instruction: texts, handover } = context.texts;
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      {instruction === undefined ? (
        <Body>{texts.none}</Body>
      ) : (
        <>
          {changed ? <Alert tone="warning" title={context.texts.setup.changed} live /> : null}
          <Hint>{texts.version(instruction.version, day(context, instruction.holdsFrom))}</Hint>
          {instruction.text.split('\n\n').map((paragraph) => (
            <Body key={paragraph}>{paragraph}</Body>
          ))}
          <Hint>
            {texts.limits(handover.hours(instruction.handoverLimitMinutes), instruction.forwardingLimitSeconds)}
            {instruction.takeoverLimitHours === null ? '' : ` ${texts.takeover(instruction.takeoverLimitHours)}`}
          </Hint>
          {confirmed ? (
            <Alert tone="success" title={texts.confirmed} live />
          ) : (
            <form method="post" action="/anweisung">
              <CsrfField token={csrfToken} />
              <input type="hidden" name="instruction" value={instruction.id} />
              <Button kind="secondary">{texts.confirm}</Button>
            </form>
          )}
        </>
      )}
    </div>
  );
}

export interface SettingsProps {
  readonly facts: readonly Fact[];
  readonly mail: readonly Fact[];
  readonly channels: readonly string[];
  readonly designation: readonly string[];
  readonly users: readonly {
    readonly email: string;
    readonly roles: readonly UserRole[];
    readonly endsOn: string | null;
  }[];
  readonly inspection: Omit<InspectorAccountFormProps, 'context'>;
  /** May set up what belongs to the whole installation. */
  readonly operates: boolean;
}

export function SettingsPage({
  context,
  facts,
  mail,
  channels,
  designation,
  users,
  inspection,
  operates,
}: SettingsProps & { context: PageContext }) {
  const texts = context.texts.settings;
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <div class="actions">
        <ButtonLink href="/verwaltung/nutzende" kind="secondary">
          {context.texts.accounts.title}
        </ButtonLink>
        {PART_NAMES.map((part) => (
          <ButtonLink key={part} href={`/verwaltung/einstellungen/${part}`} kind="secondary">
            {context.texts.options.parts[part]}
          </ButtonLink>
        ))}
        <ButtonLink href="/verwaltung/kanaele" kind="secondary">
          {texts.channels}
        </ButtonLink>
        <ButtonLink href="/verwaltung/benennung" kind="secondary">
          {texts.designation}
        </ButtonLink>
        <ButtonLink href="/verwaltung/anweisung" kind="secondary">
          {context.texts.instruction.title}
        </ButtonLink>
        {operates ? (
          <>
            <ButtonLink href="/verwaltung/verbindungen/versand" kind="secondary">
              {context.texts.firstStart.connections.title}
            </ButtonLink>
            <ButtonLink href="/verwaltung/organisationen" kind="secondary">
              {context.texts.options.organisations.title}
            </ButtonLink>
          </>
        ) : null}
        <ButtonLink href="/verwaltung/aenderungen" kind="secondary">
          {context.texts.options.changes}
        </ButtonLink>
      </div>
      <Subheading>{texts.organisation}</Subheading>
      <Facts facts={facts} />
      <Subheading>{texts.mail.title}</Subheading>
      <Facts facts={mail} />
      <Subheading>{texts.designation}</Subheading>
      <ul class="kern-list">
        {designation.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Subheading>{texts.channels}</Subheading>
      <ul class="kern-list kern-list--bullet">
        {channels.map((channel) => (
          <li key={channel}>{channel}</li>
        ))}
      </ul>
      <Subheading>{texts.users}</Subheading>
      <Facts
        facts={users.map(({ email, roles, endsOn }) => ({
          label: email,
          value: [
            ...roles.map((role) => context.texts.accounts.role[role]),
            ...(endsOn === null ? [] : [context.texts.inspection.limited(day(context, endsOn))]),
          ].join(', '),
        }))}
      />
      <Hint>{context.texts.setup.dpoPages}</Hint>
      <InspectorAccountForm context={context} {...inspection} />
    </div>
  );
}
