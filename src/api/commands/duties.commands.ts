import { LEAVE_OUTS, SETTLED_DUTIES, type SettledDuty } from '../../domain/duties/duty.js';
import { RIGHT_NAMES, type Right } from '../../domain/rights/right.js';
import { DutiesService } from '../../requests/duties/duties.service.js';
import { TEXT_LIMIT } from '../../requests/request/case-work.js';
import { command, CommandDto, type Commands } from './command.js';
import { Choice, OptionalId, Words } from './fields.js';
import { ToldOnDayDto } from './told.dto.js';

const RIGHT = { description: 'The right whose decision makes it follow' };
const DUTY = { description: 'What follows, of GET …/duties' };

export class DutyDoneDto extends ToldOnDayDto {
  @Choice(RIGHT_NAMES, RIGHT)
  right!: Right;

  @Choice(SETTLED_DUTIES, DUTY)
  duty!: SettledDuty;

  @OptionalId('The task whose answer proves it, of GET …/tasks; or `message`')
  task?: string;

  @Words(TEXT_LIMIT, { optional: true, description: 'By whom it was done; kept under seal. Asked of an erasure' })
  doneBy?: string;

  @Words(TEXT_LIMIT, { optional: true, description: 'In what way; kept under seal. Asked of an erasure' })
  how?: string;

  @Words(TEXT_LIMIT, { optional: true, description: 'To what extent; kept under seal. Asked of an erasure' })
  extent?: string;
}

export class DutyLeftOutDto extends CommandDto {
  @Choice(RIGHT_NAMES, RIGHT)
  right!: Right;

  @Choice(SETTLED_DUTIES, DUTY)
  duty!: SettledDuty;

  @Choice(LEAVE_OUTS, { description: 'On which ground; each duty allows its own' })
  why!: string;

  @Words(TEXT_LIMIT, { description: 'Why; kept under seal' })
  reasons!: string;
}

export class DutyReopenedDto extends CommandDto {
  @Choice(RIGHT_NAMES, RIGHT)
  right!: Right;

  @Choice(SETTLED_DUTIES, DUTY)
  duty!: SettledDuty;

  @Words(TEXT_LIMIT, { description: 'Why it is to be done after all; kept under seal' })
  reason!: string;
}

/** What the decisions make follow: done with evidence, left out with a ground, or open again. */
export const DUTY_COMMANDS = {
  'do-duty': command(DutyDoneDto, (services, { actor, id, version }, { right, duty, ...fields }) =>
    services.of(DutiesService).done(actor, id, { right, duty }, fields, version),
  ),
  'leave-out-duty': command(DutyLeftOutDto, (services, { actor, id, version }, { right, duty, ...fields }) =>
    services.of(DutiesService).leaveOut(actor, id, { right, duty }, fields, version),
  ),
  'reopen-duty': command(DutyReopenedDto, (services, { actor, id, version }, { right, duty, ...fields }) =>
    services.of(DutiesService).reopen(actor, id, { right, duty }, fields, version),
  ),
} as const satisfies Commands;
