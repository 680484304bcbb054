import type { DeadlineAct } from '../../domain/deadlines/act.js';
import { RIGHT_NAMES, type Right } from '../../domain/rights/right.js';
import { deadlineActOf, type ActFields } from '../../deadlines/act-input.js';
import { DeadlinesService, REASON_LIMIT } from '../../deadlines/deadlines.service.js';
import { ClosingService } from '../../requests/claims/closing.service.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import { command, CommandDto, fieldsOf, typeIn, type CaseCommand, type Commands } from './command.js';
import { Choice, Day, OptionalIds, Words } from './fields.js';

export class OnDayDto extends CommandDto {
  @Day({ description: 'The day on which it happened' })
  on!: string;
}

export class ExtendDto extends CommandDto {
  @Day({ description: 'When it was decided' })
  decidedOn!: string;

  @Day({ description: 'When the person was told' })
  sentOn!: string;

  @Words(REASON_LIMIT, { description: 'The reasons; kept under seal' })
  reason!: string;
}

export class AddClaimDto extends OnDayDto {
  @Choice(RIGHT_NAMES, { description: 'The right that is claimed besides' })
  right!: Right;
}

/** More tasks than a case has; a bound on what is read. */
const ENDING_LIMIT = 200;

export class CloseDto extends CommandDto {
  @OptionalIds(ENDING_LIMIT, 'Open tasks and identity checks that end with the case; one that is not named refuses it')
  ending?: string[];
}

/** What moves a deadline, by its fields; each can be tried out beforehand. */
const DEADLINE_ACTS = {
  'request-identity': OnDayDto,
  'confirm-identity': OnDayDto,
  'request-clarification': OnDayDto,
  clarify: OnDayDto,
  extend: ExtendDto,
  'add-claim': AddClaimDto,
  answer: OnDayDto,
  refuse: OnDayDto,
  retract: OnDayDto,
  reopen: OnDayDto,
} as const satisfies Readonly<Record<DeadlineAct['type'], new () => CommandDto & ActFields>>;

export const DEADLINE_ACT_NAMES = Object.keys(DEADLINE_ACTS) as readonly DeadlineAct['type'][];

/** One that is to be tried out only. @throws Refusal malformed-body, invalid-input */
export async function readDeadlineAct(body: unknown): Promise<DeadlineAct> {
  const type = typeIn(body, DEADLINE_ACT_NAMES);
  const shape: new () => CommandDto & ActFields = DEADLINE_ACTS[type];
  return deadlineActOf(type, await fieldsOf(shape, body));
}

function deadlineAct(type: DeadlineAct['type']): CaseCommand {
  const shape: new () => CommandDto & ActFields = DEADLINE_ACTS[type];
  return command(shape, (services, { actor, id, version }, fields) =>
    services.of(DeadlinesService).act(actor, id, deadlineActOf(type, fields), version),
  );
}

/** The course of a case: taken over, asked, answered, closed. */
export const COURSE_COMMANDS = {
  acknowledge: command(CommandDto, (services, { actor, id, version }) =>
    services.of(RequestsService).acknowledge(actor, id, version),
  ),
  withdraw: command(CommandDto, (services, { actor, id, version }) =>
    services.of(RequestsService).withdraw(actor, id, version),
  ),
  'request-identity': deadlineAct('request-identity'),
  'confirm-identity': deadlineAct('confirm-identity'),
  'request-clarification': deadlineAct('request-clarification'),
  clarify: deadlineAct('clarify'),
  extend: deadlineAct('extend'),
  'add-claim': deadlineAct('add-claim'),
  answer: deadlineAct('answer'),
  refuse: deadlineAct('refuse'),
  retract: deadlineAct('retract'),
  reopen: deadlineAct('reopen'),
  close: command(CloseDto, (services, { actor, id, version }, { ending }) =>
    services.of(ClosingService).close(actor, id, version, ending),
  ),
} as const satisfies Commands;
