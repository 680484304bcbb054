import { isPlainText } from '../../domain/plain-text.js';
import type { FieldProblem } from '../../domain/problem.js';

/** What is wrong with a typed text, if anything; whether it may be missing is the caller's to say. */
export function textProblems(field: string, text: string, limit: number, required: boolean): readonly FieldProblem[] {
  if (required && text.trim() === '') {
    return [{ field, code: 'required' }];
  }
  if (text.length > limit) {
    return [{ field, code: 'too-long', limit }];
  }
  return isPlainText(text) ? [] : [{ field, code: 'control-characters' }];
}
