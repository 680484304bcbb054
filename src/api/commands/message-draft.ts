import type { Actor } from '../../audit/actor.js';
import type { Attachment } from '../../platform/documents/attachments.js';
import type { MessageDraft } from '../../requests/correspondence/correspondence.service.js';
import type { MessageStart } from '../../requests/correspondence/message-start.service.js';
import type { RequestsService } from '../../requests/request/requests.service.js';
import type { SendDto } from './send.dto.js';

export interface DraftSources {
  readonly requests: RequestsService;
  readonly start: MessageStart;
}

/** The page's form, filled in by a program: what it leaves out comes from the template. Opens the content (an entry). */
export async function messageDraftOf(
  { requests, start }: DraftSources,
  { actor, id, freshId, files }: DraftPlace,
  fields: SendDto,
): Promise<MessageDraft> {
  const { kind, language = 'de', confirmed = false } = fields;
  const row = await requests.get(actor, id);
  const original = await requests.readContent(actor, id);
  const begun = await start.of(actor, row, original, { kind, language });
  const { to = begun.to, address = begun.address, subject = begun.subject, body = begun.body } = fields;
  const { way = begun.way } = fields;
  return { ...begun, id: freshId, way, to, address, subject, body, files, confirmed };
}

export interface DraftPlace {
  readonly actor: Actor;
  readonly id: string;
  readonly freshId: string;
  readonly files: readonly Attachment[];
}
