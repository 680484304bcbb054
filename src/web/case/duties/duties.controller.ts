import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { civilDateIn } from '../../../domain/civil-date.js';
import { isSettledDuty, type SettledDuty } from '../../../domain/duties/duty.js';
import { LIFECYCLE } from '../../../domain/lifecycle/lifecycle.js';
import { type FieldProblem, refuse } from '../../../domain/problem.js';
import { isRight, RIGHT_NAMES, type Right } from '../../../domain/rights/right.js';
import { Allow } from '../../../identity/access.js';
import { DutiesService } from '../../../requests/duties/duties.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { type Answer, redirect } from '../../../platform/http/answer.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { CaseHeads } from '../case-heads.js';
import { errorsOf, type Choice } from '../../shell/components/form.js';
import { choice, int, line, orShow, readForm, text } from '../../shell/form-body.js';
import { day } from '../../shell/format.js';
import { page } from '../../shell/page.js';
import { Uuid } from '../../shell/route-params.js';
import { Visit } from '../../shell/visit.js';
import { DutiesPage, type DutiesProps, type DutyForm, type DutyStep } from './duties.page.js';

const STEPS = ['getan', 'auslassen', 'wieder'] as const satisfies readonly DutyStep[];

interface Shown {
  readonly current?: DutiesProps['current'];
  readonly form?: DutyForm;
  readonly problems?: readonly FieldProblem[];
  readonly saved?: boolean;
}

/** What the decisions of a case make follow: seen, and settled one by one. */
@ApiExcludeController()
@Controller('vorgaenge/:id/pflichten')
@Allow('dpo')
export class DutiesController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
    @Inject(DutiesService) private readonly duties: DutiesService,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Uuid('id') id: string, @Query() query: Form): Promise<Answer> {
    const { recht: right, pflicht: duty, schritt: step, getan: done } = query ?? {};
    const current = currentOf(
      right,
      duty,
      STEPS.find((one) => one === step),
    );
    return this.send(visit, id, { current, saved: done === '1' });
  }

  @Post()
  async settle(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { values } = readForm(body, COMMAND);
    const { values: form } = readForm(body, FORM);
    const current = currentOf(values.right, values.duty, values.step) ?? refuse('malformed-body', {});
    const { step, ...place } = current;
    const input = { ...form, ...proofOf(form.proof) };
    return orShow(
      [],
      async () => {
        const act = { getan: 'done', auslassen: 'leaveOut', wieder: 'reopen' } as const;
        await this.duties[act[step]](visit.actor, id, place, input, values.version);
        return redirect(`/vorgaenge/${id}/pflichten?getan=1`);
      },
      (problems) => this.send(visit, id, { current, form, problems: shownAt(problems) }, 422),
    );
  }

  private async send(visit: Visit, id: string, shown: Shown, status = 200): Promise<Answer> {
    const { context, actor } = visit;
    const row = await this.requests.get(actor, id);
    const { current } = shown;
    const proofs = current?.step === 'getan' ? await this.proofsOf(visit, row, current) : [];
    const content = DutiesPage({
      context,
      id,
      proofs,
      current,
      head: await this.heads.of(visit, row),
      version: row.version,
      duties: await this.duties.ofRequest(actor, row),
      today: civilDateIn(visit.now, row.timeZone),
      changeable: LIFECYCLE[row.state]['settle-duty'] !== undefined,
      // What can prove it is offered first.
      form: shown.form ?? { ...NOTHING, proof: proofs[0]?.value ?? '' },
      errors: errorsOf(context.texts, shown.problems ?? []),
      saved: shown.saved ?? false,
      csrfToken: visit.session.csrfToken,
    });
    return page(visit, context.texts.duties.pageTitle(row.reference), content, { status });
  }

  /** Answers of departments that it is done, those given for this duty first; then messages that can prove it. */
  private async proofsOf(
    { context, actor }: Visit,
    row: RightsRequestRow,
    { right, duty }: { readonly right: Right; readonly duty: SettledDuty },
  ): Promise<readonly Choice[]> {
    const texts = context.texts.duties;
    const { tasks, messages } = await this.duties.proofsOf(actor, row.id, duty);
    const own = (await this.duties.ofRequest(actor, row)).find((one) => one.right === right && one.duty === duty)?.task;
    return [
      ...[...tasks]
        .sort((a, b) => Number(b.id === own) - Number(a.id === own))
        .map(({ id, answeredAt }) => ({
          value: `task:${id}`,
          label: texts.ofTask(answeredAt === null ? '' : day(context, civilDateIn(answeredAt, row.timeZone))),
        })),
      ...messages.map(({ id, kind, sentOn }) => ({
        value: `message:${id}`,
        label: context.texts.deadlineSteps.proof.sent(
          kind === null ? '' : context.texts.correspondence.kinds[kind],
          sentOn === null ? '' : day(context, sentOn),
        ),
      })),
    ];
  }
}

const COMMAND = { right: choice(RIGHT_NAMES), duty: text(), step: choice(STEPS), version: int };

const FORM = {
  proof: line(),
  on: line(),
  way: line(),
  unproved: text(),
  saidBy: text(),
  doneBy: text(),
  how: text(),
  extent: text(),
  why: line(),
  reasons: text(),
  reason: text(),
};

const NOTHING: DutyForm = {
  proof: '',
  on: '',
  way: '',
  unproved: '',
  saidBy: '',
  doneBy: '',
  how: '',
  extent: '',
  why: '',
  reasons: '',
  reason: '',
};

function currentOf(right: unknown, duty: unknown, step: DutyStep | undefined): DutiesProps['current'] {
  return isRight(right) && isSettledDuty(duty) && step !== undefined ? { right, duty, step } : undefined;
}

/** `task:…` or `message:…`, as the form offers them. */
function proofOf(proof: string): { readonly task?: string; readonly message?: string } {
  const [kind, id] = proof.split(':', 2);
  return id === undefined || (kind !== 'task' && kind !== 'message') ? {} : { [kind]: id };
}

/** The form has one field for what proves it. */
function shownAt(problems: readonly FieldProblem[]): readonly FieldProblem[] {
  return problems.map((one) => (one.field === 'task' || one.field === 'message' ? { ...one, field: 'proof' } : one));
}
