import {
  MESSAGE_KINDS,
  MESSAGE_LANGUAGES,
  MESSAGE_WAYS,
  type MessageKind,
  type MessageLanguage,
  type MessageWay,
} from '../../domain/correspondence/kinds.js';
import { ADDRESS_LIMIT } from '../../requests/correspondence/correspondence.service.js';
import { BODY_LIMIT, SUBJECT_LIMIT } from '../../requests/correspondence/templates.service.js';
import { CommandDto } from './command.js';
import { Choice, Flag, Words } from './fields.js';

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
