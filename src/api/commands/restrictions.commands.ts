import { RESTRICTION_GROUNDS, type RestrictionGround } from '../../domain/rights/outcome.js';
import { TEXT_LIMIT } from '../../requests/request/case-work.js';
import { RestrictionsService } from '../../requests/restrictions/restrictions.service.js';
import { command, CommandDto, making, type Commands } from './command.js';
import { ToldOnDayDto } from './told.dto.js';
import { Choice, Day, Id, Words } from './fields.js';

export class RestrictDto extends CommandDto {
  @Choice(RESTRICTION_GROUNDS, { description: 'Art. 18(1)(a)–(d)' })
  ground!: RestrictionGround;

  @Day({ description: 'Since when' })
  on!: string;

  @Day({ optional: true, description: 'When to look at it again' })
  reviewOn?: string;

  @Words(TEXT_LIMIT, { description: 'Which data; kept under seal' })
  what!: string;

  @Words(TEXT_LIMIT, { description: 'What ends it; kept under seal' })
  end!: string;
}

export class AnnounceLiftingDto extends ToldOnDayDto {
  @Id('The restriction, of GET …/restrictions')
  restriction!: string;

  @Day({ description: 'From when on it is lifted' })
  liftingOn!: string;
}

export class LiftRestrictionDto extends CommandDto {
  @Id('The restriction')
  restriction!: string;

  @Day()
  on!: string;
}

/** Art. 18: begun, announced (18(3)), lifted. */
export const RESTRICTION_COMMANDS = {
  restrict: making(RestrictDto, (services, { actor, id, version }, fields) =>
    services.of(RestrictionsService).begin(actor, id, { ...fields }, version),
  ),
  'announce-lifting': command(
    AnnounceLiftingDto,
    (services, { actor, id, version }, { restriction: item, ...fields }) =>
      services.of(RestrictionsService).announce(actor, id, { item, ...fields }, version),
  ),
  'lift-restriction': command(
    LiftRestrictionDto,
    (services, { actor, id, version }, { restriction: item, ...fields }) =>
      services.of(RestrictionsService).lift(actor, id, { item, ...fields }, version),
  ),
} as const satisfies Commands;
