import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { DeadlineAct } from '../domain/deadlines/act.js';
import type { Command } from '../domain/lifecycle/lifecycle.js';
import { refuse } from '../domain/problem.js';
import { CHECK_ANSWERS, CHECKS, type Check, type CheckAnswer } from '../domain/rights/check.js';
import { REASONS_LIMIT, type Decision } from '../domain/rights/decision.js';
import { GROUNDS, OUTCOMES, type Ground, type Outcome } from '../domain/rights/outcome.js';
import { RIGHT_NAMES, type Right } from '../domain/rights/right.js';
import { deadlineActOf } from '../deadlines/act-input.js';
import { REASON_LIMIT } from '../deadlines/deadlines.service.js';
import { validInput } from '../platform/http/validate.js';
import type { Correction } from '../requests/claims/claims.service.js';

/** Those that come over the commands door; each of the others has a route of its own. */
const COMMANDS = [
  'acknowledge',
  'withdraw',
  'request-identity',
  'confirm-identity',
  'request-clarification',
  'clarify',
  'extend',
  'add-claim',
  'answer',
  'refuse',
  'retract',
  'reopen',
  'check-claim',
  'correct-claim',
  'decide',
  'close',
] as const satisfies readonly Command[];

/** Body of POST /api/v1/requests/{id}/commands; which fields belong to which type is said beside them. */
export class CommandDto {
  @ApiProperty({ enum: COMMANDS })
  @IsIn(COMMANDS, { context: { code: 'unknown-value' } })
  type!: (typeof COMMANDS)[number];

  @ApiProperty({
    required: false,
    format: 'date',
    description: 'The day it happened: all but acknowledge, withdraw, extend',
  })
  @IsOptional()
  @IsString({ context: { code: 'not-a-date' } })
  on?: string;

  @ApiProperty({ required: false, format: 'date', description: 'extend: when it was decided' })
  @IsOptional()
  @IsString({ context: { code: 'not-a-date' } })
  decidedOn?: string;

  @ApiProperty({ required: false, format: 'date', description: 'extend: when the person was told' })
  @IsOptional()
  @IsString({ context: { code: 'not-a-date' } })
  sentOn?: string;

  @ApiProperty({
    required: false,
    maxLength: REASON_LIMIT,
    description: 'extend, correct-claim: the reasons; kept under seal',
  })
  @IsOptional()
  @IsString({ context: { code: 'not-text' } })
  @MaxLength(REASON_LIMIT, { context: { code: 'too-long', limit: REASON_LIMIT } })
  reason?: string;

  @ApiProperty({
    required: false,
    enum: RIGHT_NAMES,
    description: 'add-claim, check-claim, correct-claim, decide: the right',
  })
  @IsOptional()
  @IsIn(RIGHT_NAMES, { context: { code: 'unknown-value' } })
  right?: Right;

  @ApiProperty({ required: false, enum: CHECKS, description: 'check-claim: what was checked' })
  @IsOptional()
  @IsIn(CHECKS, { context: { code: 'unknown-value' } })
  check?: Check;

  @ApiProperty({ required: false, enum: CHECK_ANSWERS, description: 'check-claim: what came of it' })
  @IsOptional()
  @IsIn(CHECK_ANSWERS, { context: { code: 'unknown-value' } })
  answer?: CheckAnswer;

  @ApiProperty({ required: false, enum: RIGHT_NAMES, description: 'correct-claim: the right that it is' })
  @IsOptional()
  @IsIn(RIGHT_NAMES, { context: { code: 'unknown-value' } })
  as?: Right;

  @ApiProperty({ required: false, enum: OUTCOMES, description: 'decide: what becomes of the claim' })
  @IsOptional()
  @IsIn(OUTCOMES, { context: { code: 'unknown-value' } })
  outcome?: Outcome;

  @ApiProperty({ required: false, enum: GROUNDS, description: 'decide: why not, or not wholly' })
  @IsOptional()
  @IsIn(GROUNDS, { context: { code: 'unknown-value' } })
  ground?: Ground;

  @ApiProperty({ required: false, maxLength: REASONS_LIMIT, description: 'decide: the reasons; kept under seal' })
  @IsOptional()
  @IsString({ context: { code: 'not-text' } })
  @MaxLength(REASONS_LIMIT, { context: { code: 'too-long', limit: REASONS_LIMIT } })
  reasons?: string;
}

export type ReadCommand =
  | { readonly type: 'acknowledge' | 'withdraw' | 'close' }
  | { readonly type: 'check-claim'; readonly right: Right; readonly check: Check; readonly answer: CheckAnswer }
  | ({ readonly type: 'correct-claim' } & Correction)
  | { readonly type: 'decide'; readonly right: Right; readonly decision: Decision }
  | DeadlineAct;

const NO_DATE_MOVES = ['acknowledge', 'withdraw', 'close', 'check-claim', 'correct-claim', 'decide'] as const;

/** Whether it moves a deadline. */
export function isDeadlineAct(command: ReadCommand): command is DeadlineAct {
  return !(NO_DATE_MOVES as readonly string[]).includes(command.type);
}

/** @throws Refusal invalid-input, malformed-body */
export async function readCommand(body: unknown): Promise<ReadCommand> {
  const dto = await validInput(CommandDto, body);
  const { type } = dto;
  switch (type) {
    case 'acknowledge':
    case 'withdraw':
    case 'close':
      return { type };
    case 'check-claim': {
      const { right, check, answer } = present(dto, ['right', 'check', 'answer']);
      return { type, right, check, answer };
    }
    case 'correct-claim': {
      const { as } = present(dto, ['as']);
      return { type, right: dto.right, as, reason: dto.reason ?? '' };
    }
    case 'decide': {
      const { right, outcome } = present(dto, ['right', 'outcome']);
      return { type, right, decision: { outcome, ground: dto.ground ?? null, reasons: dto.reasons ?? '' } };
    }
    default:
      return deadlineActOf(type, dto);
  }
}

/** Those fields, all there. @throws Refusal invalid-input naming every one that is missing */
function present<K extends keyof CommandDto>(dto: CommandDto, fields: readonly K[]): Required<Pick<CommandDto, K>> {
  const missing = fields.filter((field) => dto[field] === undefined);
  if (missing.length > 0) {
    refuse('invalid-input', { fields: missing.map((field) => ({ field, code: 'required' })) });
  }
  return dto as unknown as Required<Pick<CommandDto, K>>;
}

/** The version a decision rests on (If-Match). @throws Refusal invalid-input */
export function versionOf(ifMatch: string | undefined): number | undefined {
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch ?? '')?.[1];
  if (ifMatch !== undefined && ifMatch !== '*' && version === undefined) {
    refuse('invalid-input', { fields: [{ field: 'If-Match', code: 'unknown-value' }] });
  }
  return version === undefined ? undefined : Number(version);
}
