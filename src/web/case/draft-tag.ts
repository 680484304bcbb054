import { createHash } from 'node:crypto';
import type { MessageDraft } from '../../requests/correspondence/correspondence.service.js';
import { fileKey } from '../../requests/correspondence/message-files.js';

/** Names what a draft says, as an ETag; one without text is as good as none. */
export function draftTag(fields: Readonly<Record<string, string>> = {}): string {
  const typed = Object.entries(fields).filter(([, value]) => value.trim() !== '');
  const text = JSON.stringify(typed.sort(([one], [other]) => (one < other ? -1 : 1)));
  return `"${createHash('sha256').update(text).digest('base64url')}"`;
}

export function messageDraftTag(draft: MessageDraft | undefined): string {
  if (draft === undefined) {
    return draftTag();
  }
  const { id, kind, language, way, to, address, subject, body } = draft;
  return draftTag({ id, kind, language, way, to, address, subject, body, files: draft.files.map(fileKey).join(',') });
}
