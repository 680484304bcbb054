import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { decide } from '../../../domain/lifecycle/lifecycle.js';
import type { FieldProblem } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { NotesService } from '../../../requests/notes/notes.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { errorsOf } from '../../shell/components/form.js';
import { NotesPage } from './notes.page.js';
import { draftTag } from '../draft-tag.js';
import { CaseHeads } from '../case-heads.js';
import { CaseViews } from '../case-views.js';
import { Visit } from '../../shell/visit.js';
import { page } from '../../shell/page.js';
import { type Answer, redirect } from '../../../platform/http/answer.js';
import { mustBeUuid, Uuid } from '../../shell/route-params.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { box, choice, orShow, readForm, text } from '../../shell/form-body.js';

/** The kind under which a note is drafted. */
const DRAFT = 'note';

/** Internal notes on a request. */
@ApiExcludeController()
@Controller('vorgaenge/:id/notizen')
@Allow('dpo')
export class NotesController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(NotesService) private readonly notes: NotesService,
    @Inject(CaseViews) private readonly views: CaseViews,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Uuid('id') id: string, @Query('getan') done: unknown): Promise<Answer> {
    const row = await this.requests.get(visit.actor, id);
    return this.send(visit, row, { saved: done === '1' });
  }

  @Post()
  async add(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { actor, email } = visit.session;
    const row = await this.requests.get(actor, id);
    const { values, problems } = readForm(body, { text: text(), telephone: box('yes'), back: choice(['case']) });
    return orShow(
      problems,
      async () => {
        await this.notes.add(actor, id, values.text, email, values.telephone);
        await this.views.drafts.discard(actor, id, DRAFT);
        return redirect(values.back === 'case' ? `/vorgaenge/${id}?getan=notiz` : `/vorgaenge/${id}/notizen?getan=1`);
      },
      (wrong) => this.send(visit, row, { text: values.text, problems: wrong }, 422),
    );
  }

  @Post('zuruecknehmen')
  async retract(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { values } = readForm(body, { note: text() });
    await this.notes.retract(visit.actor, id, mustBeUuid(values.note));
    return redirect(`/vorgaenge/${id}/notizen`);
  }

  private async send(
    visit: Visit,
    row: RightsRequestRow,
    shown: { readonly text?: string; readonly problems?: readonly FieldProblem[]; readonly saved?: boolean },
    status = 200,
  ): Promise<Answer> {
    const { actor, csrfToken } = visit.session;
    const { context } = visit;
    const kept = await this.views.drafts.find(actor, row.id, DRAFT);
    const draft = shown.text === undefined ? kept : undefined;
    const content = NotesPage({
      context,
      id: row.id,
      head: await this.heads.of(visit, row),
      csrfToken,
      draft,
      draftTag: draftTag(kept?.fields),
      notes: await this.notes.list(actor, row.id),
      open: decide('add-note', { state: row.state, recordedAt: row.recordedAt.getTime() }, visit.now.getTime()).allowed,
      text: shown.text ?? draft?.fields['text'] ?? '',
      errors: errorsOf(context.texts, shown.problems ?? []),
      saved: shown.saved ?? false,
    });
    return page(visit, context.texts.casework.notes.title(row.reference), content, { status });
  }
}
