import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isRefusal, refuse } from '../../../domain/problem.js';
import { OUTCOMES } from '../../../domain/rights/identity-check.js';
import type { Actor } from '../../../audit/actor.js';
import { DeadlinesService } from '../../../deadlines/deadlines.service.js';
import { Allow } from '../../../identity/access.js';
import { uuidv7 } from '../../../platform/ids.js';
import { IdentityCheckService } from '../../../requests/identity-check/identity-check.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { IdentityCheckViews, type IdentityCheckState } from './identity-check-views.js';
import type { IdentityNews } from './identity-check.page.js';
import { Visit } from '../../shell/visit.js';
import { type Answer, redirect } from '../../../platform/http/answer.js';
import { Uuid } from '../../shell/route-params.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { box, choice, orShow, readForm, text } from '../../shell/form-body.js';

/** Whether the person is who they say. The clock follows in a step of its own, with the same day. */
@ApiExcludeController()
@Controller('vorgaenge/:id/identitaet')
@Allow('dpo')
export class IdentityCheckController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(IdentityCheckService) private readonly identity: IdentityCheckService,
    @Inject(DeadlinesService) private readonly deadlines: DeadlinesService,
    @Inject(IdentityCheckViews) private readonly views: IdentityCheckViews,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Uuid('id') id: string, @Query() query: Form): Promise<Answer> {
    const row = await this.requests.get(visit.actor, id);
    return this.views.page(visit, row, { form: emptyForm(visit), news: newsOf(query) });
  }

  @Post()
  async begin(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { actor } = visit;
    const row = await this.requests.get(actor, id);
    const { typed: form } = readForm(body, CHECK);
    return this.orShow(visit, row, { form }, async () => {
      await this.identity.begin(actor, id, form.check, form);
      const clock = form.stop ? await this.move(visit, row, 'request-identity', form.check) : '';
      return redirect(`/vorgaenge/${id}/identitaet?getan=begonnen${clock}`);
    });
  }

  @Post(':check/code')
  async code(
    @Visit() visit: Visit,
    @Uuid('id') id: string,
    @Uuid('check') check: string,
    @Body() body: Form,
  ): Promise<Answer> {
    const { values } = readForm(body, { code: text() });
    return this.end(visit, id, check, body, async (actor) => {
      await this.identity.enterCode(actor, check, values.code);
      return true;
    });
  }

  @Post(':check/ergebnis')
  async outcome(
    @Visit() visit: Visit,
    @Uuid('id') id: string,
    @Uuid('check') check: string,
    @Body() body: Form,
  ): Promise<Answer> {
    const { values } = readForm(body, { outcome: choice(OUTCOMES) });
    return this.end(visit, id, check, body, async (actor) => {
      const outcome = values.outcome ?? refuse('invalid-input', { fields: [{ field: 'outcome', code: 'required' }] });
      await this.identity.end(actor, check, outcome);
      return outcome !== 'not-confirmed';
    });
  }

  /** `end` tells whether the person is identified now: only then the clock goes on. */
  private async end(
    visit: Visit,
    id: string,
    check: string,
    body: Form,
    end: (actor: Actor) => Promise<boolean>,
  ): Promise<Answer> {
    const row = await this.requests.get(visit.actor, id);
    const { resume } = readForm(body, { resume: box('1') }).values;
    return this.orShow(visit, row, { form: emptyForm(visit) }, async () => {
      const identified = await end(visit.actor);
      const clock = identified && resume ? await this.move(visit, row, 'confirm-identity', check) : '';
      return redirect(`/vorgaenge/${id}/identitaet?getan=beendet${clock}`);
    });
  }

  /** What the page is told of the clock. The check stands, whatever becomes of the clock: that is said, not hidden. */
  private async move(
    { actor }: Visit,
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

  private orShow(
    visit: Visit,
    row: RightsRequestRow,
    shown: IdentityCheckState,
    act: () => Promise<Answer>,
  ): Promise<Answer> {
    return orShow([], act, (problems) => this.views.page(visit, row, { ...shown, problems }, 422));
  }
}

const CHECK = {
  check: text(),
  doubt: text(),
  why: text(),
  method: text(),
  address: text(),
  questions: text(),
  documentReason: text(),
  stop: box('1'),
};

function emptyForm({ now }: Visit): IdentityCheckState['form'] {
  return { ...readForm(undefined, CHECK).typed, check: uuidv7(now.getTime()) };
}

function newsOf(query: Form): IdentityNews {
  const { getan, frist } = query ?? {};
  return {
    what: getan === 'begonnen' || getan === 'beendet' ? getan : undefined,
    clock: frist === 'steht' || frist === 'laeuft' || frist === 'offen' ? frist : undefined,
  };
}
