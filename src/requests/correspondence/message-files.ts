import type { Executor } from '../../platform/database/statement.js';
import type { Attachment } from '../../platform/documents/attachments.js';
import type { AttachmentRecord } from '../sealed/content.js';
import type { OpenRequest } from '../sealed/request-vault.js';
import type { MessageDraft } from './correspondence.service.js';
import { sha256Of } from './message-content.js';

/** The bytes of files that went with a message. @throws Refusal content-erased */
export async function openMessageFiles(
  request: OpenRequest,
  executor: Executor,
  records: readonly AttachmentRecord[],
): Promise<readonly Buffer[]> {
  const opened: Buffer[] = [];
  for (const { field } of records) {
    opened.push(await request.readBytes(executor, field));
  }
  return opened;
}

/** Names a file of a draft, so that a form says which of them stay, whatever else happened to the draft. */
export function fileKey({ content }: Pick<Attachment, 'content'>): string {
  return sha256Of(content).toString('hex');
}

/** A draft with its files, as it is sealed. */
export function draftBytes(draft: MessageDraft): Buffer {
  const files = draft.files.map((file) => ({ ...file, content: file.content.toString('base64') }));
  return Buffer.from(JSON.stringify({ ...draft, files }), 'utf8');
}

type KeptFile = Omit<Attachment, 'content'> & { readonly content: string };

export function draftFrom(bytes: Buffer): MessageDraft {
  // Drafts kept before messages had files have none.
  const { files = [], ...draft } = JSON.parse(bytes.toString('utf8')) as Omit<MessageDraft, 'files'> & {
    readonly files?: readonly KeptFile[];
  };
  return { ...draft, files: files.map((file) => ({ ...file, content: Buffer.from(file.content, 'base64') })) };
}
