import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn } from '../domain/civil-date.js';
import { STATES as STATE_NAMES } from '../domain/lifecycle/lifecycle.js';
import { isRefusal } from '../domain/problem.js';
import { isRight } from '../domain/rights/right.js';
import { LogService } from '../audit/log.service.js';
import type { Actor } from '../audit/actor.js';
import { Allow } from '../identity/access.js';
import { Clock } from '../platform/clock.js';
import { decodeCursor, encodeCursor } from '../platform/http/cursor.js';
import { ClaimsService } from '../requests/claims/claims.service.js';
import type { RequestContent } from '../requests/content.js';
import { forwardingStatus } from '../requests/forwarding-status.js';
import { RequestsService } from '../requests/requests.service.js';
import type { StateFilter, WorklistFilter } from '../requests/rights-requests.repository.js';
import { RequestPage } from './pages/request.page.js';
import { WorklistPage } from './pages/worklist.page.js';
import { Pages, sessionOf } from './pages.service.js';
import { mustBeUuid, RequestViews } from './request-views.js';
import { SettingsReader } from './settings-reader.js';

const PAGE_SIZE = 50;
const STATES: readonly StateFilter[] = ['open', ...STATE_NAMES, 'all'];
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The DPO's desk: every request, by deadline, and each with its content. */
@ApiExcludeController()
@Controller('vorgaenge')
@Allow('dpo')
export class WorklistController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(ClaimsService) private readonly claims: ClaimsService,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(RequestViews) private readonly views: RequestViews,
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(LogService) private readonly log: LogService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const { actor, timeZone } = sessionOf(request);
    const context = this.pages.context(request);
    const now = this.clock.now();
    const { channels } = await this.settings.of(actor);
    const asked = readQuery(query);
    const channel = channels.find(({ slug }) => slug === asked.channel);
    const filter: WorklistFilter = {
      state: asked.state,
      ...(isRight(asked.right) ? { right: asked.right } : {}),
      ...(channel === undefined ? {} : { channelId: channel.id }),
      ...(asked.search === '' ? {} : { reference: asked.search.toUpperCase() }),
    };
    const cursor = asked.cursor === '' ? undefined : decodeCursor(asked.cursor, DATE);
    const rows = await this.requests.worklist(
      actor,
      filter,
      cursor === undefined ? undefined : { nextOn: cursor.at, id: cursor.id },
      PAGE_SIZE + 1,
    );
    const last = rows.length > PAGE_SIZE ? rows[PAGE_SIZE - 1] : undefined;
    const page = WorklistPage({
      context,
      items: rows.slice(0, PAGE_SIZE).map((row) => ({
        ...row,
        channel: this.views.channelOf(context, row),
        forwarding: forwardingStatus(row, now),
      })),
      today: civilDateIn(now, timeZone),
      state: asked.state,
      right: asked.right,
      channel: asked.channel,
      search: asked.search,
      channels: channels.map(({ slug, labelDe, labelEn }) => ({
        value: slug,
        label: context.language === 'en' ? labelEn : labelDe,
      })),
      late: await this.requests.countLate(actor),
      tasks: await this.views.taskCounts(actor, timeZone),
      nextQuery: last === undefined ? null : nextQuery(asked, encodeCursor(last.nextOn, last.id)),
      firstPage: cursor === undefined,
    });
    await this.pages.send(request, reply, context.texts.worklist.title, page);
  }

  @Get(':id')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const session = sessionOf(request);
    const context = this.pages.context(request);
    const row = await this.requests.get(session.actor, mustBeUuid(id));
    const content = await this.contentOf(session.actor, id);
    const timeline = await this.log.timeline(session.actor, id);
    const page = RequestPage({
      context,
      ...(await this.views.receipt(context, session.actor, row)),
      state: row.state,
      version: row.version,
      claims: await this.claims.list(session.actor, row),
      content,
      acts: this.views.actsOf(row),
      tasks: await this.views.taskCountsOf(session.actor, row),
      timeline: timeline.map(({ index, entry }) => ({
        index,
        at: new Date(entry.at),
        event: entry.event,
        actor: entry.actor,
      })),
      csrfToken: session.csrfToken,
    });
    await this.pages.send(request, reply, context.texts.request.title(row.reference), page);
  }

  @Get(':id/dateien/:field')
  async file(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('field') field: string,
  ): Promise<void> {
    const { record, bytes } = await this.requests.readAttachment(sessionOf(request).actor, mustBeUuid(id), field);
    await reply
      .header('content-type', record.contentType)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(record.filename)}`)
      .header('cache-control', 'no-store')
      .send(bytes);
  }

  @Post(':id/uebernehmen')
  async acknowledge(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const version = Number(body?.['version']);
    await this.requests.acknowledge(
      sessionOf(request).actor,
      mustBeUuid(id),
      Number.isInteger(version) ? version : undefined,
    );
    await reply.redirect(`/vorgaenge/${id}`, 303);
  }

  private async contentOf(actor: Actor, id: string): Promise<RequestContent | undefined> {
    try {
      return await this.requests.readContent(actor, id);
    } catch (error) {
      // Erased: facts and history stay to be seen.
      if (isRefusal(error) && (error.code === 'not-found' || error.code === 'content-erased')) {
        return undefined;
      }
      throw error;
    }
  }
}

interface Asked {
  readonly state: StateFilter;
  readonly right: string;
  readonly channel: string;
  readonly search: string;
  readonly cursor: string;
}

/** A filter that is none is left out: an old bookmark still shows the list. */
function readQuery(query: Record<string, unknown>): Asked {
  const value = (name: string): string => (typeof query[name] === 'string' ? query[name].trim().slice(0, 200) : '');
  const state = STATES.find((candidate) => candidate === value('state')) ?? 'open';
  return { state, right: value('right'), channel: value('channel'), search: value('q'), cursor: value('cursor') };
}

function nextQuery({ state, right, channel, search }: Asked, cursor: string): string {
  return new URLSearchParams({ state, right, channel, q: search, cursor }).toString();
}
