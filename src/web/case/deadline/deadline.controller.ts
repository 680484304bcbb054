import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type CivilDate, civilDateIn } from '../../../domain/civil-date.js';
import type { Situation } from '../../../domain/deadlines/situation.js';
import type { FieldProblem } from '../../../domain/problem.js';
import { deadlineActOf } from '../../../deadlines/act-input.js';
import { CalendarService } from '../../../deadlines/calendar.service.js';
import { DeadlinesService } from '../../../deadlines/deadlines.service.js';
import { Allow } from '../../../identity/access.js';
import type { DeadlineActType } from '../../../domain/deadlines/act.js';
import { ClaimsService } from '../../../requests/claims/claims.service.js';
import { otherClocksOf } from '../../../requests/request/other-clocks.js';
import { situationOf } from '../../../requests/request/request-deadline.js';
import type { Draft } from '../../../requests/form-drafts/form-drafts.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { errorsOf } from '../../shell/components/form.js';
import { type ActForm, DeadlinePage, EXTENSION_DRAFT } from './deadline.page.js';
import { draftTag } from '../draft-tag.js';
import { CaseHeads } from '../case-heads.js';
import { CaseViews } from '../case-views.js';
import { Visit } from '../../shell/visit.js';
import { page } from '../../shell/page.js';
import { type Answer, download, redirect } from '../../../platform/http/answer.js';
import { Uuid } from '../../shell/route-params.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { box, choice, int, orShow, readForm, text } from '../../shell/form-body.js';

interface PageState {
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
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(DeadlinesService) private readonly deadlines: DeadlinesService,
    @Inject(ClaimsService) private readonly claims: ClaimsService,
    @Inject(CalendarService) private readonly calendars: CalendarService,
    @Inject(CaseViews) private readonly views: CaseViews,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
  ) {}

  @Get('frist')
  async show(@Visit() visit: Visit, @Uuid('id') id: string, @Query() query: Record<string, unknown>): Promise<Answer> {
    const row = await this.requests.get(visit.actor, id);
    const type = this.views.actsOf(row).find((act) => act === query['schritt']);
    const draft = type === 'extend' ? await this.draftOf(visit, id) : undefined;
    const form = type === undefined ? undefined : { ...emptyForm(type), ...draft?.fields, type };
    return this.send(visit, row, { form, draft, saved: query['getan'] === '1' });
  }

  @Post('frist')
  async act(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { actor } = visit;
    const row = await this.requests.get(actor, id);
    const { values } = readForm(body, { version: int, preview: box('1') });
    const form = formOf(body, this.views.actsOf(row));
    if (form === undefined) {
      // Entered in another window meanwhile: what is possible now is shown.
      return this.send(visit, row, {}, 409);
    }
    return orShow(
      [],
      async () => {
        if (values.preview) {
          const { after } = await this.deadlines.whatIf(actor, id, deadlineActOf(form.type, form));
          return this.send(visit, row, { form, whatIf: after });
        }
        await this.deadlines.act(actor, id, form.type, form, values.version);
        if (form.type === 'extend') {
          await this.views.drafts.discard(actor, id, EXTENSION_DRAFT);
        }
        return redirect(`/vorgaenge/${id}/frist?getan=1`);
      },
      (problems) => this.send(visit, row, { form, problems }, 422),
    );
  }

  @Get('frist.ics')
  async calendar(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    const row = await this.requests.get(visit.actor, id);
    const content = this.calendars.single(row);
    return download({ name: `${row.reference}.ics`, type: 'text/calendar; charset=utf-8', content });
  }

  private async send(
    visit: Visit,
    row: RightsRequestRow,
    { form, problems = [], whatIf, saved = false, draft }: PageState,
    status = 200,
  ): Promise<Answer> {
    const { context } = visit;
    const { id, reference, version, land } = row;
    const content = DeadlinePage({
      context,
      id,
      head: await this.heads.of(visit, row),
      version,
      land,
      form,
      whatIf,
      saved,
      draft,
      proofs: form === undefined ? [] : await this.deadlines.proofsOf(visit.actor, id, form.type),
      draftTag: draftTag(form?.type === 'extend' ? (await this.draftOf(visit, id))?.fields : undefined),
      situation: situationOf(row, visit.now),
      clocks: otherClocksOf(row, await this.claims.list(visit.actor, row), visit.now),
      acts: this.views.actsOf(row),
      notTakenOver: row.state === 'recorded',
      errors: errorsOf(context.texts, problems),
      today: todayOf(visit, row),
      csrfToken: visit.session.csrfToken,
    });
    return page(visit, context.texts.deadlineSteps.title(reference), content, { status });
  }

  private draftOf(visit: Visit, id: string): Promise<Draft | undefined> {
    return this.views.drafts.find(visit.actor, id, EXTENSION_DRAFT);
  }
}

/** In the time zone of the request's organisation. */
function todayOf({ now }: Visit, { timeZone }: RightsRequestRow): CivilDate {
  return civilDateIn(now, timeZone);
}

const FIELDS = {
  on: text(),
  decidedOn: text(),
  sentOn: text(),
  cause: text(),
  reason: text(),
  right: text(),
  doubt: text(),
  need: text(),
  message: text(),
  way: text(),
  unproved: text(),
  saidBy: text(),
};

/** No day is filled in: whoever sends without looking would have stated one. */
function emptyForm(type: DeadlineActType): ActForm {
  return { ...readForm(undefined, FIELDS).typed, type };
}

function formOf(body: Form, possible: readonly DeadlineActType[]): ActForm | undefined {
  const { type } = readForm(body, { type: choice(possible) }).values;
  return type === undefined ? undefined : { ...readForm(body, FIELDS).typed, type };
}
