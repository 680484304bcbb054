import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { refuse } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { CalendarService } from '../deadlines/calendar.service.js';
import { DeadlinesService } from '../deadlines/deadlines.service.js';
import { Allow, CurrentActor } from '../identity/access.js';
import { Clock } from '../platform/clock.js';
import { ClaimsService } from '../requests/claims/claims.service.js';
import { RequestsService } from '../requests/requests.service.js';
import type { RightsRequestRow } from '../requests/rights-requests.repository.js';
import { CommandDto, isDeadlineAct, readCommand, versionOf, type ReadCommand } from './command.dto.js';
import { shownRequest, uuidOrNotFound } from './request-answer.js';
import { situationView } from './request.view.js';

/** What is done with a request, and what it would do to its deadline. */
@ApiTags('requests')
@ApiBearerAuth()
@Controller('api/v1/requests/:id')
export class CommandsController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(ClaimsService) private readonly claims: ClaimsService,
    @Inject(DeadlinesService) private readonly deadlines: DeadlinesService,
    @Inject(CalendarService) private readonly calendars: CalendarService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post('commands')
  @HttpCode(200)
  @Allow('dpo', 'staff')
  @ApiOperation({ summary: 'Do something with a request; staff may only withdraw a mistaken hand-over' })
  @ApiBody({ type: CommandDto })
  @ApiHeader({ name: 'If-Match', required: false, description: 'ETag of the version the decision rests on' })
  async command(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Body() body: unknown,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const command = await readCommand(body);
    const row = await this.carryOut(actor, id, command, versionOf(ifMatch));
    return shownRequest(row, this.clock.now(), reply);
  }

  @Post('deadline/preview')
  @HttpCode(200)
  @Allow('dpo')
  @ApiOperation({ summary: 'What a command would do to the deadline; nothing is stored' })
  @ApiBody({ type: CommandDto })
  async preview(@CurrentActor() actor: Actor, @Param('id', uuidOrNotFound()) id: string, @Body() body: unknown) {
    const command = await readCommand(body);
    if (!isDeadlineAct(command)) {
      return refuse('invalid-input', { fields: [{ field: 'type', code: 'unknown-value' }] });
    }
    const { before, after } = await this.deadlines.whatIf(actor, id, command);
    return { before: situationView(before), after: situationView(after) };
  }

  @Get('deadline.ics')
  @Allow('dpo')
  @ApiOperation({ summary: 'The deadline for a calendar (RFC 5545): reference and day, no personal data' })
  async calendar(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const row = await this.requests.get(actor, id);
    void reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('content-disposition', `attachment; filename="${row.reference}.ics"`);
    return this.calendars.single(row);
  }

  private carryOut(
    actor: Actor,
    id: string,
    command: ReadCommand,
    version: number | undefined,
  ): Promise<RightsRequestRow> {
    switch (command.type) {
      case 'acknowledge':
        return this.requests.acknowledge(actor, id, version);
      case 'withdraw':
        return this.requests.withdraw(actor, id, version);
      case 'check-claim':
        return this.claims.check(actor, id, command.right, { [command.check]: command.answer }, version);
      case 'correct-claim':
        return this.claims.correct(actor, id, command, version);
      case 'decide':
        return this.claims.decide(actor, id, command.right, command.decision, version);
      case 'close':
        return this.claims.close(actor, id, version);
      default:
        return this.deadlines.act(actor, id, command, version);
    }
  }
}
