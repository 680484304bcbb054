import type { CivilDate } from '../../domain/civil-date.js';
import { EnteredForm } from '../case/entered-form.js';
import type { ShownEntered } from '../case/entered-forms.js';
import { ButtonLink, Heading, Lead } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

interface SupplementProps extends ShownEntered {
  readonly context: PageContext;
  readonly id: string;
  readonly reference: string;
  readonly today: CivilDate;
  readonly csrfToken: string;
}

export function SupplementPage({ context, id, reference, ...form }: SupplementProps) {
  const { entering: texts, receipt } = context.texts;
  return (
    <div class="reading stack">
      <Heading>{texts.supplementTitle(reference)}</Heading>
      <Lead>{texts.supplementLead}</Lead>
      <EnteredForm context={context} action={`/weitergaben/${id}/ergaenzen`} submit={texts.send} {...form} />
      <div class="actions">
        <ButtonLink href={`/weitergaben/${id}`} kind="tertiary">
          {receipt.cancel}
        </ButtonLink>
      </div>
    </div>
  );
}
