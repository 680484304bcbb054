import { CorrespondenceService } from '../../requests/correspondence/correspondence.service.js';
import { MessageStart } from '../../requests/correspondence/message-start.service.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import { command, CommandDto, makingWithFiles, type CommandCall, type Commands, type Services } from './command.js';
import { ThreadService } from '../../requests/correspondence/thread.service.js';
import { SUBJECT_LIMIT } from '../../requests/correspondence/templates.service.js';
import { Day, Id, Ids, Words } from './fields.js';
import { messageDraftOf } from './message-draft.js';
import { SendDto } from './send.dto.js';

/** As many as one looks through at a time. */
const MESSAGES_READ = 500;

export class RecordPostedDto extends CommandDto {
  @Id('What was not sent by mail, of GET …/messages')
  message!: string;

  @Day({ description: 'When the letter was posted, the text pasted, or it was said' })
  on!: string;

  @Words(SUBJECT_LIMIT, { optional: true, description: 'channel, oral: who confirms it; kept under seal' })
  confirmedBy?: string;
}

async function send(services: Services, call: CommandCall, fields: SendDto): Promise<string> {
  const sources = { requests: services.of(RequestsService), start: services.of(MessageStart) };
  const draft = await messageDraftOf(sources, call, fields);
  await services.of(CorrespondenceService).send(call.actor, call.id, draft, call.version);
  return draft.id;
}

export class ConfirmReadDto extends CommandDto {
  @Ids('Messages that came in, of GET …/messages', MESSAGES_READ)
  messages!: string[];
}

/** Writing to the person, and reading what came in. */
export const CORRESPONDENCE_COMMANDS = {
  send: makingWithFiles(SendDto, send),
  'record-posted': command(RecordPostedDto, (services, { actor, id }, { message, on, confirmedBy }) =>
    services.of(CorrespondenceService).recordPosted(actor, id, message, on, confirmedBy),
  ),
  'confirm-read': command(ConfirmReadDto, (services, { actor, id }, { messages }) =>
    services.of(ThreadService).confirmRead(actor, id, messages),
  ),
} as const satisfies Commands;
