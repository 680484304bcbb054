import { CHECK_ANSWERS, CHECKS, type Check, type CheckAnswer } from '../../domain/rights/check.js';
import { REASONS_LIMIT } from '../../domain/rights/decision.js';
import { GROUNDS, OUTCOMES, type Ground, type Outcome } from '../../domain/rights/outcome.js';
import { NORM_IDS, type NormId } from '../../domain/rights/norms/norms.js';
import { RIGHT_NAMES, type Right } from '../../domain/rights/right.js';
import { ClaimsService } from '../../requests/claims/claims.service.js';
import { StatedDto } from './told.dto.js';
import { command, CommandDto, type Commands } from './command.js';
import { Choice, Flag, OptionalId, Words } from './fields.js';

export class CheckClaimDto extends CommandDto {
  @Choice(RIGHT_NAMES)
  right!: Right;

  @Choice(CHECKS, { description: 'What was checked' })
  check!: Check;

  @Choice(CHECK_ANSWERS, { description: 'What came of it' })
  answer!: CheckAnswer;
}

export class CorrectClaimDto extends CommandDto {
  @Choice(RIGHT_NAMES, { optional: true, description: 'The right that it was taken for; none: nobody had named one' })
  right?: Right;

  @Choice(RIGHT_NAMES, { description: 'The right that it is' })
  as!: Right;

  @Words(REASONS_LIMIT, { description: 'Why; kept under seal' })
  reason!: string;
}

export class DecideDto extends StatedDto {
  @Choice(RIGHT_NAMES)
  right!: Right;

  @Choice(OUTCOMES, { description: 'What becomes of the claim' })
  outcome!: Outcome;

  @Choice(GROUNDS, { optional: true, description: 'Why not, or not wholly' })
  ground?: Ground;

  @Choice(NORM_IDS, { optional: true, description: 'national-law: the provision, one that holds for this body' })
  norm?: NormId;

  @Words(REASONS_LIMIT, { optional: true, description: 'The reasons; kept under seal' })
  reasons?: string;

  @OptionalId('Without a delegation in force: the task by whose answer the function decided; or its day, way, unproved')
  task?: string;

  @Flag('The data protection officer has advised against it')
  against?: boolean;
}

/** What is found out and decided about each right. */
export const CLAIM_COMMANDS = {
  'check-claim': command(CheckClaimDto, (services, { actor, id, version }, { right, check, answer }) =>
    services.of(ClaimsService).check(actor, id, right, { [check]: answer }, version),
  ),
  'correct-claim': command(CorrectClaimDto, (services, { actor, id, version }, { right, as, reason }) =>
    services.of(ClaimsService).correct(actor, id, { right: right ?? undefined, as, reason }, version),
  ),
  decide: command(DecideDto, (services, { actor, id, version }, { right, outcome, ground, norm, reasons, ...by }) =>
    services
      .of(ClaimsService)
      .decide(
        actor,
        id,
        right,
        { outcome, ground: ground ?? null, norm: norm ?? null, reasons: reasons ?? '' },
        version,
        { ...by },
      ),
  ),
} as const satisfies Commands;
