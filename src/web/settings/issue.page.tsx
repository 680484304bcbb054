import type { Instruction } from '../../organisations/instruction.entity.js';
import type { Confirmation } from '../../organisations/settings/settings.service.js';
import { ErrorSummary, TextArea, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import { Alert, Button, CsrfField, Facts, Heading, Hint, Lead, Subheading } from '../shell/components/parts.js';
import { day, moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface IssueForm {
  readonly textDe: string;
  readonly textEn: string;
  readonly holdsFrom: string;
  readonly handoverLimitMinutes: string;
  readonly forwardingLimitSeconds: string;
  readonly takeoverLimitHours: string;
}

export interface IssueProps {
  readonly context: PageContext;
  /** In force today. */
  readonly instruction: Instruction | null;
  readonly confirmations: readonly Confirmation[];
  readonly form: IssueForm;
  readonly saved: boolean;
  readonly errors: Errors;
  readonly csrfToken: string;
}

/** A new version of the instruction, and who has confirmed which. */
export function IssuePage({ context, instruction, confirmations, form, saved, errors, csrfToken }: IssueProps) {
  const { instruction: texts, setup } = context.texts;
  const labels = {
    textDe: setup.textDe,
    textEn: setup.textEn,
    holdsFrom: setup.holdsFrom,
    handoverLimitMinutes: setup.handoverLimit,
    forwardingLimitSeconds: setup.forwardingLimit,
    takeoverLimitHours: setup.takeoverLimit,
  };
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{setup.issueLead}</Lead>
      {saved ? <Alert tone="success" title={setup.saved} live /> : null}
      {instruction === null ? null : (
        <Hint>{texts.version(instruction.version, day(context, instruction.holdsFrom))}</Hint>
      )}
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      <form method="post" action="/verwaltung/anweisung" class="stack" noValidate>
        <CsrfField token={csrfToken} />
        <TextArea field="textDe" label={setup.textDe} rows={12} value={form.textDe} errors={errors} required />
        <TextArea field="textEn" label={setup.textEn} rows={12} value={form.textEn} errors={errors} required />
        <TextField
          field="holdsFrom"
          label={setup.holdsFrom}
          hint={setup.holdsFromHint}
          type="date"
          value={form.holdsFrom}
          errors={errors}
          required
        />
        <TextField
          field="handoverLimitMinutes"
          label={setup.handoverLimit}
          hint={setup.handoverLimitHint}
          value={form.handoverLimitMinutes}
          errors={errors}
          required
        />
        <TextField
          field="forwardingLimitSeconds"
          label={setup.forwardingLimit}
          hint={setup.forwardingLimitHint}
          value={form.forwardingLimitSeconds}
          errors={errors}
          required
        />
        <TextField
          field="takeoverLimitHours"
          label={setup.takeoverLimit}
          hint={setup.takeoverLimitHint}
          value={form.takeoverLimitHours}
          errors={errors}
        />
        <div>
          <Button>{setup.issue}</Button>
        </div>
      </form>
      <Subheading>{setup.confirmations}</Subheading>
      <Hint>{setup.confirmationsHint}</Hint>
      <Facts
        facts={confirmations.map(({ email, version, confirmedAt }) => ({
          label: email,
          value:
            version === null || confirmedAt === null
              ? setup.notConfirmed
              : `${setup.confirmedVersion(version, moment(context, confirmedAt))}${
                  instruction !== null && version < instruction.version ? ` – ${setup.outdated}` : ''
                }`,
        }))}
      />
      <div>
        <Link href="/verwaltung">{setup.back}</Link>
      </div>
    </div>
  );
}
