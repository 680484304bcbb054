import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn } from '../../domain/civil-date.js';
import type { FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { Clock } from '../../platform/clock.js';
import { forwardingStatus } from '../../requests/request/forwarding-status.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import { WorklistViewsService } from '../../requests/worklist/worklist-views.service.js';
import { BulkAcknowledgement, outcomeQuery, readOutcomes } from './bulk-acknowledgement.js';
import { errorsOf } from '../shell/components/form.js';
import { DeskViews } from './worklist-surroundings.js';
import { keptQuery, nextQuery, PAGE_SIZE, readListQuery } from './worklist-query.js';
import { BulkPage } from './bulk.page.js';
import { WorklistPage } from './worklist.page.js';
import { Pages, sessionOf } from '../shell/pages.service.js';
import { mustBeUuid } from '../case/case-views.js';
import { type Form, problemsOf, textIn } from '../shell/form-body.js';

/** The list of cases: filtered, ordered, kept as views, and taken over many at a time. */
@ApiExcludeController()
@Controller('vorgaenge')
@Allow('dpo')
export class ListController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(WorklistViewsService) private readonly kept: WorklistViewsService,
    @Inject(DeskViews) private readonly desk: DeskViews,
    @Inject(BulkAcknowledgement) private readonly bulk: BulkAcknowledgement,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const start = await this.startOf(request, query);
    await (start === undefined ? this.show(request, reply, query) : reply.redirect(start, 302));
  }

  @Post('uebernehmen')
  async acknowledge(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const outcomes = await this.bulk.acknowledge(sessionOf(request).actor, body ?? {});
    await reply.redirect(`/vorgaenge/uebernahme?${outcomeQuery(outcomes)}`, 303);
  }

  @Get('uebernahme')
  async acknowledged(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const context = this.pages.context(request);
    const told = readOutcomes(query);
    const rows = await this.bulk.rowsOf(sessionOf(request).actor, told);
    const page = BulkPage({ context, rows, gone: rows.length < told.ids.length, tooMany: told.tooMany });
    await this.pages.send(request, reply, context.texts.desk.bulk.title, page);
  }

  @Post('ansichten')
  async keep(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const [name, query] = [textIn(body, 'name'), keptOf(body)];
    try {
      await this.kept.keep(sessionOf(request).actor, name, query);
    } catch (error) {
      const fields = problemsOf(error);
      const shown = Object.fromEntries(new URLSearchParams(query));
      return this.show(request, reply, shown, { name, problems: fields }, 422);
    }
    await reply.redirect(`/vorgaenge?${query}`, 303);
  }

  @Post('ansichten/loeschen')
  async drop(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    await this.kept.drop(sessionOf(request).actor, mustBeUuid(textIn(body, 'id')));
    await reply.redirect(`/vorgaenge?${keptOf(body)}`, 303);
  }

  @Post('ansichten/start')
  async start(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const id = textIn(body, 'id');
    await this.kept.start(sessionOf(request).actor, id === '' ? null : mustBeUuid(id));
    await reply.redirect(`/vorgaenge?${keptOf(body)}`, 303);
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    query: Record<string, unknown>,
    typed: { readonly name: string; readonly problems: readonly FieldProblem[] } = { name: '', problems: [] },
    status = 200,
  ): Promise<void> {
    const { actor, timeZone, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const now = this.clock.now();
    const desk = await this.desk.of(context, actor, timeZone);
    const asked = readListQuery(query, desk.channels);
    const rows = await this.requests.worklist(actor, asked.filter, asked.cursor, PAGE_SIZE + 1, asked.sort);
    const last = rows.length > PAGE_SIZE ? rows[PAGE_SIZE - 1] : undefined;
    const page = WorklistPage({
      ...{ context, csrfToken, ...desk, ...asked.typed, sort: asked.sort },
      items: rows.slice(0, PAGE_SIZE).map((row) => ({
        ...row,
        channel: context.language === 'en' ? row.channelLabelEn : row.channelLabelDe,
        forwarding: forwardingStatus(row, now),
      })),
      today: civilDateIn(now, timeZone),
      now,
      keys: !this.pages.keysOff(request),
      kept: keptQuery(asked),
      viewName: typed.name,
      errors: errorsOf(context.texts, typed.problems),
      late: await this.requests.countLate(actor),
      nextQuery: last === undefined ? null : nextQuery(asked, last),
      firstPage: asked.cursor === undefined,
    });
    await this.pages.send(request, reply, context.texts.worklist.title, page, status);
  }

  /** Somebody who asks for nothing in particular gets the view they begin with. */
  private async startOf(request: FastifyRequest, query: Record<string, unknown>): Promise<string | undefined> {
    const { lang, ...asked } = query;
    if (Object.keys(asked).length > 0) {
      return undefined;
    }
    const start = (await this.kept.list(sessionOf(request).actor)).find(({ starts }) => starts);
    const language = lang === 'de' || lang === 'en' ? `&lang=${lang}` : '';
    return start === undefined ? undefined : `/vorgaenge?${start.query}${language}`;
  }
}

/** Of an address that came with a form only what the list knows. */
function keptOf(body: Form): string {
  return keptQuery(readListQuery(Object.fromEntries(new URLSearchParams(textIn(body, 'query'))), []));
}
