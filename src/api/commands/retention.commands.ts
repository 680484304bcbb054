import { HOLD_REASONS } from '../../domain/retention/hold.js';
import { HoldsService } from '../../retention/holds.service.js';
import { command, CommandDto, making, type Commands } from './command.js';
import { Choice, Day, Id } from './fields.js';

export class HoldDto extends CommandDto {
  @Choice(HOLD_REASONS, { description: 'Why nothing may be erased' })
  reason!: string;

  @Day({ description: 'On which it is looked at again, within six months' })
  reviewOn!: string;
}

export class HoldNamedDto extends CommandDto {
  @Id('The hold, of GET …/retention')
  hold!: string;
}

export class ReviewHoldDto extends HoldNamedDto {
  @Day({ description: 'On which it is looked at again, within six months' })
  reviewOn!: string;
}

/** Legal holds. They concern what is kept, so that they are possible in every state. */
export const RETENTION_COMMANDS = {
  hold: making(HoldDto, (services, { actor, id, version }, { reason, reviewOn }) =>
    services.of(HoldsService).set(actor, id, { reason, reviewOn }, version),
  ),
  'confirm-hold': command(HoldNamedDto, (services, { actor, id }, { hold }) =>
    services.of(HoldsService).confirm(actor, id, hold),
  ),
  'review-hold': command(ReviewHoldDto, (services, { actor, id }, { hold, reviewOn }) =>
    services.of(HoldsService).review(actor, id, hold, reviewOn),
  ),
  'release-hold': command(HoldNamedDto, (services, { actor, id }, { hold }) =>
    services.of(HoldsService).release(actor, id, hold),
  ),
} as const satisfies Commands;
