import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal, refuse } from '../../../domain/problem.js';
import { OUTCOMES } from '../../../domain/rights/identity-check.js';
import type { Actor } from '../../../audit/actor.js';
import { DeadlinesService } from '../../../deadlines/deadlines.service.js';
import { Allow } from '../../../identity/access.js';
import { Clock } from '../../../platform/clock.js';
import { uuidv7 } from '../../../platform/ids.js';
import { IdentityCheckService } from '../../../requests/identity-check/identity-check.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { IdentityCheckViews, type IdentityShown } from './identity-check-views.js';
import type { IdentityNews } from './identity-check.page.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import { mustBeUuid } from '../case-views.js';
import { orShow } from '../../shell/form-body.js';

/** Whether the person is who they say. The clock follows in a step of its own, with the same day. */
@ApiExcludeController()
@Controller('vorgaenge/:id/identitaet')
@Allow('dpo')
export class IdentityCheckController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(IdentityCheckService) private readonly identity: IdentityCheckService,
    @Inject(DeadlinesService) private readonly deadlines: DeadlinesService,
    @Inject(IdentityCheckViews) private readonly views: IdentityCheckViews,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const row = await this.requests.get(sessionOf(request).actor, mustBeUuid(id));
    await this.views.send(request, reply, row, { form: this.emptyForm(), news: newsOf(query) });
  }

  @Post()
  async begin(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor } = sessionOf(request);
    const row = await this.requests.get(actor, mustBeUuid(id));
    const form = formOf(body ?? {});
    await this.orShow(request, reply, row, { form }, async () => {
      await this.identity.begin(actor, id, form.check, form);
      const clock = form.stop ? await this.move(actor, row, 'request-identity', form.check) : '';
      await reply.redirect(`/vorgaenge/${id}/identitaet?getan=begonnen${clock}`, 303);
    });
  }

  @Post(':check/code')
  async code(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('check') check: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    const typed = typeof body?.['code'] === 'string' ? body['code'] : '';
    await this.end(request, reply, id, check, body, async (actor) => {
      await this.identity.enterCode(actor, mustBeUuid(check), typed);
      return true;
    });
  }

  @Post(':check/ergebnis')
  async outcome(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('check') check: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    await this.end(request, reply, id, check, body, async (actor) => {
      const outcome =
        OUTCOMES.find((known) => known === body?.['outcome']) ??
        refuse('invalid-input', { fields: [{ field: 'outcome', code: 'required' }] });
      await this.identity.end(actor, mustBeUuid(check), outcome);
      return outcome !== 'not-confirmed';
    });
  }

  /** `end` tells whether the person is identified now: only then the clock goes on. */
  private async end(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    check: string,
    body: Record<string, unknown> | undefined,
    end: (actor: Actor) => Promise<boolean>,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor } = sessionOf(request);
    const row = await this.requests.get(actor, mustBeUuid(id));
    await this.orShow(request, reply, row, { form: this.emptyForm() }, async () => {
      const identified = await end(actor);
      const clock =
        identified && body?.['weiter'] === '1' ? await this.move(actor, row, 'confirm-identity', check) : '';
      await reply.redirect(`/vorgaenge/${id}/identitaet?getan=beendet${clock}`, 303);
    });
  }

  /** What the page is told of the clock. The check stands, whatever becomes of the clock: that is said, not hidden. */
  private async move(
    actor: Actor,
    { id }: RightsRequestRow,
    type: 'request-identity' | 'confirm-identity',
    check: string,
  ): Promise<string> {
    try {
      // The check is the proof, and its day the day.
      await this.deadlines.act(actor, id, type, { check });
      return type === 'request-identity' ? '&frist=steht' : '&frist=laeuft';
    } catch (error) {
      if (isRefusal(error)) {
        return '&frist=offen';
      }
      throw error;
    }
  }

  private async orShow(
    request: FastifyRequest,
    reply: FastifyReply,
    row: RightsRequestRow,
    shown: IdentityShown,
    act: () => Promise<void>,
  ): Promise<void> {
    await orShow(act, (problems) => this.views.send(request, reply, row, { ...shown, problems }, 422));
  }

  private emptyForm(): IdentityShown['form'] {
    const check = uuidv7(this.clock.now().getTime());
    return { check, doubt: '', why: '', method: '', address: '', questions: '', documentReason: '', stop: false };
  }
}

function formOf(body: Record<string, unknown>): IdentityShown['form'] {
  const value = (name: string): string => (typeof body[name] === 'string' ? body[name].replaceAll('\r\n', '\n') : '');
  return {
    ...{ check: value('check'), doubt: value('doubt'), why: value('why'), method: value('method') },
    ...{ address: value('address'), questions: value('questions'), documentReason: value('documentReason') },
    stop: value('stop') === '1',
  };
}

function newsOf({ getan, frist }: Record<string, unknown>): IdentityNews {
  return {
    what: getan === 'begonnen' || getan === 'beendet' ? getan : undefined,
    clock: frist === 'steht' || frist === 'laeuft' || frist === 'offen' ? frist : undefined,
  };
}
