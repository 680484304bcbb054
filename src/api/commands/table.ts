import { refuse } from '../../domain/problem.js';
import { BREACH_COMMANDS } from './breach.commands.js';
import { CLAIM_COMMANDS } from './claims.commands.js';
import { typeIn, type CaseCommand, type Commands } from './command.js';
import { COMPLAINT_COMMANDS } from './complaints.commands.js';
import { CORRESPONDENCE_COMMANDS } from './correspondence.commands.js';
import { COURSE_COMMANDS } from './course.commands.js';
import { DESK_COMMANDS } from './desk.commands.js';
import { DUTY_COMMANDS } from './duties.commands.js';
import { IDENTITY_COMMANDS } from './identity.commands.js';
import { PORTABILITY_COMMANDS } from './portability.commands.js';
import { RECIPIENT_COMMANDS } from './recipients.commands.js';
import { RESTRICTION_COMMANDS } from './restrictions.commands.js';
import { RETENTION_COMMANDS } from './retention.commands.js';
import { TASK_COMMANDS } from './tasks.commands.js';

/** Every command that comes over POST …/commands, by its `type`: the one place that knows them all. */
export const COMMAND_TABLE: Commands = {
  ...COURSE_COMMANDS,
  ...CLAIM_COMMANDS,
  ...DUTY_COMMANDS,
  ...IDENTITY_COMMANDS,
  ...CORRESPONDENCE_COMMANDS,
  ...RESTRICTION_COMMANDS,
  ...RECIPIENT_COMMANDS,
  ...PORTABILITY_COMMANDS,
  ...COMPLAINT_COMMANDS,
  ...BREACH_COMMANDS,
  ...TASK_COMMANDS,
  ...DESK_COMMANDS,
  ...RETENTION_COMMANDS,
};

export const COMMAND_NAMES: readonly string[] = Object.keys(COMMAND_TABLE);

/** The command that a body names. @throws Refusal malformed-body, invalid-input (type) */
export function namedCommand(body: unknown): CaseCommand {
  return COMMAND_TABLE[typeIn(body, COMMAND_NAMES)] ?? refuse('malformed-body', {});
}
