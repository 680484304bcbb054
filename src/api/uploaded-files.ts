import { refuse } from '../domain/problem.js';
import { acceptAttachments, type Attachment, fileProblem } from '../platform/documents/attachments.js';
import type { InspectedUpload } from '../platform/documents/uploads.js';

/** The files of a form, cleaned. @throws Refusal invalid-input, also for what did not come through as a whole */
export function acceptedFiles({ files, problems }: InspectedUpload): readonly Attachment[] {
  if (problems.length > 0) {
    refuse('invalid-input', { fields: problems });
  }
  const accepted = acceptAttachments(files);
  return accepted.ok
    ? accepted.attachments
    : refuse('invalid-input', {
        fields: accepted.problems.map(fileProblem),
      });
}
