import type { Draft } from '../../requests/drafts.service.js';
import { moment } from '../format.js';
import type { PageContext } from '../page-context.js';
import { Alert } from './parts.js';

/** For the form whose text is to be kept while it is written: `<form {...draftOf(id, 'note')}>`. */
export function draftOf(id: string, kind: string) {
  return { 'data-draft': kind, 'data-draft-to': `/vorgaenge/${id}/entwurf/${kind}` };
}

/**
 * Stands inside that form: says that a draft is in it and offers to be rid of it; with JavaScript also that one was
 * kept just now.
 * @param back the page that the form stands on
 */
export function DraftNotice(props: {
  context: PageContext;
  id: string;
  kind: string;
  draft: Draft | undefined;
  back: string;
}) {
  const { context, id, kind, draft, back } = props;
  const { draft: texts } = context.texts.desk;
  return (
    <>
      {draft === undefined ? null : (
        <Alert tone="info" title={texts.restored(moment(context, draft.savedAt))}>
          <button
            class="kern-btn kern-btn--tertiary"
            type="submit"
            formAction={`/vorgaenge/${id}/entwurf/${kind}/verwerfen`}
            formNoValidate
            name="zurueck"
            value={back}
          >
            <span class="kern-label">{texts.discard}</span>
          </button>
        </Alert>
      )}
      <p class="kern-hint" role="status" data-draft-status data-saved={texts.saved} data-failed={texts.failed}></p>
    </>
  );
}
