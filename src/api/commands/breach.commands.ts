import { BREACH_OUTCOMES, type BreachOutcome } from '../../domain/deadlines/other-clocks.js';
import { BreachService } from '../../requests/breach/breach.service.js';
import { command, CommandDto, type Commands } from './command.js';
import { Choice, Day, Words } from './fields.js';

const MOMENT_LIMIT = 40;

export class NoteBreachDto extends CommandDto {
  @Words(MOMENT_LIMIT, { optional: true, description: 'When it became known (RFC 3339); missing: with this command' })
  since?: string;
}

export class ConcludeBreachDto extends CommandDto {
  @Choice(BREACH_OUTCOMES, { description: 'The authority was notified, there is no risk, or there was no breach' })
  outcome!: BreachOutcome;

  @Day({ description: 'When it was notified, or found out' })
  on!: string;
}

/** Art. 33: a hint of a breach and its clock. */
export const BREACH_COMMANDS = {
  'note-breach': command(NoteBreachDto, (services, { actor, id, version }, fields) =>
    services.of(BreachService).note(actor, id, { ...fields }, version),
  ),
  'conclude-breach': command(ConcludeBreachDto, (services, { actor, id, version }, fields) =>
    services.of(BreachService).conclude(actor, id, { ...fields }, version),
  ),
} as const satisfies Commands;
