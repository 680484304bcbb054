import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { civilDateIn } from '../../../domain/civil-date.js';
import { LIFECYCLE } from '../../../domain/lifecycle/lifecycle.js';
import { isRefusal, refuse, type FieldProblem } from '../../../domain/problem.js';
import { endsByClosing } from '../../../domain/rights/aftercare.js';
import { groundFor } from '../chosen-ground.js';
import { CATALOGUE } from '../../../domain/rights/catalogue.js';
import { isCheckAnswer } from '../../../domain/rights/check.js';
import { OUTCOMES } from '../../../domain/rights/outcome.js';
import { isRight, type Right, RIGHT_NAMES } from '../../../domain/rights/right.js';
import type { Actor } from '../../../audit/actor.js';
import { LogService } from '../../../audit/log.service.js';
import { Allow } from '../../../identity/access.js';
import { isUuid } from '../../../platform/ids.js';
import { ClaimsService } from '../../../requests/claims/claims.service.js';
import { ClosingService } from '../../../requests/claims/closing.service.js';
import { ClosingViews } from './closing-views.js';
import { CaseHeads } from '../case-heads.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import { TaskReader } from '../../../requests/tasks/task-reading.service.js';
import { day } from '../../shell/format.js';
import { errorsOf } from '../../shell/components/form.js';
import { type ClaimForm, ClaimsPage } from './claims.page.js';
import { Visit } from '../../shell/visit.js';
import { page } from '../../shell/page.js';
import { type Answer, redirect } from '../../../platform/http/answer.js';
import { Uuid } from '../../shell/route-params.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { box, choice, int, line, named, readForm, text, type Values } from '../../shell/form-body.js';

interface PageState {
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
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(ClaimsService) private readonly claims: ClaimsService,
    @Inject(ClosingService) private readonly closing: ClosingService,
    @Inject(TaskReader) private readonly tasks: TaskReader,
    @Inject(LogService) private readonly log: LogService,
    @Inject(ClosingViews) private readonly closingViews: ClosingViews,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
  ) {}

  @Get()
  async show(
    @Visit() visit: Visit,
    @Uuid('id') id: string,
    @Query('recht') right: unknown,
    @Query('getan') done: unknown,
  ): Promise<Answer> {
    return this.send(visit, id, { current: isRight(right) ? right : undefined, saved: done === '1' });
  }

  @Post()
  async change(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { actor } = visit;
    const { values } = readForm(body, COMMAND);
    const form = formOf(body, values.right);
    const shownAgain = { current: values.right, form };
    try {
      const shown = await this.carryOut(actor, id, values, form);
      return redirect(`/vorgaenge/${id}/rechte?getan=1${shown === undefined ? '' : `&recht=${shown}`}`);
    } catch (error) {
      if (isRefusal(error, 'invalid-input')) {
        // Who decides is answered by when and how they did.
        const problems = error.facts.fields.map((one) => (one.field === 'decider' ? { ...one, field: 'on' } : one));
        return this.send(visit, id, { ...shownAgain, problems, status: 422 });
      }
      if (isRefusal(error, 'version-conflict')) {
        return this.send(visit, id, { ...shownAgain, seen: values.seen ?? 0, status: 409 });
      }
      if (isRefusal(error, 'not-ready-to-close')) {
        const { missing } = error.facts;
        const unconfirmed = endsByClosing(missing);
        return this.send(visit, id, { unconfirmed, status: unconfirmed ? 422 : 409 });
      }
      throw error;
    }
  }

  /** The right that is shown afterwards. */
  private async carryOut(
    actor: Actor,
    id: string,
    { right, version, what, end, running }: Values<typeof COMMAND>,
    form: ClaimForm,
  ): Promise<Right | undefined> {
    switch (what) {
      case 'check':
        await this.claims.check(actor, id, right ?? refuse('malformed-body', {}), form.checks, version);
        return right;
      case 'decide': {
        const claim = right ?? refuse('malformed-body', {});
        // What was ticked with it is kept, also where the decision cannot stand.
        const row = await this.claims.check(actor, id, claim, form.checks, version);
        await this.claims.decide(actor, id, claim, decisionOf(form, claim), row.version, {
          on: form.on,
          way: form.way,
          unproved: form.unproved,
          saidBy: form.saidBy,
          task: form.task,
          against: form.against === 'yes',
        });
        return right;
      }
      case 'correct': {
        const as = isRight(form.as)
          ? form.as
          : refuse('invalid-input', { fields: [{ field: 'as', code: 'required' }] });
        await this.claims.correct(actor, id, { right, as, reason: form.reason }, version);
        return as;
      }
      case 'close':
        // The tasks and checks that the page named, when their end was confirmed.
        await this.closing.close(actor, id, version, end ? running.split(' ').filter(isUuid) : []);
        return undefined;
      default:
        return refuse('malformed-body', {});
    }
  }

  private async send(
    visit: Visit,
    id: string,
    { current, form, problems = [], seen, saved = false, unconfirmed = false, status = 200 }: PageState,
  ): Promise<Answer> {
    const { actor, csrfToken } = visit.session;
    const { context } = visit;
    // The timeline first: what comes between it and the version is then told as "meanwhile", never missed.
    const timeline = await this.log.timeline(actor, id);
    const row = await this.requests.get(actor, id);
    const { reference, version, state } = row;
    const claims = await this.claims.open(actor, id);
    const entries = timeline.map(({ index, entry: { at, event, actor: who } }) => ({
      index,
      event,
      actor: who,
      at: new Date(at),
    }));
    const content = ClaimsPage({
      context,
      id,
      head: await this.heads.of(visit, row),
      version,
      claims,
      form,
      saved,
      csrfToken,
      seat: { land: row.land, bodyKind: row.bodyKind },
      deciding: row.deciding,
      today: civilDateIn(visit.now, row.timeZone),
      decisions: (await this.tasks.standings(actor, id))
        .filter(({ state: at, turn, outcome }) => at !== 'withdrawn' && turn === 'dpo' && outcome === 'done')
        .map((task) => ({
          value: task.id,
          label: context.texts.duties.ofTask(
            task.answeredAt === null ? '' : day(context, civilDateIn(task.answeredAt, row.timeZone)),
          ),
        })),
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
    return page(visit, context.texts.claims.title(reference), content, { status });
  }
}

const COMMAND = {
  what: choice(['check', 'decide', 'correct', 'close']),
  right: choice(RIGHT_NAMES),
  version: int,
  /** How many entries of the log the page showed. */
  seen: int,
  end: box('yes'),
  running: text(),
};

const CLAIM = {
  outcome: text(),
  ground: text(),
  norm: text(),
  reasons: text(),
  as: text(),
  reason: text(),
  on: line(),
  way: line(),
  unproved: text(),
  saidBy: text(),
  task: line(),
  against: line(),
};

function formOf(body: Form, right: Right | undefined): ClaimForm {
  const asked = right === undefined ? [] : CATALOGUE[right].checks.map(({ check }) => check);
  const answers = asked.flatMap((check) => {
    const { answer } = readForm(body, { answer: named(`check-${check}`, text()) }).values;
    return isCheckAnswer(answer) ? [[check, answer] as const] : [];
  });
  return { checks: Object.fromEntries(answers), ...readForm(body, CLAIM).typed };
}

/** @throws Refusal invalid-input when nothing was chosen */
function decisionOf(form: ClaimForm, right: Right) {
  const outcome =
    OUTCOMES.find((one) => one === form.outcome) ??
    refuse('invalid-input', { fields: [{ field: 'outcome', code: 'required' }] });
  return { outcome, ...groundFor(right, outcome, form), reasons: form.reasons };
}
