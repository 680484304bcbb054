import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn } from '../../domain/civil-date.js';
import { decide, WITHDRAWAL_LIMIT_MINUTES } from '../../domain/lifecycle/lifecycle.js';
import { refuse } from '../../domain/problem.js';
import { ReceiptProofs } from '../../audit/receipt-proofs.js';
import { Allow } from '../../identity/access.js';
import { Clock } from '../../platform/clock.js';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.js';
import { forwardingStatus } from '../../requests/request/forwarding-status.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../requests/request/rights-requests.repository.js';
import { LiveForwardingState } from '../case/forwarding-state.js';
import { renderFragment } from '../shell/layout.js';
import { OwnHandoversPage } from './own-handovers.page.js';
import { ReceiptPage, WithdrawPage } from './receipt.page.js';
import { Pages, sessionOf } from '../shell/pages.service.js';
import { mustBeUuid, RequestViews } from '../case/case-views.js';

const PAGE_SIZE = 50;
const RECEIPT_WAIT_MS = 2_000;
const MOMENT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** What somebody has handed over: their lasting proof. */
@ApiExcludeController()
@Controller('weitergaben')
@Allow('staff', 'dpo')
export class ReceiptsController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(RequestViews) private readonly views: RequestViews,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('cursor') cursor: unknown,
  ): Promise<void> {
    const { actor, timeZone } = sessionOf(request);
    const context = this.pages.context(request);
    const now = this.clock.now();
    const after = typeof cursor === 'string' ? decodeCursor(cursor, MOMENT) : undefined;
    const rows = await this.requests.ownHandovers(
      actor,
      after === undefined ? undefined : { recordedAt: after.at, id: after.id },
      PAGE_SIZE + 1,
    );
    const last = rows.length > PAGE_SIZE ? rows[PAGE_SIZE - 1] : undefined;
    const items = rows.slice(0, PAGE_SIZE).map((row) => ({
      ...row,
      channel: this.views.channelOf(context, row),
      withdrawn: row.state === 'withdrawn',
      forwarding: forwardingStatus(row, now),
    }));
    const nextQuery = last === undefined ? null : `cursor=${encodeCursor(last.recordedAt.toISOString(), last.id)}`;
    const page = OwnHandoversPage({ context, items, today: civilDateIn(now, timeZone), nextQuery });
    await this.pages.send(request, reply, context.texts.own.title, page);
  }

  @Get(':id')
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query('neu') fresh: unknown,
  ): Promise<void> {
    const session = sessionOf(request);
    const context = this.pages.context(request);
    const row = await this.requests.get(session.actor, mustBeUuid(id));
    const page = ReceiptPage({
      context,
      ...(await this.views.receipt(context, session.actor, row)),
      withdrawableUntil: row.handedOverBy === session.userId ? this.withdrawableUntil(row) : null,
      fresh: fresh === '1',
      csrfToken: session.csrfToken,
    });
    await this.pages.send(request, reply, context.texts.receipt.title(row.reference), page);
  }

  /** The live spot: only the state of the forwarding. */
  @Get(':id/stand')
  async state(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const { actor } = sessionOf(request);
    const context = this.pages.context(request);
    const row = await this.requests.get(actor, mustBeUuid(id));
    const view = await this.views.forwarding(actor, row);
    await reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(renderFragment(LiveForwardingState({ context, view })));
  }

  @Get(':id/beleg')
  async proof(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const { actor } = sessionOf(request);
    const { reference } = await this.requests.get(actor, mustBeUuid(id));
    const proof = await this.proofs.waitFor(actor.organisationId, id, RECEIPT_WAIT_MS);
    await reply
      .header('content-type', 'text/plain; charset=utf-8')
      .header('content-disposition', `attachment; filename="${reference}.tlog-proof"`)
      .send(proof ?? refuse('unavailable', { retryAfterSeconds: 5 }));
  }

  @Get(':id/zurueckziehen')
  async confirmWithdrawal(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<void> {
    const { actor, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const { reference } = await this.requests.get(actor, mustBeUuid(id));
    await this.pages.send(
      request,
      reply,
      context.texts.receipt.withdrawTitle,
      WithdrawPage({ context, id, reference, csrfToken }),
    );
  }

  @Post(':id/zurueckziehen')
  async withdraw(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    await this.requests.withdraw(sessionOf(request).actor, mustBeUuid(id));
    await reply.redirect(`/weitergaben/${id}`, 303);
  }

  private withdrawableUntil(row: RightsRequestRow): Date | null {
    const facts = { state: row.state, recordedAt: row.recordedAt.getTime() };
    return decide('withdraw', facts, this.clock.now().getTime()).allowed
      ? new Date(row.recordedAt.getTime() + WITHDRAWAL_LIMIT_MINUTES * 60_000)
      : null;
  }
}
