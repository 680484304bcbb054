import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { RULE_LIMITS } from '../domain/retention/rules.js';
import type { Actor } from '../audit/actor.js';
import { Allow, CurrentActor } from '../identity/access.js';
import { RequestsService } from '../requests/request/requests.service.js';
import { CopiesService } from '../retention/copies.service.js';
import { ErasureSweep } from '../retention/erasure-sweep.js';
import { HoldsService } from '../retention/holds.service.js';
import { RetentionReader } from '../retention/retention-reader.js';
import { RetentionRulesService } from '../retention/retention-rules.service.js';
import { inline, type Answer } from '../platform/http/answer.js';
import { validInput } from '../platform/http/validate.js';
import { asOf, uuidOrNotFound } from './request-answer.js';

export class RunDto {
  @ApiProperty({ required: false, description: 'Only say what would go' })
  @IsOptional()
  @IsBoolean({ context: { code: 'wrong-type' } })
  dryRun?: boolean;
}

const Rule = (name: keyof typeof RULE_LIMITS): PropertyDecorator => {
  const { standard, min, max } = RULE_LIMITS[name];
  return (target, property) => {
    ApiProperty({ required: false, type: 'integer', minimum: min, maximum: max, default: standard })(target, property);
    IsOptional()(target, property);
    IsInt({ context: { code: 'not-a-number' } })(target, property);
  };
};

export class RulesDto {
  @Rule('deliveredDays') deliveredDays?: number;
  @Rule('afterEndDays') afterEndDays?: number;
  @Rule('remedyMonths') remedyMonths?: number;
  @Rule('limitationYears') limitationYears?: number;
  @Rule('authorityMonths') authorityMonths?: number;
  @Rule('indexMonths') indexMonths?: number;
}

/** What is erased when and why, what keeps it, and where copies lie. */
@ApiTags('retention')
@ApiBearerAuth()
@Controller('api/v1')
export class RetentionController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(RetentionReader) private readonly reader: RetentionReader,
    @Inject(ErasureSweep) private readonly sweep: ErasureSweep,
    @Inject(RetentionRulesService) private readonly rules: RetentionRulesService,
    @Inject(CopiesService) private readonly copies: CopiesService,
    @Inject(HoldsService) private readonly holds: HoldsService,
  ) {}

  @Get('requests/:id/retention')
  @Allow('dpo', 'auditor')
  @ApiOperation({ summary: 'What of a request goes when and why, what keeps it, what has gone, and where copies lie' })
  async ofRequest(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const row = await this.requests.get(actor, id);
    asOf(row, reply);
    const [{ plan, erasures }, holds, copies] = await Promise.all([
      this.reader.ofRequest(actor, id, row.timeZone),
      this.holds.ofRequest(actor, id),
      this.copies.ofRequest(actor, id),
    ]);
    return { ...plan, holds, erasures, copies };
  }

  @Get('requests/:id/erasures/:erasure/proof')
  @Allow('dpo', 'auditor')
  @ApiOperation({
    summary: 'The proof (.tlog-proof) that an erasure is in the log; `forthwith verify` checks it offline',
  })
  async proof(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Param('erasure', uuidOrNotFound()) erasure: string,
  ): Promise<Answer> {
    const { reference } = await this.requests.get(actor, id);
    const content = await this.reader.proofOf(actor, id, erasure);
    return inline({ name: `loeschung-${reference}.tlog-proof`, type: 'text/plain; charset=utf-8', content });
  }

  @Post('requests/:id/platform-copy/deleted')
  @HttpCode(200)
  @Allow('dpo', 'staff')
  @ApiOperation({ summary: 'Say that the message on the platform is deleted' })
  async platformDeleted(@CurrentActor() actor: Actor, @Param('id', uuidOrNotFound()) id: string) {
    await this.copies.confirmPlatform(actor, id);
    return { deleted: true };
  }

  @Get('retention')
  @Allow('dpo', 'auditor')
  @ApiOperation({
    summary: 'For the whole organisation: rules, what is due, kept, failed, done, and copies not confirmed',
  })
  async standing(@CurrentActor() actor: Actor) {
    return this.reader.standing(actor);
  }

  @Post('retention/rules')
  @HttpCode(200)
  @Allow('dpo')
  @ApiOperation({ summary: 'Change periods within their limits; an entry of the log' })
  async change(@CurrentActor() actor: Actor, @Body() body: unknown) {
    return this.rules.change(actor, { ...(await validInput(RulesDto, body)) });
  }

  @Post('retention/runs')
  @HttpCode(200)
  @Allow('dpo')
  @ApiOperation({ summary: 'Erase what is due now, or only say what it would be' })
  async run(@CurrentActor() actor: Actor, @Body() body: unknown) {
    const { dryRun = false } = await validInput(RunDto, body);
    return this.sweep.runNow(actor, await this.reader.timeZone(actor), { dryRun });
  }

  @Post('retention/confirm-clock')
  @HttpCode(200)
  @Allow('dpo')
  @ApiOperation({ summary: 'Confirm that the clock is right, after erasure was halted' })
  async confirm(@CurrentActor() actor: Actor) {
    await this.sweep.confirm(actor);
    return { halted: false };
  }

  @Post('retention/copies/:id/deleted')
  @HttpCode(200)
  @Allow('dpo')
  @ApiOperation({ summary: 'Say that a copy outside is deleted' })
  async deleted(@CurrentActor() actor: Actor, @Param('id', uuidOrNotFound()) id: string) {
    await this.copies.confirm(actor, id);
    return { deleted: true };
  }
}
