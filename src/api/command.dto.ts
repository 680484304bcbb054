import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { DeadlineAct } from '../domain/deadlines/act.js';
import type { Command } from '../domain/lifecycle/lifecycle.js';
import { refuse } from '../domain/problem.js';
import { RIGHT_NAMES, type Right } from '../domain/rights/right.js';
import { deadlineActOf } from '../deadlines/act-input.js';
import { REASON_LIMIT } from '../deadlines/deadlines.service.js';
import { validInput } from '../platform/http/validate.js';

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

  @ApiProperty({ required: false, maxLength: REASON_LIMIT, description: 'extend: the reasons; kept under seal' })
  @IsOptional()
  @IsString({ context: { code: 'not-text' } })
  @MaxLength(REASON_LIMIT, { context: { code: 'too-long', limit: REASON_LIMIT } })
  reason?: string;

  @ApiProperty({ required: false, enum: RIGHT_NAMES, description: 'add-claim: the right that was added' })
  @IsOptional()
  @IsIn(RIGHT_NAMES, { context: { code: 'unknown-value' } })
  right?: Right;
}

export type ReadCommand = { readonly type: 'acknowledge' } | { readonly type: 'withdraw' } | DeadlineAct;

/** @throws Refusal invalid-input, malformed-body */
export async function readCommand(body: unknown): Promise<ReadCommand> {
  const dto = await validInput(CommandDto, body);
  const { type } = dto;
  return type === 'acknowledge' || type === 'withdraw' ? { type } : deadlineActOf(type, dto);
}

/** The version a decision rests on (If-Match). @throws Refusal invalid-input */
export function versionOf(ifMatch: string | undefined): number | undefined {
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch ?? '')?.[1];
  if (ifMatch !== undefined && ifMatch !== '*' && version === undefined) {
    refuse('invalid-input', { fields: [{ field: 'If-Match', code: 'unknown-value' }] });
  }
  return version === undefined ? undefined : Number(version);
}
