import type { Draft } from '../../requests/form-drafts/form-drafts.service.js';
import { moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';
import type { Href } from '../shell/components/link.js';
import { Alert, ButtonLink } from '../shell/components/parts.js';

/**
 * For the form whose text is to be kept while it is written: `<form {...draftOf(id, 'note', tag)}>`.
 * @param tag of what is kept now
 */
export function draftOf(id: string, kind: string, tag: string) {
  return draftTo(`/vorgaenge/${id}/entwurf/${kind}`, tag);
}

/** @param address takes the fields of the form */
export function draftTo(address: string, tag: string) {
  return { 'data-draft': true, 'data-draft-to': address, 'data-draft-tag': tag };
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
  back: Href;
}) {
  const { context, id, kind, draft, back } = props;
  const { draft: texts } = context.texts.casework;
  return (
    <>
      {draft === undefined ? null : (
        <Alert tone="info" title={texts.restored(moment(context, draft.savedAt))}>
          <button
            class="kern-btn kern-btn--tertiary"
            type="submit"
            formAction={`/vorgaenge/${id}/entwurf/${kind}/verwerfen`}
            formNoValidate
            name="back"
            value={back}
          >
            <span class="kern-label">{texts.discard}</span>
          </button>
        </Alert>
      )}
      <DraftStatus context={context} back={back} />
    </>
  );
}

/**
 * Says, with JavaScript, what became of the draft; when another window was faster, the choice is the writer's.
 * @param back without a fragment: with one, the browser would stay on the page as it is
 */
export function DraftStatus({ context, back }: { context: PageContext; back: Href }) {
  const { draft: texts } = context.texts.casework;
  return (
    <>
      <p
        class="kern-hint"
        role="status"
        data-draft-status
        data-saved={texts.saved}
        data-failed={texts.failed}
        data-changed={texts.changed}
      ></p>
      <div class="actions" data-draft-choice hidden>
        <ButtonLink href={back} kind="secondary">
          {texts.showOther}
        </ButtonLink>
        <button class="kern-btn kern-btn--secondary" type="button" data-draft-keep>
          <span class="kern-label">{texts.keepThis}</span>
        </button>
      </div>
    </>
  );
}
