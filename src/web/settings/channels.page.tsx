import { CHANNEL_KINDS } from '../../domain/channel-kind.js';
import type { Channel } from '../../organisations/channel.entity.js';
import type { ChannelKeeper } from '../../organisations/settings/settings.service.js';
import { Choices, ErrorSummary, Select, TextField, type Choice, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import { Alert, Badge, Button, ButtonLink, CsrfField, Heading, Lead } from '../shell/components/parts.js';
import { moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface ChannelForm {
  readonly id: string;
  readonly kind: string;
  readonly labelDe: string;
  readonly labelEn: string;
  readonly active: boolean;
  readonly ownerId: string;
  readonly deputyId: string;
  readonly addressForm: string;
}

export interface ChannelsProps {
  readonly context: PageContext;
  readonly channels: readonly Channel[];
  readonly keepers: ReadonlyMap<string, ChannelKeeper>;
  readonly people: readonly Choice[];
  /** The channel that is edited; undefined: the list of all. */
  readonly form: ChannelForm | undefined;
  readonly saved: boolean;
  readonly errors: Errors;
  readonly csrfToken: string;
}

export const NEW_CHANNEL: ChannelForm = {
  id: '',
  kind: 'other',
  labelDe: '',
  labelEn: '',
  active: true,
  ownerId: '',
  deputyId: '',
  addressForm: '',
};

/** The ways by which requests arrive, who looks after each, and when they last looked. */
export function ChannelsPage({ context, channels, keepers, people, form, saved, errors, csrfToken }: ChannelsProps) {
  const { settings, setup } = context.texts;
  const labels = {
    kind: setup.kind,
    labelDe: setup.labelDe,
    labelEn: setup.labelEn,
    ownerId: setup.owner,
    deputyId: setup.deputyOwner,
  };
  return (
    <div class="reading stack">
      <Heading>{settings.channels}</Heading>
      <Lead>{setup.channelsLead}</Lead>
      {saved ? <Alert tone="success" title={setup.saved} live /> : null}
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      {form === undefined ? (
        <ul class="mails">
          {channels.map((channel) => {
            const lookedAt = keepers.get(channel.id)?.lookedAt ?? null;
            return (
              <li key={channel.id}>
                <Link href={`/verwaltung/kanaele?kanal=${channel.id}`}>
                  {context.language === 'de' ? channel.labelDe : channel.labelEn}
                </Link>
                {channel.active ? null : <Badge tone="warning">{setup.closed}</Badge>}
                <span>{lookedAt === null ? setup.neverLooked : setup.looked(moment(context, lookedAt))}</span>
              </li>
            );
          })}
        </ul>
      ) : (
        <ChannelFields context={context} form={form} people={people} errors={errors} csrfToken={csrfToken} />
      )}
      {form === undefined ? (
        <div>
          <ButtonLink kind="secondary" href="/verwaltung/kanaele?kanal=neu">
            {setup.newChannel}
          </ButtonLink>
        </div>
      ) : null}
      <div>
        <Link href="/verwaltung">{setup.back}</Link>
      </div>
    </div>
  );
}

function ChannelFields({
  context,
  form,
  people,
  errors,
  csrfToken,
}: Pick<ChannelsProps, 'context' | 'people' | 'errors' | 'csrfToken'> & { readonly form: ChannelForm }) {
  const { setup, options } = context.texts;
  const nobody = { value: '', label: setup.nobody };
  return (
    <form method="post" action="/verwaltung/kanaele" class="stack" noValidate>
      <CsrfField token={csrfToken} />
      <input type="hidden" name="id" value={form.id} />
      <Select
        field="kind"
        label={setup.kind}
        choices={CHANNEL_KINDS.map((kind) => ({ value: kind, label: setup.kinds[kind] }))}
        chosen={form.kind}
        errors={errors}
      />
      <TextField field="labelDe" label={setup.labelDe} value={form.labelDe} errors={errors} required />
      <TextField field="labelEn" label={setup.labelEn} value={form.labelEn} errors={errors} required />
      <Select
        field="ownerId"
        label={setup.owner}
        hint={setup.ownerHint}
        choices={[nobody, ...people]}
        chosen={form.ownerId}
        errors={errors}
      />
      <Select
        field="deputyId"
        label={setup.deputyOwner}
        choices={[nobody, ...people]}
        chosen={form.deputyId}
        errors={errors}
      />
      <Select
        field="addressForm"
        label={setup.channelForm}
        hint={setup.channelFormHint}
        choices={[
          { value: '', label: setup.asEverywhere },
          { value: 'sie', label: options.forms.sie },
          { value: 'du', label: options.forms.du },
        ]}
        chosen={form.addressForm}
        errors={errors}
      />
      <Choices
        field="active"
        legend={setup.state}
        kind="checkbox"
        choices={[{ value: '1', label: setup.open }]}
        chosen={form.active ? ['1'] : []}
        errors={errors}
        hint={setup.openHint}
      />
      <div>
        <Button kind="secondary">{setup.save}</Button>
      </div>
    </form>
  );
}
