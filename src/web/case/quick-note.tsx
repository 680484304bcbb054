import { LIFECYCLE } from '../../domain/lifecycle/lifecycle.js';
import { Button, CsrfField } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';
import type { CaseHeadView } from './case-heads.js';

/** A note, or what was said on the telephone, from every page of the case; without JavaScript too. */
export function QuickNote({ context, head }: { context: PageContext; head: CaseHeadView }) {
  const { quickNote: texts } = context.texts;
  return head.erased || LIFECYCLE[head.state]['add-note'] === undefined ? null : (
    <details class="quick-note no-print" data-key="n">
      <summary>{texts.title}</summary>
      <form method="post" action={`/vorgaenge/${head.id}/notizen`} class="quick-note__form">
        <CsrfField token={head.csrfToken} />
        <input type="hidden" name="back" value="case" />
        <label class="kern-label" for="quick-note">
          {texts.text}
        </label>
        <textarea class="kern-form-input__input" id="quick-note" name="text" rows={4} dir="auto" required></textarea>
        <div class="kern-form-check">
          <input class="kern-form-check__checkbox" type="checkbox" id="quick-telephone" name="telephone" value="yes" />
          <label class="kern-label" for="quick-telephone">
            {texts.telephone}
          </label>
        </div>
        <Button kind="secondary">{texts.save}</Button>
      </form>
    </details>
  );
}
