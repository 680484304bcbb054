import { STATED_WAYS } from '../../domain/proof/told.js';
import { TEXT_LIMIT } from '../../requests/request/case-work.js';
import { LEFT_OUT_REASONS, NAME_LIMIT, RecipientsService } from '../../requests/recipients/recipients.service.js';
import type { LeftOutWhy } from '../../requests/recipients/recipients.sql.js';
import { command, CommandDto, making, type Commands } from './command.js';
import { ToldOnDayDto } from './told.dto.js';
import { Choice, Day, Id, Words } from './fields.js';

export class ListRecipientDto extends CommandDto {
  @Words(NAME_LIMIT, { description: 'Who was given the data; kept under seal' })
  name!: string;

  @Words(NAME_LIMIT, { optional: true, description: 'Mail address; without one, telling them is recorded' })
  email?: string;

  @Words(TEXT_LIMIT, { optional: true, description: 'Postal address' })
  address?: string;
}

export class NotifyRecipientDto extends CommandDto {
  @Id('The recipient, of GET …/recipients')
  recipient!: string;

  @Words(NAME_LIMIT)
  subject!: string;

  @Words(TEXT_LIMIT, { description: 'The mail; it counts as told when their server has accepted it' })
  text!: string;
}

export class RecordRecipientToldDto extends CommandDto {
  @Id('The recipient')
  recipient!: string;

  @Day()
  on!: string;

  @Words(TEXT_LIMIT, { description: 'In which way they were told' })
  how!: string;

  @Choice(STATED_WAYS, { optional: true, description: 'The way, for the log' })
  way?: string;
}

export class LeaveOutRecipientDto extends CommandDto {
  @Id('The recipient')
  recipient!: string;

  @Choice(LEFT_OUT_REASONS, { description: 'Art. 19 s. 1' })
  why!: LeftOutWhy;

  @Words(TEXT_LIMIT, { description: 'The reasons; kept under seal' })
  reasons!: string;
}

export class DiscloseRecipientsDto extends ToldOnDayDto {}

/** Art. 19: those to whom data was disclosed. */
export const RECIPIENT_COMMANDS = {
  'list-recipient': making(ListRecipientDto, (services, { actor, id, version }, fields) =>
    services.of(RecipientsService).add(actor, id, { ...fields }, version),
  ),
  'notify-recipient': command(NotifyRecipientDto, (services, { actor, id, version }, { recipient: item, ...fields }) =>
    services.of(RecipientsService).mail(actor, id, { item, ...fields }, version),
  ),
  'record-recipient-told': command(
    RecordRecipientToldDto,
    (services, { actor, id, version }, { recipient: item, ...fields }) =>
      services.of(RecipientsService).recordTold(actor, id, { item, ...fields }, version),
  ),
  'leave-out-recipient': command(
    LeaveOutRecipientDto,
    (services, { actor, id, version }, { recipient: item, ...fields }) =>
      services.of(RecipientsService).leaveOut(actor, id, { item, ...fields }, version),
  ),
  'disclose-recipients': command(DiscloseRecipientsDto, (services, { actor, id, version }, fields) =>
    services.of(RecipientsService).disclose(actor, id, { ...fields }, version),
  ),
} as const satisfies Commands;
