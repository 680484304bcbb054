import { STATED_WAYS } from '../../domain/proof/told.js';
import { STATEMENT_LIMIT } from '../../requests/proof/find-proof.js';
import { CommandDto } from './command.js';
import { Choice, Day, OptionalId, Words } from './fields.js';

/** The statement that something was decided, where nothing proves it. */
export class StatedDto extends CommandDto {
  @Day({ optional: true, description: 'Stated: the day' })
  on?: string;

  @Choice(STATED_WAYS, { optional: true, description: 'Stated: on which way' })
  way?: string;

  @Words(STATEMENT_LIMIT, { optional: true, description: 'Stated: why nothing here proves it; kept under seal' })
  unproved?: string;

  @Words(STATEMENT_LIMIT, { optional: true, description: 'Stated: who says so; kept under seal' })
  saidBy?: string;
}

/** What proves it, or else the statement that it was so: its day, its way, and why nothing proves it. */
export class ToldDto extends CommandDto {
  @OptionalId('The message that proves it, of GET …/messages; without one, it is stated: its day, way, unproved')
  message?: string;

  @Choice(STATED_WAYS, { optional: true, description: 'Stated: on which way' })
  way?: string;

  @Words(STATEMENT_LIMIT, { optional: true, description: 'Stated: why nothing here proves it; kept under seal' })
  unproved?: string;

  @Words(STATEMENT_LIMIT, { optional: true, description: 'Stated: who says so, if somebody else; kept under seal' })
  saidBy?: string;
}

export class ToldOnDayDto extends ToldDto {
  @Day({ optional: true, description: 'The day on which it happened; with a message, that of the message' })
  on?: string;
}
