import type { DpoDesignation } from '../../organisations/dpo-designation.entity.js';
import { ErrorSummary, TextArea, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import { Alert, Body, Button, CsrfField, Heading, Hint, Lead, Subheading } from '../shell/components/parts.js';
import { moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface DesignationForm {
  readonly titleDe: string;
  readonly titleEn: string;
  readonly email: string;
  readonly telephone: string;
  readonly postalAddress: string;
  readonly deputy: boolean;
}

export interface DesignationProps {
  readonly context: PageContext;
  /** In force: of the DPO, or of the deputy. */
  readonly standing: DpoDesignation | null;
  readonly form: DesignationForm;
  readonly saved: boolean;
  readonly errors: Errors;
  readonly csrfToken: string;
}

/** Whom requests are forwarded to (Art. 37 GDPR), and who deputises. A change ends the one before and is kept with it. */
export function DesignationPage(props: DesignationProps) {
  const { context, standing, form, saved, errors } = props;
  const { settings, setup } = context.texts;
  const labels = {
    titleDe: setup.titleDe,
    titleEn: setup.titleEn,
    email: settings.email,
    telephone: setup.telephone,
    postalAddress: setup.postalAddress,
  };
  return (
    <div class="reading stack">
      <Heading>{settings.designation}</Heading>
      <Lead>{setup.designationLead}</Lead>
      {saved ? <Alert tone="success" title={setup.saved} live /> : null}
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      <Subheading>{form.deputy ? setup.deputy : setup.dpo}</Subheading>
      {standing === null ? (
        <Body>{setup.nobodyDesignated}</Body>
      ) : (
        <Hint>{setup.since(moment(context, standing.validFrom))}</Hint>
      )}
      <Fields {...props} mayEnd={form.deputy && standing !== null} />
      <div>
        <Link href={form.deputy ? '/verwaltung/benennung' : '/verwaltung/benennung?vertretung=1'}>
          {form.deputy ? setup.dpo : setup.deputy}
        </Link>
      </div>
      <div>
        <Link href="/verwaltung">{setup.back}</Link>
      </div>
    </div>
  );
}

function Fields({
  context,
  form,
  errors,
  csrfToken,
  mayEnd,
}: Pick<DesignationProps, 'context' | 'form' | 'errors' | 'csrfToken'> & { readonly mayEnd: boolean }) {
  const { settings, setup } = context.texts;
  return (
    <form method="post" action="/verwaltung/benennung" class="stack" noValidate>
      <CsrfField token={csrfToken} />
      {form.deputy ? <input type="hidden" name="deputy" value="1" /> : null}
      <TextField field="titleDe" label={setup.titleDe} value={form.titleDe} errors={errors} required />
      <TextField field="titleEn" label={setup.titleEn} value={form.titleEn} errors={errors} required />
      <TextField
        field="email"
        label={settings.email}
        hint={setup.emailHint}
        type="email"
        value={form.email}
        errors={errors}
        required
      />
      <TextField field="telephone" label={setup.telephone} value={form.telephone} errors={errors} required />
      <TextArea
        field="postalAddress"
        label={setup.postalAddress}
        rows={4}
        value={form.postalAddress}
        errors={errors}
        required
      />
      <div class="actions">
        <Button kind="secondary">{setup.save}</Button>
        {mayEnd ? (
          <Button kind="tertiary" name="end" value="1">
            {setup.endDeputy}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
