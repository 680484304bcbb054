import { Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { decide, WITHDRAWAL_LIMIT_MINUTES } from '../../domain/lifecycle/lifecycle.js';
import { refuse } from '../../domain/problem.js';
import { ReceiptProofs } from '../../audit/receipt-proofs.js';
import { Allow } from '../../identity/access.js';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.js';
import { forwardingStatus } from '../../requests/request/forwarding-status.js';
import { CopiesService } from '../../retention/copies.service.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../requests/request/rights-requests.repository.js';
import { LiveForwardingState } from '../case/forwarding-state.js';
import { OwnHandoversPage } from './own-handovers.page.js';
import { ReceiptPage, WithdrawPage } from './receipt.page.js';
import { CaseViews } from '../case/case-views.js';
import { Visit } from '../shell/visit.js';
import { fragment, page } from '../shell/page.js';
import { type Answer, download, redirect } from '../../platform/http/answer.js';
import { Uuid } from '../shell/route-params.js';

const PAGE_SIZE = 50;
const RECEIPT_WAIT_MS = 2_000;
const MOMENT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** What somebody has handed over: their lasting proof. */
@ApiExcludeController()
@Controller('weitergaben')
@Allow('staff', 'dpo')
export class ReceiptsController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(CaseViews) private readonly views: CaseViews,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
    @Inject(CopiesService) private readonly copies: CopiesService,
  ) {}

  @Get()
  async list(@Visit() visit: Visit, @Query('cursor') cursor: unknown): Promise<Answer> {
    const { context, actor, now, today } = visit;
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
      withdrawn: row.withdrawnAt !== null,
      forwarding: forwardingStatus(row, now),
    }));
    const copies = await this.copies.toDeleteOnChannels(actor);
    const nextQuery = last === undefined ? null : `cursor=${encodeCursor(last.recordedAt.toISOString(), last.id)}`;
    return page(visit, context.texts.own.title, OwnHandoversPage({ context, items, today, nextQuery, copies }));
  }

  @Get(':id')
  async show(
    @Visit() visit: Visit,
    @Uuid('id') id: string,
    @Query('neu') fresh: unknown,
    @Query('getan') done: unknown,
  ): Promise<Answer> {
    const { context, session, now } = visit;
    const row = await this.requests.get(session.actor, id);
    const content = ReceiptPage({
      context,
      ...(await this.views.receipt(context, session.actor, row)),
      withdrawableUntil: row.handedOverBy === session.userId ? withdrawableUntil(row, now) : null,
      handedOver: {
        state: row.state,
        late: row.handoverLate,
        remarked: row.withdrawnAt !== null,
        arrivalUnknown: row.arrival === 'unknown',
      },
      onChannel: await this.copies.onChannel(session.actor, id),
      fresh: fresh === '1',
      own: row.handedOverBy === session.userId,
      supplemented: done === 'ergaenzt',
      csrfToken: session.csrfToken,
    });
    return page(visit, context.texts.receipt.title(row.reference), content);
  }

  /** The live spot: only the state of the forwarding. */
  @Get(':id/stand')
  async state(@Visit() { context, actor }: Visit, @Uuid('id') id: string): Promise<Answer> {
    const row = await this.requests.get(actor, id);
    return fragment(LiveForwardingState({ context, view: await this.views.forwarding(actor, row) }));
  }

  @Get(':id/beleg')
  async proof(@Visit() { actor }: Visit, @Uuid('id') id: string): Promise<Answer> {
    const { reference } = await this.requests.get(actor, id);
    const proof = await this.proofs.waitFor(actor.organisationId, id, RECEIPT_WAIT_MS);
    const content = proof ?? refuse('unavailable', { retryAfterSeconds: 5 });
    return download({ name: `${reference}.tlog-proof`, type: 'text/plain; charset=utf-8', content });
  }

  @Post(':id/kanal-geloescht')
  async deletedOnChannel(@Visit() { actor }: Visit, @Uuid('id') id: string): Promise<Answer> {
    await this.copies.confirmPlatform(actor, id);
    return redirect(`/weitergaben/${id}`);
  }

  @Get(':id/zurueckziehen')
  async confirmWithdrawal(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    const { context, session } = visit;
    const { reference } = await this.requests.get(session.actor, id);
    const content = WithdrawPage({ context, id, reference, csrfToken: session.csrfToken });
    return page(visit, context.texts.receipt.withdrawTitle, content);
  }

  @Post(':id/zurueckziehen')
  async withdraw(@Visit() { actor }: Visit, @Uuid('id') id: string): Promise<Answer> {
    await this.requests.withdraw(actor, id);
    return redirect(`/weitergaben/${id}`);
  }
}

function withdrawableUntil(row: RightsRequestRow, now: Date): Date | null {
  const facts = { state: row.state, recordedAt: row.recordedAt.getTime() };
  return row.withdrawnAt === null && decide('withdraw', facts, now.getTime()).allowed
    ? new Date(row.recordedAt.getTime() + WITHDRAWAL_LIMIT_MINUTES * 60_000)
    : null;
}
