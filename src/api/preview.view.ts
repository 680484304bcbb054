import { RIGHT_NAMES } from '../domain/rights/right.js';
import type { JudgedDraft, MessageDraft } from '../requests/correspondence/correspondence.service.js';
import type { MergePreview } from '../requests/joins/joins.service.js';
import type { RightsRequestRow } from '../requests/request/rights-requests.repository.js';
import type { Language } from '../words/language.js';
import { fieldError } from './problem-details.js';
import { situationView } from './request.view.js';

/** `ready`: `send` would send it as it is; with `missing` alone, once that is `confirmed`. */
export function messagePreviewView(draft: MessageDraft, { problems, missing }: JudgedDraft, language: Language) {
  const { kind, way, to, address, subject, body, files } = draft;
  return {
    ...{ kind, language: draft.language, way, subject, body },
    ...(way === 'mail' ? { to } : { address }),
    files: files.map(({ filename, contentType, content, metadataRemoved }) => ({
      ...{ filename, contentType, size: content.length, metadataRemoved },
    })),
    errors: problems.map((problem) => fieldError(problem, language)),
    missing,
    ready: problems.length === 0 && (missing.length === 0 || draft.confirmed),
  };
}

/** Each right says what becomes of it; `open` is what still has to be done where it was begun. */
export function mergePreviewView({ from, into, before, after, open }: MergePreview) {
  return {
    ...{ from: named(from), into: named(into) },
    rights: RIGHT_NAMES.filter((right) => from.rights.includes(right) || into.rights.includes(right)).map((right) => ({
      right,
      becomes: !from.rights.includes(right) ? 'stays' : into.rights.includes(right) ? 'one' : 'moves',
    })),
    staysBehind: { content: from.reference, open },
    ...{ before: situationView(before), after: situationView(after) },
  };
}

function named({ id, reference, state, version, rights, receivedAt }: RightsRequestRow) {
  return { id, reference, state, version, rights, receivedAt: receivedAt.toISOString() };
}
