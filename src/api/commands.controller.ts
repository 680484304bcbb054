import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiExtraModels, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../audit/actor.js';
import { CalendarService } from '../deadlines/calendar.service.js';
import { DeadlinesService } from '../deadlines/deadlines.service.js';
import { Allow, CurrentActor } from '../identity/access.js';
import { Clock } from '../platform/clock.js';
import { NextStepsService } from '../requests/next-step/next-steps.service.js';
import { RequestsService } from '../requests/request/requests.service.js';
import { CaseCommands } from './commands/case-commands.service.js';
import { DEADLINE_ACT_NAMES, readDeadlineAct } from './commands/course.commands.js';
import { commandBody, commandSchema, COMMAND_SHAPES } from './commands/schema.js';
import { sentCommandOf } from './commands/sent-command.js';
import { checkedKey, versionOf } from './preconditions.js';
import { uuidOrNotFound, shownRequest } from './request-answer.js';
import { situationView } from './request.view.js';
import { type Answer, download } from '../platform/http/answer.js';

/** What is done with a request, and what it would do to its deadline. */
@ApiTags('requests')
@ApiBearerAuth()
@ApiExtraModels(...COMMAND_SHAPES)
@Controller('api/v1/requests/:id')
export class CommandsController {
  constructor(
    @Inject(CaseCommands) private readonly commands: CaseCommands,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(NextStepsService) private readonly nextSteps: NextStepsService,
    @Inject(DeadlinesService) private readonly deadlines: DeadlinesService,
    @Inject(CalendarService) private readonly calendars: CalendarService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post('commands')
  @HttpCode(200)
  @Allow('dpo', 'staff')
  @ApiOperation({
    summary: 'Do something with a request; staff may only withdraw a mistaken hand-over',
    requestBody: commandBody(),
  })
  @ApiHeader({ name: 'If-Match', required: false, description: 'ETag of the version the decision rests on' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key with the same body has one effect; the answer to a repetition says Idempotency-Replayed',
  })
  async command(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Req() request: FastifyRequest,
    @Headers() headers: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const [version, key] = [versionOf(headers['if-match']), checkedKey(headers['idempotency-key'])];
    const { row, created, repeated } = await this.commands.carryOut(actor, id, {
      ...(await sentCommandOf(request)),
      version,
      key,
    });
    if (repeated) {
      void reply.header('idempotency-replayed', 'true');
    }
    const next = (await this.nextSteps.of(actor, [row])).get(id);
    return { ...shownRequest(row, this.clock.now(), next, reply), ...(created === undefined ? {} : { created }) };
  }

  @Post('deadline/preview')
  @HttpCode(200)
  @Allow('dpo')
  @ApiOperation({ summary: 'What a command would do to the deadline; nothing is stored' })
  @ApiBody({ schema: commandSchema(DEADLINE_ACT_NAMES) })
  async preview(@CurrentActor() actor: Actor, @Param('id', uuidOrNotFound()) id: string, @Body() body: unknown) {
    const act = await readDeadlineAct(body);
    const { before, after } = await this.deadlines.whatIf(actor, id, act);
    return { before: situationView(before), after: situationView(after) };
  }

  @Get('deadline.ics')
  @Allow('dpo')
  @ApiOperation({ summary: 'The deadline for a calendar (RFC 5545): reference and day, no personal data' })
  async calendar(@CurrentActor() actor: Actor, @Param('id', uuidOrNotFound()) id: string): Promise<Answer> {
    const row = await this.requests.get(actor, id);
    const content = this.calendars.single(row);
    return download({ name: `${row.reference}.ics`, type: 'text/calendar; charset=utf-8', content });
  }
}
