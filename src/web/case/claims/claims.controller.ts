import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LIFECYCLE } from '../../../domain/lifecycle/lifecycle.js';
import { isRefusal, refuse, type FieldProblem } from '../../../domain/problem.js';
import { endsByClosing, type Missing } from '../../../domain/rights/aftercare.js';
import { CATALOGUE } from '../../../domain/rights/catalogue.js';
import { isCheckAnswer } from '../../../domain/rights/check.js';
import { GROUNDS, OUTCOMES } from '../../../domain/rights/outcome.js';
import { isRight, type Right } from '../../../domain/rights/right.js';
import type { Actor } from '../../../audit/actor.js';
import { LogService } from '../../../audit/log.service.js';
import { Allow } from '../../../identity/access.js';
import { isUuid } from '../../../platform/ids.js';
import { ClaimsService } from '../../../requests/claims/claims.service.js';
import { ClosingService } from '../../../requests/claims/closing.service.js';
import { ClosingViews } from './closing-views.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import { errorsOf } from '../../shell/components/form.js';
import { ClaimsPage, type ClaimForm } from './claims.page.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import { mustBeUuid } from '../case-views.js';
import type { Form } from '../../shell/form-body.js';

interface Shown {
  readonly current?: Right | undefined;
  readonly form?: ClaimForm;
  readonly problems?: readonly FieldProblem[];
  /** How many entries the person had seen when somebody else changed the request. */
  readonly seen?: number;
  readonly saved?: boolean;
  /** Closing was asked for, and what still runs was not confirmed. */
  readonly unconfirmed?: boolean;
  readonly status?: number;
}

/** What the DPO checks and decides about each right that is claimed, and closing the matter. */
@ApiExcludeController()
@Controller('vorgaenge/:id/rechte')
@Allow('dpo')
export class ClaimsController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(ClaimsService) private readonly claims: ClaimsService,
    @Inject(ClosingService) private readonly closing: ClosingService,
    @Inject(LogService) private readonly log: LogService,
    @Inject(ClosingViews) private readonly closingViews: ClosingViews,
  ) {}

  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const current = isRight(query['recht']) ? query['recht'] : undefined;
    await this.send(request, reply, mustBeUuid(id), { current, saved: query['getan'] === '1' });
  }

  @Post()
  async change(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: Form,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor } = sessionOf(request);
    mustBeUuid(id);
    const right = isRight(body?.['right']) ? body['right'] : undefined;
    const form = formOf(body, right);
    try {
      const shown = await this.carryOut(actor, id, right, form, body);
      await reply.redirect(`/vorgaenge/${id}/rechte?getan=1${shown === undefined ? '' : `&recht=${shown}`}`, 303);
    } catch (error) {
      if (isRefusal(error) && error.code === 'invalid-input') {
        const { fields } = error.facts as { fields: readonly FieldProblem[] };
        return this.send(request, reply, id, { current: right, form, problems: fields, status: 422 });
      }
      if (isRefusal(error) && error.code === 'version-conflict') {
        const seen = numberOf(body, 'seen') ?? 0;
        return this.send(request, reply, id, { current: right, form, seen, status: 409 });
      }
      if (isRefusal(error) && error.code === 'not-ready-to-close') {
        const { missing } = error.facts as { missing: readonly Missing[] };
        const unconfirmed = endsByClosing(missing);
        return this.send(request, reply, id, { unconfirmed, status: unconfirmed ? 422 : 409 });
      }
      throw error;
    }
  }

  /** The right that is shown afterwards. */
  private async carryOut(
    actor: Actor,
    id: string,
    right: Right | undefined,
    form: ClaimForm,
    body: Form,
  ): Promise<Right | undefined> {
    const version = numberOf(body, 'version');
    switch (body?.['what']) {
      case 'check':
        await this.claims.check(actor, id, right ?? refuse('malformed-body', {}), form.checks, version);
        return right;
      case 'decide':
        await this.claims.decide(actor, id, right ?? refuse('malformed-body', {}), decisionOf(form), version);
        return right;
      case 'correct': {
        const as = isRight(form.as)
          ? form.as
          : refuse('invalid-input', { fields: [{ field: 'as', code: 'required' }] });
        await this.claims.correct(actor, id, { right, as, reason: form.reason }, version);
        return as;
      }
      case 'close':
        await this.closing.close(actor, id, version, endingOf(body));
        return undefined;
      default:
        return refuse('malformed-body', {});
    }
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    { current, form, problems = [], seen, saved = false, unconfirmed = false, status = 200 }: Shown,
  ): Promise<void> {
    const { actor, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    // The timeline first: what comes between it and the version is then told as "meanwhile", never missed.
    const timeline = await this.log.timeline(actor, id);
    const row = await this.requests.get(actor, id);
    const { reference, version, state } = row;
    const claims = await this.claims.open(actor, id);
    const entries = timeline.map(({ index, entry: { at, event, actor: who } }) => ({
      ...{ index, event, actor: who },
      at: new Date(at),
    }));
    const page = ClaimsPage({
      ...{ context, id, reference, version, claims, form, saved, csrfToken },
      current: claims.find(({ right }) => right === current)?.right ?? claims[0]?.right,
      errors: errorsOf(context.texts, problems),
      mayDecide: LIFECYCLE[state].decide !== undefined,
      mayCorrect: LIFECYCLE[state]['correct-claim'] !== undefined,
      notTakenOver: state === 'recorded',
      closing:
        LIFECYCLE[state].close === undefined ? null : await this.closingViews.of(context, actor, row, unconfirmed),
      closed: state === 'closed',
      meanwhile: seen === undefined ? [] : entries.slice(seen).filter(({ event }) => event !== 'content.read'),
      seen: entries.length,
    });
    await this.pages.send(request, reply, context.texts.claims.title(reference), page, status);
  }
}

function formOf(body: Form, right: Right | undefined): ClaimForm {
  const value = (name: string): string => {
    const text = body?.[name];
    return typeof text === 'string' ? text.replaceAll('\r\n', '\n') : '';
  };
  const asked = right === undefined ? [] : CATALOGUE[right].checks.map(({ check }) => check);
  const answers = asked.map((check) => [check, value(`check-${check}`)] as const);
  return {
    checks: Object.fromEntries(answers.filter(([, answer]) => isCheckAnswer(answer))),
    ...{ outcome: value('outcome'), ground: value('ground'), reasons: value('reasons') },
    ...{ as: value('as'), reason: value('reason') },
  };
}

/** The tasks and checks that the page named, when their end was confirmed. */
function endingOf(body: Form): readonly string[] {
  const { end, running } = body ?? {};
  return end === 'yes' && typeof running === 'string' ? running.split(' ').filter(isUuid) : [];
}

/** @throws Refusal invalid-input when nothing was chosen */
function decisionOf({ outcome, ground, reasons }: ClaimForm) {
  return {
    outcome:
      OUTCOMES.find((one) => one === outcome) ??
      refuse('invalid-input', { fields: [{ field: 'outcome', code: 'required' }] }),
    ground: GROUNDS.find((one) => one === ground) ?? null,
    reasons,
  };
}

function numberOf(body: Form, name: string): number | undefined {
  const number = Number(body?.[name]);
  return Number.isInteger(number) ? number : undefined;
}
