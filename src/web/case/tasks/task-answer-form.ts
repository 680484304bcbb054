import type { FieldProblem } from '../../../domain/problem.js';
import { acceptAttachments, fileProblem } from '../../../platform/documents/attachments.js';
import type { InspectedFile } from '../../../platform/documents/uploads.js';
import type { TaskAnswer } from '../../../requests/tasks/task.js';
import type { SentForm } from '../../../platform/http/sent-form.js';
import { int, readForm, text } from '../../shell/form-body.js';

/** What was typed into the department's answer. */
export interface AnswerForm {
  readonly outcome: string;
  readonly text: string;
}

/** The form as an answer, or what is wrong with its files: the same limits and cleaning as when handing over. */
export function answerOf({ body, files, problems }: SentForm<InspectedFile>): {
  readonly form: AnswerForm;
  readonly answer: TaskAnswer;
  readonly problems: readonly FieldProblem[];
} {
  const { after, ...form } = readForm(body, { outcome: text(), text: text(), after: int }).values;
  const accepted = acceptAttachments(files);
  return {
    form,
    answer: { ...form, files: accepted.ok ? accepted.attachments : [], after: after ?? -1 },
    problems: [...problems, ...(accepted.ok ? [] : accepted.problems.map(fileProblem))],
  };
}
