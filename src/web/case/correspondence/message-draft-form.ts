import { isMessageKind, isMessageLanguage, isMessageWay } from '../../../domain/correspondence/kinds.js';
import { isRefusal, refuse, type FieldProblem } from '../../../domain/problem.js';
import { acceptAttachments, type Attachment, type UploadedFile } from '../../../platform/documents/attachments.js';
import type { MultipartForm } from '../../../platform/http/multipart.js';
import { isUuid } from '../../../platform/ids.js';
import type { MessageDraft } from '../../../requests/correspondence/correspondence.service.js';
import { fileKey } from '../../../requests/correspondence/message-files.js';

/** What was typed, with the state of the case that its writer had seen. @throws Refusal invalid-input for hidden fields */
export function draftOf(body: Record<string, unknown>): {
  readonly draft: MessageDraft;
  readonly version: number | undefined;
  readonly seen: number | undefined;
} {
  const value = (name: string): string => (typeof body[name] === 'string' ? body[name].replaceAll('\r\n', '\n') : '');
  const number = (name: string): number | undefined =>
    /^\d{1,9}$/.test(value(name)) ? Number(value(name)) : undefined;
  const [kind, language, way, id] = [value('kind'), value('language'), value('way'), value('nachricht')];
  if (!isMessageKind(kind) || !isMessageLanguage(language) || !isUuid(id)) {
    return refuse('invalid-input', { fields: [{ field: 'kind', code: 'unknown-value' }] });
  }
  const draft = {
    ...{ id, kind, language, way: isMessageWay(way) ? way : 'mail' },
    ...{ to: value('to'), address: value('address'), subject: value('subject'), body: value('body') },
    ...{ files: [], confirmed: value('confirmed') === 'ja' },
  } as const;
  return { draft, version: number('version'), seen: number('seen') };
}

/** A form with files, as one without them: the last value of each field counts. */
export function bodyOf({ fields }: MultipartForm): Record<string, unknown> {
  return Object.fromEntries([...fields].map(([name, values]) => [name, values.at(-1)]));
}

/**
 * What goes with the message: what was kept with its draft and is still ticked, and what was chosen now; cleaned and
 * within the limits of all files together.
 */
export function filesOf(
  ticked: readonly string[],
  kept: readonly Attachment[],
  chosen: readonly UploadedFile[],
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
        problems: [
          ...lost,
          ...accepted.problems.map(({ code, limit }): FieldProblem => ({
            ...{ field: 'files', code },
            ...(limit === undefined ? {} : { limit }),
          })),
        ],
      };
}

export function problemsIn(error: unknown): readonly FieldProblem[] {
  return isRefusal(error) && error.code === 'invalid-input'
    ? (error.facts as { fields: readonly FieldProblem[] }).fields
    : [];
}
