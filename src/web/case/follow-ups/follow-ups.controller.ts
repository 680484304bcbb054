import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn } from '../../../domain/civil-date.js';
import { refuse, type FieldProblem } from '../../../domain/problem.js';
import { restrictionNextOn } from '../../../domain/rights/restriction-course.js';
import type { Actor } from '../../../audit/actor.js';
import { Allow } from '../../../identity/access.js';
import { Clock } from '../../../platform/clock.js';
import { ComplaintsService } from '../../../requests/complaints/complaints.service.js';
import { RecipientsService } from '../../../requests/recipients/recipients.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import { RestrictionsService } from '../../../requests/restrictions/restrictions.service.js';
import { authorityForm, recipientForm, restrictionForm } from './follow-up-forms.js';
import { ArticleViews, type StepInput } from './follow-up-views.js';
import { errorsOf } from '../../shell/components/form.js';
import { CasePartPage } from '../case-part.page.js';
import { RestrictionRegisterPage, SORTS } from './restriction-register.page.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import { mustBeUuid } from '../case-views.js';
import { fieldsIn, problemsOf, versionIn } from '../../shell/form-body.js';

const PARTS = { einschraenkung: 'restriction', empfaenger: 'recipients', aufsicht: 'authority' } as const;
type Part = keyof typeof PARTS;

type Act = (actor: Actor, id: string, input: StepInput, version?: number) => Promise<unknown>;

/** What Art. 18, 19 and 77 make follow in a case, and the register of restrictions. */
@ApiExcludeController()
@Controller()
@Allow('dpo')
export class ArticlesController {
  private readonly acts: Readonly<Record<Part, Readonly<Record<string, Act>>>>;

  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(ArticleViews) private readonly views: ArticleViews,
    @Inject(RestrictionsService) private readonly restrictions: RestrictionsService,
    @Inject(RecipientsService) recipients: RecipientsService,
    @Inject(ComplaintsService) complaints: ComplaintsService,
    @Inject(Clock) private readonly clock: Clock,
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
        ...{ mail, 'mail-en': mail },
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
  async register(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('nach') by: unknown,
  ): Promise<void> {
    const { actor, timeZone } = sessionOf(request);
    const context = this.pages.context(request);
    const sort = SORTS.find((one) => one === by) ?? 'since';
    const rows = [...(await this.restrictions.register(actor))];
    // What has no day of its own comes last.
    const keyOf = {
      since: ({ beganOn }) => beganOn,
      reference: ({ reference }) => reference,
      next: (row) => restrictionNextOn(row) ?? '9999',
    } satisfies Record<(typeof SORTS)[number], (row: (typeof rows)[number]) => string>;
    rows.sort((a, b) => (keyOf[sort](a) < keyOf[sort](b) ? -1 : 1));
    const page = RestrictionRegisterPage({ context, rows, sort, today: civilDateIn(this.clock.now(), timeZone) });
    await this.pages.send(request, reply, context.texts.articles.register.title, page);
  }

  @Get(['vorgaenge/:id/einschraenkung', 'vorgaenge/:id/empfaenger', 'vorgaenge/:id/aufsicht'])
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const { schritt: step, eintrag: item } = query;
    const input = fieldsIn({ step, item });
    await this.send(request, reply, id, { input, saved: query['getan'] === '1' });
  }

  @Post(['vorgaenge/:id/einschraenkung', 'vorgaenge/:id/empfaenger', 'vorgaenge/:id/aufsicht'])
  async act(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const input = fieldsIn(body);
    const part = partOf(request);
    const steps = this.acts[part];
    const name = input['step'] ?? '';
    const act = (Object.hasOwn(steps, name) ? steps[name] : undefined) ?? refuse('not-found', {});
    try {
      await act(sessionOf(request).actor, mustBeUuid(id), input, versionIn(input));
      await reply.redirect(`/vorgaenge/${id}/${part}?getan=1`, 303);
    } catch (error) {
      const fields = problemsOf(error);
      await this.send(request, reply, id, { input, problems: fields }, 422);
    }
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    shown: { input: StepInput; problems?: readonly FieldProblem[]; saved?: boolean },
    status = 200,
  ): Promise<void> {
    const { actor, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const part = partOf(request);
    const row = await this.requests.get(actor, mustBeUuid(id));
    const today = civilDateIn(this.clock.now(), row.timeZone);
    const [view, form] = {
      einschraenkung: [this.views.restriction.bind(this.views), restrictionForm] as const,
      empfaenger: [this.views.recipient.bind(this.views), recipientForm] as const,
      aufsicht: [this.views.authority.bind(this.views), authorityForm] as const,
    }[part];
    const seen = await view(context, actor, row);
    const page = CasePartPage({
      ...{ context, id, csrfToken, version: row.version, ...seen },
      ...{
        current: PARTS[part],
        path: `/vorgaenge/${id}/${part}`,
        form: form({ context, row, input: shown.input, today }),
      },
      ...{ errors: errorsOf(context.texts, shown.problems ?? []), saved: shown.saved ?? false },
    });
    await this.pages.send(request, reply, seen.title, page, status);
  }
}

function partOf(request: FastifyRequest): Part {
  const last = request.url.split('?')[0]?.split('/').at(-1);
  return (Object.keys(PARTS) as Part[]).find((part) => part === last) ?? refuse('not-found', {});
}
