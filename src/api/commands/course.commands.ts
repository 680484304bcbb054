import type { DeadlineAct } from '../../domain/deadlines/act.js';
import { CAUSES_ASKED } from '../../domain/deadlines/extension-cause.js';
import { DOUBTS } from '../../domain/rights/identity-check.js';
import { DISMISSALS, type Dismissal } from '../../domain/log/events/request.js';
import { RIGHT_NAMES, type Right } from '../../domain/rights/right.js';
import { deadlineActOf, type ActFields } from '../../deadlines/act-input.js';
import { DeadlinesService, REASON_LIMIT } from '../../deadlines/deadlines.service.js';
import { ClosingService } from '../../requests/claims/closing.service.js';
import { DismissalService } from '../../requests/request/dismissal.service.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import { command, CommandDto, fieldsOf, typeIn, type CaseCommand, type Commands } from './command.js';
import { Choice, Day, OptionalId, OptionalIds, Words } from './fields.js';
import { ToldDto, ToldOnDayDto } from './told.dto.js';

export class OnDayDto extends CommandDto {
  @Day({ description: 'The day on which it happened' })
  on!: string;
}

export class IdentityAnsweredDto extends ToldOnDayDto {
  @OptionalId('The identity check that proves it, of GET …/identity-checks')
  check?: string;
}

export class RequestIdentityDto extends IdentityAnsweredDto {
  @Choice(DOUBTS, {
    optional: true,
    description: 'Why it is doubted who the person is (Art. 12(6)); a check has its own',
  })
  doubt?: string;
}

export class RequestClarificationDto extends ToldOnDayDto {
  @Words(REASON_LIMIT, { description: 'What is needed, and why; kept under seal' })
  need!: string;
}

export class ExtendDto extends ToldDto {
  @Day({ description: 'When it was decided' })
  decidedOn!: string;

  @Day({ optional: true, description: 'When the person was told; with a message, that of the message' })
  sentOn?: string;

  @Choice(CAUSES_ASKED, { description: 'Art. 12(3) s. 2: complexity or number; every other one is refused' })
  cause!: string;

  @Words(REASON_LIMIT, { description: 'The reasons, as the person is told them; kept under seal' })
  reason!: string;
}

export class AddClaimDto extends OnDayDto {
  @Choice(RIGHT_NAMES, { description: 'The right that is claimed besides' })
  right!: Right;
}

/** More tasks than a case has; a bound on what is read. */
const ENDING_LIMIT = 200;

export class DismissDto extends CommandDto {
  @Choice(DISMISSALS, { description: 'A mistaken hand-over, or no request about data-subject rights' })
  why!: Dismissal;

  @Words(REASON_LIMIT, { description: 'Why; kept under seal' })
  reason!: string;

  @Words(REASON_LIMIT, {
    optional: true,
    description: 'not-a-rights-request: to which office it went; kept under seal',
  })
  passedOn?: string;
}

export class CloseDto extends CommandDto {
  @OptionalIds(ENDING_LIMIT, 'Open tasks and identity checks that end with the case; one that is not named refuses it')
  ending?: string[];
}

/** What moves a deadline, by its fields; each can be tried out beforehand. */
const DEADLINE_ACTS = {
  'request-identity': RequestIdentityDto,
  'confirm-identity': IdentityAnsweredDto,
  'request-clarification': RequestClarificationDto,
  clarify: ToldOnDayDto,
  extend: ExtendDto,
  'add-claim': AddClaimDto,
  answer: ToldOnDayDto,
  refuse: ToldOnDayDto,
  retract: ToldOnDayDto,
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
    services.of(DeadlinesService).act(actor, id, type, fields, version),
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
  dismiss: command(DismissDto, (services, { actor, id, version }, fields) =>
    services.of(DismissalService).dismiss(actor, id, { ...fields }, version),
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
