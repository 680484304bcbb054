import { CaseNav } from '../case-nav.js';
import { Body, Heading } from '../../shell/components/parts.js';
import type { PageContext } from '../../shell/page-context.js';

export function CorrespondenceErasedPage(props: { context: PageContext; id: string; reference: string }) {
  const { context, id, reference } = props;
  const texts = context.texts.correspondence;
  return (
    <div class="reading stack">
      <Heading>{texts.title(reference)}</Heading>
      <CaseNav context={context} id={id} current="correspondence" />
      <Body>{texts.erased}</Body>
    </div>
  );
}
