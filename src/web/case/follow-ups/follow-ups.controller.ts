import {
  Body,
  Controller,
  createParamDecorator,
  type ExecutionContext,
  Get,
  Inject,
  Post,
  Query,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { civilDateIn } from '../../../domain/civil-date.js';
import { type FieldProblem, refuse } from '../../../domain/problem.js';
import { restrictionNextOn } from '../../../domain/rights/restriction-course.js';
import type { Actor } from '../../../audit/actor.js';
import { Allow } from '../../../identity/access.js';
import { ComplaintsService } from '../../../requests/complaints/complaints.service.js';
import { RecipientsService } from '../../../requests/recipients/recipients.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import { RestrictionsService } from '../../../requests/restrictions/restrictions.service.js';
import { authorityForm, recipientForm, restrictionForm } from './follow-up-forms.js';
import { FollowUpViews } from './follow-up-views.js';
import type { StepInput } from '../case-part.page.js';
import { errorsOf } from '../../shell/components/form.js';
import { CaseHeads } from '../case-heads.js';
import { CasePartPage } from '../case-part.page.js';
import { RestrictionRegisterPage, SORTS } from './restriction-register.page.js';
import { Visit } from '../../shell/visit.js';
import { page } from '../../shell/page.js';
import { type Answer, redirect } from '../../../platform/http/answer.js';
import { Uuid } from '../../shell/route-params.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { fieldsIn, int, orShow, readForm, text } from '../../shell/form-body.js';

const PARTS = { einschraenkung: 'restriction', empfaenger: 'recipients', aufsicht: 'authority' } as const;
type Part = keyof typeof PARTS;
const NAMES = Object.keys(PARTS) as Part[];
const PATHS = NAMES.map((part) => `vorgaenge/:id/${part}`);

/** Which of the paths was asked for. */
const FollowUp = createParamDecorator((_: unknown, context: ExecutionContext): Part => {
  const { url = '' } = context.switchToHttp().getRequest<FastifyRequest>().routeOptions;
  return NAMES.find((part) => url.endsWith(`/${part}`)) ?? refuse('not-found', {});
});

type Act = (actor: Actor, id: string, input: StepInput, version?: number) => Promise<unknown>;

/** What Art. 18, 19 and 77 make follow in a case, and the register of restrictions. */
@ApiExcludeController()
@Controller()
@Allow('dpo')
export class FollowUpsController {
  private readonly acts: Readonly<Record<Part, Readonly<Record<string, Act>>>>;

  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(FollowUpViews) private readonly views: FollowUpViews,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
    @Inject(RestrictionsService) private readonly restrictions: RestrictionsService,
    @Inject(RecipientsService) recipients: RecipientsService,
    @Inject(ComplaintsService) complaints: ComplaintsService,
  ) {
    const mail: Act = (...given) => recipients.mail(...given);
    this.acts = {
      einschraenkung: {
        begin: (...given) => restrictions.begin(...given),
        announce: (...given) => restrictions.announce(...given),
        lift: (...given) => restrictions.lift(...given),
      },
      empfaenger: {
        add: (...given) => recipients.add(...given),
        mail,
        'mail-en': mail,
        told: (...given) => recipients.recordTold(...given),
        'leave-out': (...given) => recipients.leaveOut(...given),
        disclose: (...given) => recipients.disclose(...given),
      },
      aufsicht: {
        open: (...given) => complaints.open(...given),
        state: (...given) => complaints.state(...given),
        conclude: (...given) => complaints.conclude(...given),
      },
    };
  }

  @Get('einschraenkungen')
  async register(@Visit() visit: Visit, @Query('nach') by: unknown): Promise<Answer> {
    const { context, today } = visit;
    const sort = SORTS.find((one) => one === by) ?? 'since';
    const rows = [...(await this.restrictions.register(visit.actor))];
    // What has no day of its own comes last.
    const keyOf = {
      since: ({ beganOn }) => beganOn,
      reference: ({ reference }) => reference,
      next: (row) => restrictionNextOn(row) ?? '9999',
    } satisfies Record<(typeof SORTS)[number], (row: (typeof rows)[number]) => string>;
    rows.sort((a, b) => (keyOf[sort](a) < keyOf[sort](b) ? -1 : 1));
    const content = RestrictionRegisterPage({ context, rows, sort, today });
    return page(visit, context.texts.articles.register.title, content);
  }

  @Get(PATHS)
  async show(
    @Visit() visit: Visit,
    @Uuid('id') id: string,
    @FollowUp() part: Part,
    @Query() query: Form,
  ): Promise<Answer> {
    const { schritt: step, eintrag: item, getan: done } = query ?? {};
    return this.send(visit, id, part, { input: fieldsIn({ step, item }), saved: done === '1' });
  }

  @Post(PATHS)
  async act(
    @Visit() visit: Visit,
    @Uuid('id') id: string,
    @FollowUp() part: Part,
    @Body() body: Form,
  ): Promise<Answer> {
    const input = fieldsIn(body);
    const { step, version } = readForm(body, { step: text(), version: int }).values;
    const steps = this.acts[part];
    const act = (Object.hasOwn(steps, step) ? steps[step] : undefined) ?? refuse('not-found', {});
    return orShow(
      [],
      async () => {
        await act(visit.actor, id, input, version);
        return redirect(`/vorgaenge/${id}/${part}?getan=1`);
      },
      (problems) => this.send(visit, id, part, { input, problems }, 422),
    );
  }

  private async send(
    visit: Visit,
    id: string,
    part: Part,
    shown: { input: StepInput; problems?: readonly FieldProblem[]; saved?: boolean },
    status = 200,
  ): Promise<Answer> {
    const { actor, csrfToken } = visit.session;
    const { context } = visit;
    const row = await this.requests.get(actor, id);
    const today = civilDateIn(visit.now, row.timeZone);
    const [view, form] = {
      einschraenkung: [this.views.restriction.bind(this.views), restrictionForm] as const,
      empfaenger: [this.views.recipient.bind(this.views), recipientForm] as const,
      aufsicht: [this.views.authority.bind(this.views), authorityForm] as const,
    }[part];
    const seen = await view(context, actor, row);
    const content = CasePartPage({
      context,
      id,
      head: await this.heads.of(visit, row),
      csrfToken,
      version: row.version,
      ...seen,
      current: PARTS[part],
      path: `/vorgaenge/${id}/${part}`,
      form: form({ context, row, input: shown.input, today }),
      errors: errorsOf(context.texts, shown.problems ?? []),
      saved: shown.saved ?? false,
    });
    return page(visit, seen.title, content, { status });
  }
}
