import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FieldProblem } from '../../../domain/problem.js';
import { isRight } from '../../../domain/rights/right.js';
import { Allow } from '../../../identity/access.js';
import { JoinsService, type MergePreview } from '../../../requests/joins/joins.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import { SplitService } from '../../../requests/joins/split.service.js';
import { errorsOf } from '../../shell/components/form.js';
import { JoinsPage } from './joins.page.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import { mustBeUuid } from '../case-views.js';
import { type Form, problemsOf, textIn, versionIn } from '../../shell/form-body.js';

interface Shown {
  readonly into?: string;
  readonly preview?: MergePreview;
  readonly rights?: readonly string[];
  readonly problems?: readonly FieldProblem[];
}

/** A request merged into another, taken out again, or split in two. */
@ApiExcludeController()
@Controller('vorgaenge/:id')
@Allow('dpo')
export class JoinsController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(JoinsService) private readonly joins: JoinsService,
    @Inject(SplitService) private readonly parts: SplitService,
  ) {}

  /** With `?mit=` what a merge would do, to be confirmed. */
  @Get('zusammenfuehren')
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const into = textIn(query, 'mit').trim();
    await this.orWithProblems(request, reply, mustBeUuid(id), { into }, async () => {
      const preview = into === '' ? undefined : await this.joins.preview(sessionOf(request).actor, id, into);
      await this.send(request, reply, id, { into, ...(preview === undefined ? {} : { preview }) });
    });
  }

  @Post('zusammenfuehren')
  async merge(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: Form,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const into = textIn(body, 'into').trim();
    await this.orWithProblems(request, reply, mustBeUuid(id), { into }, async () => {
      const versions = { from: versionIn(body), into: versionIn(body, 'intoVersion') };
      const row = await this.joins.merge(sessionOf(request).actor, id, into, versions);
      await reply.redirect(`/vorgaenge/${row.id}`, 303);
    });
  }

  @Post('trennen')
  async unmerge(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: Form,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    await this.joins.unmerge(sessionOf(request).actor, mustBeUuid(id), versionIn(body));
    await reply.redirect(`/vorgaenge/${id}`, 303);
  }

  @Post('teilen')
  async split(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: Form,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const rights = [body?.['rights'] ?? []].flat().filter((right) => isRight(right));
    await this.orWithProblems(request, reply, mustBeUuid(id), { rights }, async () => {
      const part = await this.parts.split(sessionOf(request).actor, id, rights, versionIn(body));
      await reply.redirect(`/vorgaenge/${part.id}`, 303);
    });
  }

  private async orWithProblems(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    typed: Shown,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      const fields = problemsOf(error);
      await this.send(request, reply, id, { ...typed, problems: fields }, 422);
    }
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    { into = '', preview, rights = [], problems = [] }: Shown,
    status = 200,
  ): Promise<void> {
    const { actor, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const row = await this.requests.get(actor, id);
    const page = JoinsPage({
      ...{ context, row, into, preview, chosen: rights, csrfToken },
      related: await this.joins.related(actor, id),
      undoable: row.state === 'merged' && (await this.joins.canUnmerge(actor, id)),
      errors: errorsOf(context.texts, problems),
    });
    await this.pages.send(request, reply, context.texts.desk.joins.title(row.reference), page, status);
  }
}
