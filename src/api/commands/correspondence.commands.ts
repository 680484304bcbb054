import { CorrespondenceService } from '../../requests/correspondence/correspondence.service.js';
import { MessageStart } from '../../requests/correspondence/message-start.service.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import { command, CommandDto, makingWithFiles, type CommandCall, type Commands, type Services } from './command.js';
import { Day, Id } from './fields.js';
import { messageDraftOf } from './message-draft.js';
import { SendDto } from './send.dto.js';

export class RecordPostedDto extends CommandDto {
  @Id('The letter, of GET …/messages')
  message!: string;

  @Day({ description: 'When it was posted' })
  on!: string;
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
  'record-posted': command(RecordPostedDto, (services, { actor, id }, { message, on }) =>
    services.of(CorrespondenceService).recordPosted(actor, id, message, on),
  ),
} as const satisfies Commands;
