import { COMPLAINT_RESULTS, type ComplaintResult } from '../../domain/rights/complaint-course.js';
import { STATED_WAYS } from '../../domain/proof/told.js';
import { TEXT_LIMIT } from '../../requests/request/case-work.js';
import { ComplaintsService, NAME_LIMIT } from '../../requests/complaints/complaints.service.js';
import { command, CommandDto, making, type Commands } from './command.js';
import { Choice, Day, Flag, Id, Words } from './fields.js';

export class RecordComplaintDto extends CommandDto {
  @Words(NAME_LIMIT, { description: 'Which authority wrote; kept under seal' })
  authority!: string;

  @Words(NAME_LIMIT, { description: 'Its file number; kept under seal' })
  fileNumber!: string;

  @Day({ description: 'When its letter came' })
  on!: string;

  @Day({ description: 'By when it wants our statement' })
  until!: string;

  @Flag('That day is meant as it stands, also where it is no working day')
  fixed?: boolean;
}

export class RecordStatementDto extends CommandDto {
  @Id('The complaint, of GET …/complaints')
  complaint!: string;

  @Day({ description: 'When our statement was sent' })
  on!: string;

  @Words(TEXT_LIMIT, { optional: true, description: 'Kept under seal' })
  note?: string;

  @Choice(STATED_WAYS, { optional: true, description: 'The way, for the log' })
  way?: string;
}

export class ConcludeComplaintDto extends RecordStatementDto {
  @Choice(COMPLAINT_RESULTS)
  result!: ComplaintResult;
}

/** Art. 77: an authority writes to us. */
export const COMPLAINT_COMMANDS = {
  'record-complaint': making(RecordComplaintDto, (services, { actor, id, version }, { fixed, ...fields }) =>
    services.of(ComplaintsService).open(actor, id, { ...fields, fixed: fixed === true ? 'yes' : '' }, version),
  ),
  'record-statement': command(RecordStatementDto, (services, { actor, id, version }, { complaint: item, ...fields }) =>
    services.of(ComplaintsService).state(actor, id, { item, ...fields }, version),
  ),
  'conclude-complaint': command(
    ConcludeComplaintDto,
    (services, { actor, id, version }, { complaint: item, ...fields }) =>
      services.of(ComplaintsService).conclude(actor, id, { item, ...fields }, version),
  ),
} as const satisfies Commands;
