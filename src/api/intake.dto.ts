import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { RIGHT_NAMES, type Right } from '../domain/rights/right.js';
import { LINE_LIMIT, MESSAGE_LIMIT, REASON_LIMIT } from '../intake/intake-rules.js';

/** Body of POST /api/v1/requests; what depends on the organisation (channel, limits) is decided by the intake. */
export class IntakeDto {
  @ApiProperty({ description: 'Slug of the channel and account, e.g. "instagram"' })
  @IsString({ context: { code: 'required' } })
  channel!: string;

  @ApiProperty({
    required: false,
    maxLength: MESSAGE_LIMIT,
    description: 'What the person wrote; required without files',
  })
  @IsOptional()
  @IsString({ context: { code: 'not-text' } })
  @MaxLength(MESSAGE_LIMIT, { context: { code: 'too-long', limit: MESSAGE_LIMIT } })
  message?: string;

  @ApiProperty({
    required: false,
    description:
      'When it reached the organisation: a moment (RFC 3339), a day (of a letter), or "unknown", which is allowed and counts as no success; missing: it reaches the organisation with this call',
  })
  @IsOptional()
  @IsString({ context: { code: 'not-a-moment' } })
  receivedAt?: string;

  @ApiProperty({
    required: false,
    description: 'When somebody of the organisation saw it: a moment (RFC 3339) or a day; "at once" counts from then',
  })
  @IsOptional()
  @IsString({ context: { code: 'not-a-moment' } })
  seenAt?: string;

  @ApiProperty({
    required: false,
    description: 'It may tell of a personal data breach (Art. 33): 72 hours run, and those named for it are alarmed',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean({ context: { code: 'wrong-type' } })
  breachHint?: boolean;

  @ApiProperty({
    required: false,
    isArray: true,
    enum: RIGHT_NAMES,
    description: 'Empty or missing: not known, the DPO decides',
  })
  @IsOptional()
  @IsArray({ context: { code: 'wrong-type' } })
  @ArrayMaxSize(RIGHT_NAMES.length, { context: { code: 'too-many', limit: RIGHT_NAMES.length } })
  @IsIn(RIGHT_NAMES, { each: true, context: { code: 'unknown-value' } })
  rights?: Right[];

  @ApiProperty({ required: false, description: `Who it is from; beyond ${LINE_LIMIT} characters also kept as a file` })
  @IsOptional()
  @IsString({ context: { code: 'not-text' } })
  from?: string;

  @ApiProperty({
    required: false,
    description: `How the person can be reached; beyond ${LINE_LIMIT} characters also kept as a file`,
  })
  @IsOptional()
  @IsString({ context: { code: 'not-text' } })
  contact?: string;

  @ApiProperty({
    required: false,
    maxLength: REASON_LIMIT,
    description: 'Why it is handed over later than the instruction allows; required only then',
  })
  @IsOptional()
  @IsString({ context: { code: 'not-text' } })
  @MaxLength(REASON_LIMIT, { context: { code: 'too-long', limit: REASON_LIMIT } })
  lateReason?: string;
}
