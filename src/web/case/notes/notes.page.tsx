import type { Draft } from '../../../requests/form-drafts/form-drafts.service.js';
import type { Note } from '../../../requests/notes/notes.service.js';
import { CaseHead } from '../case-head.js';
import type { CaseHeadView } from '../case-heads.js';
import { DraftNotice, draftOf } from '../draft.js';
import { ErrorSummary, TextArea, type Errors } from '../../shell/components/form.js';
import { Alert, Body, Button, CsrfField, Hint } from '../../shell/components/parts.js';
import { moment } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';

export interface NotesProps {
  readonly id: string;
  readonly head: CaseHeadView;
  readonly notes: readonly Note[];
  /** Whether the request takes notes in its state. */
  readonly open: boolean;
  readonly text: string;
  readonly draft: Draft | undefined;
  /** Of what is kept, whether it is shown or not. */
  readonly draftTag: string;
  readonly errors: Errors;
  readonly saved: boolean;
  readonly csrfToken: string;
}

export function NotesPage(props: NotesProps & { context: PageContext }) {
  const { context, notes } = props;
  const { notes: texts } = context.texts.casework;
  return (
    <div class="reading stack">
      <CaseHead context={context} head={props.head} current="notes" />
      {props.saved ? <Alert tone="success" title={texts.saved} live /> : null}
      <Hint>{texts.lead}</Hint>
      {props.open ? <NoteForm {...props} /> : <Body>{texts.closed}</Body>}
      {notes.length === 0 ? (
        <Body>{texts.none}</Body>
      ) : (
        <ol class="notes" reversed>
          {notes.map((note) => (
            <NoteItem key={note.id} {...props} note={note} />
          ))}
        </ol>
      )}
    </div>
  );
}

function NoteForm(props: NotesProps & { context: PageContext }) {
  const { context, id, text, errors, draft, csrfToken } = props;
  const { notes: texts } = context.texts.casework;
  return (
    <form
      method="post"
      action={`/vorgaenge/${id}/notizen`}
      class="stack no-print"
      noValidate
      {...draftOf(id, 'note', props.draftTag)}
    >
      <ErrorSummary texts={context.texts} errors={errors} labels={{ text: texts.text }} />
      <CsrfField token={csrfToken} />
      <TextArea field="text" label={texts.text} value={text} errors={errors} required />
      {/* Behind the field: the first button of a form is the one that the Enter key means. */}
      <div class="actions">
        <Button>{texts.save}</Button>
      </div>
      <DraftNotice context={context} id={id} kind="note" draft={draft} back={`/vorgaenge/${id}/notizen`} />
    </form>
  );
}

function NoteItem({ context, id, note, csrfToken }: NotesProps & { context: PageContext; note: Note }) {
  const { notes: texts } = context.texts.casework;
  const { content, retractedAt } = note;
  return (
    <li class="note">
      <p class="kern-body kern-body--small">
        <time dateTime={note.addedAt.toISOString()}>{moment(context, note.addedAt)}</time>
        {content === undefined ? null : `, ${content.author}`}
        {retractedAt === null ? null : <strong>{` – ${texts.retracted(moment(context, retractedAt))}`}</strong>}
      </p>
      {content === undefined ? (
        <Body>{texts.erased}</Body>
      ) : (
        <blockquote class="message" dir="auto">
          {retractedAt === null ? content.text : <s>{content.text}</s>}
        </blockquote>
      )}
      {note.retractable ? (
        <form method="post" action={`/vorgaenge/${id}/notizen/zuruecknehmen`} class="actions">
          <CsrfField token={csrfToken} />
          <input type="hidden" name="note" value={note.id} />
          <Button kind="tertiary">{texts.retract}</Button>
          <Hint>{texts.retractHint}</Hint>
        </form>
      ) : null}
    </li>
  );
}
