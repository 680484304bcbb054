import type { FieldProblem } from '../../../domain/problem.js';
import { acceptAttachments } from '../../../platform/documents/attachments.js';
import type { MultipartForm } from '../../../platform/http/multipart.js';
import type { TaskAnswer } from '../../../requests/tasks/task.js';

/** What was typed into the department's answer. */
export interface AnswerForm {
  readonly outcome: string;
  readonly text: string;
}

/** The form as an answer, or what is wrong with its files: the same limits and cleaning as when handing over. */
export function answerOf(multipart: MultipartForm): {
  readonly form: AnswerForm;
  readonly answer: TaskAnswer;
  readonly problems: readonly FieldProblem[];
} {
  const value = (name: string): string => multipart.fields.get(name)?.[0] ?? '';
  const form = { outcome: value('outcome'), text: value('text') };
  const accepted = acceptAttachments(multipart.files);
  const problems = accepted.ok
    ? []
    : accepted.problems.map(({ code, limit }): FieldProblem => ({
        field: 'files',
        code,
        ...(limit === undefined ? {} : { limit }),
      }));
  const after = Number(value('after'));
  return {
    form,
    answer: { ...form, files: accepted.ok ? accepted.attachments : [], after: Number.isInteger(after) ? after : -1 },
    problems: [...multipart.problems, ...problems],
  };
}
