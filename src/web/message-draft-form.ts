import { isMessageKind, isMessageLanguage, isMessageWay } from '../domain/correspondence/kinds.js';
import { isRefusal, refuse, type FieldProblem } from '../domain/problem.js';
import { isUuid } from '../platform/ids.js';
import type { MessageDraft } from '../requests/correspondence/correspondence.service.js';

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
    confirmed: value('confirmed') === 'ja',
  } as const;
  return { draft, version: number('version'), seen: number('seen') };
}

export function problemsIn(error: unknown): readonly FieldProblem[] {
  return isRefusal(error) && error.code === 'invalid-input'
    ? (error.facts as { fields: readonly FieldProblem[] }).fields
    : [];
}
