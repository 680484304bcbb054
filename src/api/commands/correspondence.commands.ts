import { CorrespondenceService } from '../../requests/correspondence/correspondence.service.js';
import { MessageStart } from '../../requests/correspondence/message-start.service.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import { command, CommandDto, makingWithFiles, type CommandCall, type Commands, type Services } from './command.js';
import { SUBJECT_LIMIT } from '../../requests/correspondence/templates.service.js';
import { Day, Id, Words } from './fields.js';
import { messageDraftOf } from './message-draft.js';
import { SendDto } from './send.dto.js';

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

/** Writing to the person. */
export const CORRESPONDENCE_COMMANDS = {
  send: makingWithFiles(SendDto, send),
  'record-posted': command(RecordPostedDto, (services, { actor, id }, { message, on, confirmedBy }) =>
    services.of(CorrespondenceService).recordPosted(actor, id, message, on, confirmedBy),
  ),
} as const satisfies Commands;
