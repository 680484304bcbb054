import { CaseHead } from '../case-head.js';
import type { CaseHeadView } from '../case-heads.js';
import { Body } from '../../shell/components/parts.js';
import type { PageContext } from '../../shell/page-context.js';

export function CorrespondenceErasedPage({ context, head }: { context: PageContext; head: CaseHeadView }) {
  return (
    <div class="reading stack">
      <CaseHead context={context} head={head} current="correspondence" />
      <Body>{context.texts.correspondence.erased}</Body>
    </div>
  );
}
