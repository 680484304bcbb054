import { isRefusal, type FieldProblem } from '../../domain/problem.js';

/** Fields as a form, or an address, brought them. */
export type Form = Readonly<Record<string, unknown>> | undefined;

/** What was typed, with line ends as everywhere else; empty where the field is missing. No longer than `limit`. */
export function textIn(form: Form, field: string, limit = Number.MAX_SAFE_INTEGER): string {
  const value = form?.[field];
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').slice(0, limit) : '';
}

/** Every field that is text, as `textIn`. */
export function fieldsIn(form: Form): Readonly<Record<string, string>> {
  const names = Object.keys(form ?? {}).filter((name) => typeof form?.[name] === 'string');
  return Object.fromEntries(names.map((name) => [name, textIn(form, name)]));
}

/** The version that the page was made of; undefined where none came with it, and then none is compared. */
export function versionIn(form: Form, field = 'version'): number | undefined {
  const text = textIn(form, field);
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** What is wrong with which field. Rethrows what is no matter of fields. */
export function problemsOf(error: unknown): readonly FieldProblem[] {
  if (!isRefusal(error) || error.code !== 'invalid-input') {
    throw error;
  }
  return (error.facts as { fields: readonly FieldProblem[] }).fields;
}

/** Does it; or shows the form again, with what is wrong beside each field and what was typed in it. */
export async function orShow(
  act: () => Promise<void>,
  show: (problems: readonly FieldProblem[]) => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    await show(problemsOf(error));
  }
}
