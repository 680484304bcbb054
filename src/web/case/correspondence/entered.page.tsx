import type { CivilDate } from '../../../domain/civil-date.js';
import { Body, Subheading } from '../../shell/components/parts.js';
import type { PageContext } from '../../shell/page-context.js';
import { CaseHead } from '../case-head.js';
import type { CaseHeadView } from '../case-heads.js';
import { EnteredForm } from '../entered-form.js';
import type { ShownEntered } from '../entered-forms.js';

interface EnteredProps extends ShownEntered {
  readonly context: PageContext;
  readonly head: CaseHeadView;
  readonly today: CivilDate;
  readonly csrfToken: string;
}

export function EnteredPage({ context, head, ...form }: EnteredProps) {
  const { entering: texts } = context.texts;
  return (
    <div class="reading stack case">
      <CaseHead context={context} head={head} current="correspondence" />
      <Subheading>{texts.heading}</Subheading>
      <Body>{texts.lead}</Body>
      <EnteredForm context={context} action={`/vorgaenge/${head.id}/eingang`} submit={texts.save} {...form} />
    </div>
  );
}
