import type { Actor } from '../../../audit/actor.js';
import type { FieldProblem } from '../../../domain/problem.js';
import type { MessageDraft } from '../../../requests/correspondence/correspondence.service.js';
import type { ThreadService } from '../../../requests/correspondence/thread.service.js';
import type { InspectedFile } from '../../../platform/documents/uploads.js';
import type { SentForm } from '../../../platform/http/sent-form.js';
import { list, readForm } from '../../shell/form-body.js';
import { filesOf } from './message-draft-form.js';

/** The draft with the files that go with it: those kept with it that are still ticked, and those just chosen. */
export async function withDraftFiles(
  threads: ThreadService,
  actor: Actor,
  id: string,
  draft: MessageDraft,
  { body, files: chosen, problems }: SentForm<InspectedFile>,
): Promise<{ readonly draft: MessageDraft; readonly problems: readonly FieldProblem[] }> {
  const { attachment: ticked } = readForm(body, { attachment: list }).values;
  if (ticked.length === 0 && chosen.length === 0) {
    return { draft, problems };
  }
  const kept = ticked.length === 0 ? undefined : await threads.draftOf(actor, id);
  const going = filesOf(ticked, kept?.id === draft.id ? kept.files : [], chosen);
  return { draft: { ...draft, files: going.files }, problems: [...problems, ...going.problems] };
}
