import {
  MESSAGE_KINDS,
  MESSAGE_LANGUAGES,
  MESSAGE_WAYS,
  type MessageKind,
  type MessageLanguage,
  type MessageWay,
} from '../../domain/correspondence/kinds.js';
import { CorrespondenceService } from '../../requests/correspondence/correspondence.service.js';
import { MessageStart } from '../../requests/correspondence/message-start.service.js';
import { BODY_LIMIT, SUBJECT_LIMIT } from '../../requests/correspondence/templates.service.js';
import { RequestsService } from '../../requests/requests.service.js';
import { command, CommandDto, making, type CommandCall, type Commands, type Services } from './command.js';
import { Choice, Day, Flag, Id, Words } from './fields.js';

const ADDRESS_LIMIT = 400;

export class SendDto extends CommandDto {
  @Choice(MESSAGE_KINDS, { description: 'What it is for; says which contents are mandatory' })
  kind!: MessageKind;

  @Choice(MESSAGE_LANGUAGES, { optional: true, description: 'de unless named' })
  language?: MessageLanguage;

  @Choice(MESSAGE_WAYS, { optional: true, description: 'mail where an address is known, otherwise letter' })
  way?: MessageWay;

  @Words(ADDRESS_LIMIT, { optional: true, description: 'mail: left out, the address that the person gave' })
  to?: string;

  @Words(ADDRESS_LIMIT, { optional: true, description: 'letter: the lines of the address window' })
  address?: string;

  @Words(SUBJECT_LIMIT, { optional: true, description: 'Left out: of the template' })
  subject?: string;

  @Words(BODY_LIMIT, { optional: true, description: 'Left out: the template, if nothing is left to fill in' })
  body?: string;

  @Flag('It is right so, although a mandatory content was not found in it')
  confirmed?: boolean;
}

export class RecordPostedDto extends CommandDto {
  @Id('The letter, of GET …/messages')
  message!: string;

  @Day({ description: 'When it was posted' })
  on!: string;
}

/** The page's form, filled in by a program: what it leaves out comes from the template. */
async function send(
  services: Services,
  { actor, id, version, freshId }: CommandCall,
  fields: SendDto,
): Promise<string> {
  const { kind, language = 'de', confirmed = false } = fields;
  const row = await services.of(RequestsService).get(actor, id);
  const original = await services.of(RequestsService).readContent(actor, id);
  const start = await services.of(MessageStart).of(actor, row, original, { kind, language });
  const {
    way = start.way,
    to = start.to,
    address = start.address,
    subject = start.subject,
    body = start.body,
  } = fields;
  const draft = { ...start, id: freshId, way, to, address, subject, body, confirmed };
  await services.of(CorrespondenceService).send(actor, id, draft, version);
  return freshId;
}

/** Writing to the person. */
export const CORRESPONDENCE_COMMANDS = {
  send: making(SendDto, send),
  'record-posted': command(RecordPostedDto, (services, { actor, id }, { message, on }) =>
    services.of(CorrespondenceService).recordPosted(actor, id, message, on),
  ),
} as const satisfies Commands;
