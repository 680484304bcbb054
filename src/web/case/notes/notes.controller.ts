import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decide } from '../../../domain/lifecycle/lifecycle.js';
import type { FieldProblem } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { Clock } from '../../../platform/clock.js';
import { NotesService } from '../../../requests/notes/notes.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { errorsOf } from '../../shell/components/form.js';
import { NotesPage } from './notes.page.js';
import { draftTag } from '../drafts/draft-tag.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import { mustBeUuid, RequestViews } from '../case-views.js';
import { type Form, problemsOf } from '../../shell/form-body.js';

/** The kind under which a note is drafted. */
const DRAFT = 'note';

/** Internal notes on a request. */
@ApiExcludeController()
@Controller('vorgaenge/:id/notizen')
@Allow('dpo')
export class NotesController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(NotesService) private readonly notes: NotesService,
    @Inject(RequestViews) private readonly views: RequestViews,
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
    await this.send(request, reply, row, { saved: query['getan'] === '1' });
  }

  @Post()
  async add(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: Form,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor, email } = sessionOf(request);
    const row = await this.requests.get(actor, mustBeUuid(id));
    const text = typeof body?.['text'] === 'string' ? body['text'].replaceAll('\r\n', '\n') : '';
    try {
      await this.notes.add(actor, id, text, email);
    } catch (error) {
      const fields = problemsOf(error);
      return this.send(request, reply, row, { text, problems: fields }, 422);
    }
    await this.views.drafts.discard(actor, id, DRAFT);
    await reply.redirect(`/vorgaenge/${id}/notizen?getan=1`, 303);
  }

  @Post('zuruecknehmen')
  async retract(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: Form,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const note = typeof body?.['note'] === 'string' ? body['note'] : '';
    await this.notes.retract(sessionOf(request).actor, mustBeUuid(id), mustBeUuid(note));
    await reply.redirect(`/vorgaenge/${id}/notizen`, 303);
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    row: RightsRequestRow,
    shown: { readonly text?: string; readonly problems?: readonly FieldProblem[]; readonly saved?: boolean },
    status = 200,
  ): Promise<void> {
    const { actor, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const kept = await this.views.drafts.find(actor, row.id, DRAFT);
    const draft = shown.text === undefined ? kept : undefined;
    const page = NotesPage({
      ...{ context, id: row.id, reference: row.reference, csrfToken, draft },
      draftTag: draftTag(kept?.fields),
      notes: await this.notes.list(actor, row.id),
      open: decide('add-note', { state: row.state, recordedAt: row.recordedAt.getTime() }, this.clock.now().getTime())
        .allowed,
      text: shown.text ?? draft?.fields['text'] ?? '',
      errors: errorsOf(context.texts, shown.problems ?? []),
      saved: shown.saved ?? false,
    });
    await this.pages.send(request, reply, context.texts.desk.notes.title(row.reference), page, status);
  }
}
