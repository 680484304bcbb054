import { Controller, Get, Headers, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { LogService } from '../audit/log.service.js';
import { ReceiptProofs } from '../audit/receipt-proofs.js';
import { Allow, CurrentActor } from '../identity/access.js';
import { IntakeService } from '../intake/intake.service.js';
import { Clock } from '../platform/clock.js';
import { ClaimsService } from '../requests/claims/claims.service.js';
import { NextStepsService } from '../requests/next-step/next-steps.service.js';
import { otherClocksOf } from '../requests/request/other-clocks.js';
import { RequestsService } from '../requests/request/requests.service.js';
import type { RightsRequestRow } from '../requests/request/rights-requests.repository.js';
import { intakeCommandOf } from './intake-body.js';
import { IntakeDto } from './intake.dto.js';
import { shownRequest, uuidOrNotFound } from './request-answer.js';
import { clocksView, claimsView, requestView } from './request.view.js';
import { nextCursor, PAGE_SIZE, readWorklistQuery } from './worklist-query.js';
import { type Answer, inline } from '../platform/http/answer.js';

const RECEIPT_WAIT_MS = 2_000;

@ApiTags('requests')
@ApiBearerAuth()
@Controller('api/v1/requests')
export class RequestsController {
  constructor(
    @Inject(IntakeService) private readonly intake: IntakeService,
    @Inject(ClaimsService) private readonly claims: ClaimsService,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
    @Inject(LogService) private readonly log: LogService,
    @Inject(NextStepsService) private readonly nextSteps: NextStepsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post()
  @Allow('staff', 'dpo')
  @ApiOperation({ summary: 'Hand a request over: committed and on its way to the DPO when 201 is answered' })
  @ApiConsumes('application/json', 'multipart/form-data')
  @ApiBody({ type: IntakeDto })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key with the same body is the same request',
  })
  async receive(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { row } = await this.intake.receive(actor, await intakeCommandOf(request, idempotencyKey));
    void reply.header('location', `/api/v1/requests/${row.id}`);
    return this.shown(actor, row, reply);
  }

  @Get()
  @Allow('dpo', 'auditor', 'staff')
  @ApiOperation({ summary: 'The worklist, by deadline; staff see their own hand-overs' })
  async list(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>) {
    const { filter, cursor } = readWorklistQuery(query);
    const rows = await this.requests.worklist(actor, filter, cursor, PAGE_SIZE + 1);
    const page = rows.slice(0, PAGE_SIZE);
    const now = this.clock.now();
    const next = await this.nextSteps.of(actor, page);
    return { items: page.map((row) => requestView(row, now, next.get(row.id))), nextCursor: nextCursor(rows) };
  }

  @Get(':id')
  @Allow('dpo', 'auditor', 'staff')
  @ApiOperation({ summary: 'One request: facts, deadline and forwarding, no content' })
  async get(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const row = await this.requests.get(actor, id);
    const claims = await this.claims.list(actor, row);
    return {
      ...(await this.shown(actor, row, reply)),
      claims: claimsView(claims),
      clocks: clocksView(otherClocksOf(row, claims, this.clock.now())),
    };
  }

  @Get(':id/timeline')
  @Allow('dpo', 'auditor', 'staff')
  @ApiOperation({ summary: 'The log entries of a request, oldest first' })
  async timeline(@CurrentActor() actor: Actor, @Param('id', uuidOrNotFound()) id: string) {
    await this.requests.get(actor, id);
    return { items: await this.log.timeline(actor, id) };
  }

  @Get(':id/receipt')
  @Allow('dpo', 'auditor', 'staff')
  @ApiOperation({
    summary: 'The proof (.tlog-proof) that the hand-over is in the log; `forthwith verify` checks it offline',
  })
  async receipt(@CurrentActor() actor: Actor, @Param('id', uuidOrNotFound()) id: string): Promise<Answer> {
    const { reference } = await this.requests.get(actor, id);
    const proof = await this.proofs.waitFor(actor.organisationId, id, RECEIPT_WAIT_MS);
    const content = proof ?? refuse('unavailable', { retryAfterSeconds: 5 });
    return inline({ name: `${reference}.tlog-proof`, type: 'text/plain; charset=utf-8', content });
  }

  private async shown(actor: Actor, row: RightsRequestRow, reply: FastifyReply) {
    const next = await this.nextSteps.of(actor, [row]);
    return shownRequest(row, this.clock.now(), next.get(row.id), reply);
  }
}
