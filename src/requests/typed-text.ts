import type { FieldProblem } from '../domain/problem.js';

/** Only line breaks and tabs belong into a text that somebody typed or pasted. */
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

/** What is wrong with a typed text, if anything; whether it may be missing is the caller's to say. */
export function textProblems(field: string, text: string, limit: number, required: boolean): readonly FieldProblem[] {
  if (required && text.trim() === '') {
    return [{ field, code: 'required' }];
  }
  if (text.length > limit) {
    return [{ field, code: 'too-long', limit }];
  }
  return CONTROL.test(text) ? [{ field, code: 'control-characters' }] : [];
}
