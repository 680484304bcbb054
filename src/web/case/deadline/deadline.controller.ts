import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn } from '../../../domain/civil-date.js';
import type { Situation } from '../../../domain/deadlines/situation.js';
import type { FieldProblem } from '../../../domain/problem.js';
import { deadlineActOf } from '../../../deadlines/act-input.js';
import { CalendarService } from '../../../deadlines/calendar.service.js';
import { DeadlinesService } from '../../../deadlines/deadlines.service.js';
import { Allow } from '../../../identity/access.js';
import { Clock } from '../../../platform/clock.js';
import { situationOf } from '../../../requests/request/request-deadline.js';
import type { Draft } from '../../../requests/form-drafts/form-drafts.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { errorsOf } from '../../shell/components/form.js';
import { DeadlinePage, EXTENSION_DRAFT, type ActForm, type ActType } from './deadline.page.js';
import { draftTag } from '../drafts/draft-tag.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import { mustBeUuid, RequestViews } from '../case-views.js';
import { problemsOf, versionIn } from '../../shell/form-body.js';

interface Shown {
  readonly form?: ActForm | undefined;
  readonly problems?: readonly FieldProblem[];
  readonly whatIf?: Situation;
  readonly saved?: boolean;
  readonly draft?: Draft | undefined;
}

/** The deadline of a request: how it is counted, what would change it, and what did. */
@ApiExcludeController()
@Controller('vorgaenge/:id')
@Allow('dpo')
export class DeadlineController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(DeadlinesService) private readonly deadlines: DeadlinesService,
    @Inject(CalendarService) private readonly calendars: CalendarService,
    @Inject(RequestViews) private readonly views: RequestViews,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('frist')
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const row = await this.requests.get(sessionOf(request).actor, mustBeUuid(id));
    const type = this.views.actsOf(row).find((act) => act === query['schritt']);
    const draft = type === 'extend' ? await this.draftOf(request, id) : undefined;
    const form = type === undefined ? undefined : { ...emptyForm(type), ...draft?.fields, type };
    await this.send(request, reply, row, { form, draft, saved: query['getan'] === '1' });
  }

  @Post('frist')
  async act(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor } = sessionOf(request);
    const row = await this.requests.get(actor, mustBeUuid(id));
    const form = formOf(body ?? {}, this.views.actsOf(row));
    if (form === undefined) {
      // Entered in another window meanwhile: what is possible now is shown.
      return this.send(request, reply, row, {}, 409);
    }
    try {
      if (body?.['zeigen'] === '1') {
        const act = deadlineActOf(form.type, form);
        const { after } = await this.deadlines.whatIf(actor, id, act);
        return await this.send(request, reply, row, { form, whatIf: after });
      }
      await this.deadlines.act(actor, id, form.type, form, versionIn(body));
      if (form.type === 'extend') {
        await this.views.drafts.discard(actor, id, EXTENSION_DRAFT);
      }
      await reply.redirect(`/vorgaenge/${id}/frist?getan=1`, 303);
    } catch (error) {
      const fields = problemsOf(error);
      await this.send(request, reply, row, { form, problems: fields }, 422);
    }
  }

  @Get('frist.ics')
  async calendar(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const row = await this.requests.get(sessionOf(request).actor, mustBeUuid(id));
    await reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('content-disposition', `attachment; filename="${row.reference}.ics"`)
      .send(this.calendars.single(row));
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    row: RightsRequestRow,
    { form, problems = [], whatIf, saved = false, draft }: Shown,
    status = 200,
  ): Promise<void> {
    const context = this.pages.context(request);
    const { id, reference, version, land } = row;
    const page = DeadlinePage({
      ...{ context, id, reference, version, land, form, whatIf, saved, draft },
      proofs: form === undefined ? [] : await this.deadlines.proofsOf(sessionOf(request).actor, id, form.type),
      draftTag: draftTag(form?.type === 'extend' ? (await this.draftOf(request, id))?.fields : undefined),
      situation: situationOf(row, this.clock.now()),
      acts: this.views.actsOf(row),
      notTakenOver: row.state === 'recorded',
      errors: errorsOf(context.texts, problems),
      today: this.today(row),
      csrfToken: sessionOf(request).csrfToken,
    });
    await this.pages.send(request, reply, context.texts.deadlineSteps.title(reference), page, status);
  }

  private draftOf(request: FastifyRequest, id: string): Promise<Draft | undefined> {
    return this.views.drafts.find(sessionOf(request).actor, id, EXTENSION_DRAFT);
  }

  private today(row: RightsRequestRow): string {
    return civilDateIn(this.clock.now(), row.timeZone);
  }
}

const FIELDS = ['on', 'decidedOn', 'sentOn', 'cause', 'reason', 'right', 'doubt', 'need', 'message', 'way'] as const;
const NO_FIELDS = Object.fromEntries([...FIELDS, 'unproved', 'saidBy'].map((name) => [name, ''])) as Omit<
  ActForm,
  'type'
>;

/** No day is filled in: whoever sends without looking would have stated one. */
function emptyForm(type: ActType): ActForm {
  return { ...NO_FIELDS, type };
}

function formOf(body: Record<string, unknown>, possible: readonly ActType[]): ActForm | undefined {
  const value = (name: string): string => (typeof body[name] === 'string' ? body[name].replaceAll('\r\n', '\n') : '');
  const type = possible.find((act) => act === body['type']);
  const fields = Object.keys(NO_FIELDS).map((name) => [name, value(name)] as const);
  return type === undefined ? undefined : { ...NO_FIELDS, ...Object.fromEntries(fields), type };
}
