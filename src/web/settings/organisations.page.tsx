import { LAND_NAMES, LANDS } from '../../domain/deadlines/land.js';
import { ErrorSummary, Select, TextArea, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import { Alert, Button, CsrfField, Heading, Lead, Subheading } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

export interface NewOrganisationForm {
  readonly slug: string;
  readonly name: string;
  readonly shortName: string;
  readonly postalAddress: string;
  readonly email: string;
  readonly land: string;
  readonly referencePrefix: string;
  readonly dpoEmail: string;
  readonly dpoTelephone: string;
}

export interface OrganisationsProps {
  readonly context: PageContext;
  readonly form: NewOrganisationForm;
  readonly created: string | undefined;
  readonly errors: Errors;
  readonly csrfToken: string;
}

/** The organisations where one has a role, and a new one. */
export function OrganisationsPage({ context, form, created, errors, csrfToken }: OrganisationsProps) {
  const { options, setup } = context.texts;
  const texts = options.organisations;
  const labels = {
    ...options.labels,
    slug: texts.slug,
    referencePrefix: texts.prefix,
    dpoEmail: texts.dpoEmail,
    dpoTelephone: texts.dpoTelephone,
  };
  const line = (field: 'name' | 'shortName' | 'email') => (
    <TextField
      field={field}
      label={options.labels[field]}
      hint={options.hints[field]}
      value={form[field]}
      errors={errors}
      required
    />
  );
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      {created === undefined ? null : <Alert tone="success" title={texts.created(created)} live />}
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      <ul class="kern-list kern-list--bullet">
        {context.organisations.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
      <Subheading>{texts.fresh}</Subheading>
      <Lead>{texts.freshLead}</Lead>
      <form method="post" action="/verwaltung/organisationen" class="stack" noValidate>
        <CsrfField token={csrfToken} />
        {line('name')}
        {line('shortName')}
        <TextField field="slug" label={texts.slug} hint={texts.slugHint} value={form.slug} errors={errors} required />
        <TextField
          field="referencePrefix"
          label={texts.prefix}
          hint={texts.prefixHint}
          value={form.referencePrefix}
          errors={errors}
          required
        />
        <TextArea
          field="postalAddress"
          label={options.labels.postalAddress}
          hint={options.hints.postalAddress}
          rows={3}
          value={form.postalAddress}
          errors={errors}
          required
        />
        {line('email')}
        <Select
          field="land"
          label={options.labels.land}
          hint={options.hints.land}
          choices={LANDS.map((value) => ({ value, label: LAND_NAMES[value][context.language] }))}
          chosen={form.land}
          errors={errors}
        />
        <TextField
          field="dpoEmail"
          label={texts.dpoEmail}
          hint={texts.dpoEmailHint}
          type="email"
          value={form.dpoEmail}
          errors={errors}
          required
        />
        <TextField field="dpoTelephone" label={texts.dpoTelephone} value={form.dpoTelephone} errors={errors} required />
        <div>
          <Button>{texts.create}</Button>
        </div>
      </form>
      <div>
        <Link href="/verwaltung">{setup.back}</Link>
      </div>
    </div>
  );
}
