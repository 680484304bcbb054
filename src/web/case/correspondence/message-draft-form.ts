import { type FieldProblem, isRefusal, refuse } from '../../../domain/problem.js';
import { acceptAttachments, type Attachment, fileProblem } from '../../../platform/documents/attachments.js';
import { isUuid } from '../../../platform/ids.js';
import type { MessageDraft } from '../../../requests/correspondence/correspondence.service.js';
import { fileKey } from '../../../requests/correspondence/message-files.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { box, choice, int, readForm, text } from '../../shell/form-body.js';
import { MESSAGE_KINDS, MESSAGE_LANGUAGES, MESSAGE_WAYS } from '../../../domain/correspondence/kinds.js';

/** What was typed, with the state of the case that its writer had seen. @throws Refusal invalid-input for hidden fields */
export function draftOf(body: Form): {
  readonly draft: MessageDraft;
  readonly version: number | undefined;
  readonly seen: number | undefined;
} {
  const { kind, language, way, message: id, confirmed, version, seen, ...typed } = readForm(body, MESSAGE).values;
  if (kind === undefined || language === undefined || !isUuid(id)) {
    return refuse('invalid-input', { fields: [{ field: 'kind', code: 'unknown-value' }] });
  }
  return { draft: { id, kind, language, way: way ?? 'mail', ...typed, files: [], confirmed }, version, seen };
}

const MESSAGE = {
  kind: choice(MESSAGE_KINDS),
  language: choice(MESSAGE_LANGUAGES),
  way: choice(MESSAGE_WAYS),
  message: text(),
  to: text(),
  address: text(),
  subject: text(),
  body: text(),
  confirmed: box('yes'),
  version: int,
  seen: int,
};

/**
 * What goes with the message: what was kept with its draft and is still ticked, and what was chosen now; cleaned and
 * within the limits of all files together.
 */
export function filesOf(
  ticked: readonly string[],
  kept: readonly Attachment[],
  chosen: readonly Attachment[],
): { readonly files: readonly Attachment[]; readonly problems: readonly FieldProblem[] } {
  const staying = kept.filter((file) => ticked.includes(fileKey(file)));
  const keys = staying.map(fileKey);
  // Shown as going with it, but gone since: said, never left out in silence.
  const lost: FieldProblem[] = ticked.every((key) => keys.includes(key))
    ? []
    : [{ field: 'files', code: 'unknown-value' }];
  const accepted = acceptAttachments([...staying, ...chosen]);
  return accepted.ok
    ? { files: accepted.attachments, problems: lost }
    : {
        files: staying,
        problems: [...lost, ...accepted.problems.map(fileProblem)],
      };
}

export function problemsIn(error: unknown): readonly FieldProblem[] {
  return isRefusal(error, 'invalid-input') ? error.facts.fields : [];
}
