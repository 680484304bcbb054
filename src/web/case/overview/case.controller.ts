import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal } from '../../../domain/problem.js';
import { LogService } from '../../../audit/log.service.js';
import type { Actor } from '../../../audit/actor.js';
import { Allow } from '../../../identity/access.js';
import { ClaimsService } from '../../../requests/claims/claims.service.js';
import type { RequestContent } from '../../../requests/sealed/content.js';
import { JoinsService } from '../../../requests/joins/joins.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import { RequestPage } from './case.page.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import { mustBeUuid, RequestViews } from '../case-views.js';

/** The DPO's desk: each request with its content. */
@ApiExcludeController()
@Controller('vorgaenge')
@Allow('dpo')
export class WorklistController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(ClaimsService) private readonly claims: ClaimsService,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(RequestViews) private readonly views: RequestViews,
    @Inject(LogService) private readonly log: LogService,
    @Inject(JoinsService) private readonly joins: JoinsService,
  ) {}

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
      alerts: await this.views.alerts.ofRequest(session.actor, row),
      related: await this.joins.related(session.actor, id),
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
