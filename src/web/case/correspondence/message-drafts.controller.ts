import { Body, Controller, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../../../identity/access.js';
import { ThreadService } from '../../../requests/correspondence/thread.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import { knownTag, messageDraftTag } from '../drafts/draft-tag.js';
import { draftOf, filesOf } from './message-draft-form.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import { mustBeUuid } from '../case-views.js';

/** Where the form of a message leaves what is being typed. */
@ApiExcludeController()
@Controller('vorgaenge/:id/schriftverkehr/:message/entwurf')
@Allow('dpo')
export class MessageDraftsController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(ThreadService) private readonly thread: ThreadService,
  ) {}

  /** With `If-Match`: 412 when another window has changed the draft meanwhile. */
  @Post()
  async save(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('message') message: string,
    @Query() { kind, language }: Record<string, unknown>,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor } = sessionOf(request);
    const { draft: typed } = draftOf({ ...body, kind, language, nachricht: message });
    await this.requests.get(actor, mustBeUuid(id));
    const known = knownTag(request);
    const ticked = [body?.['anlage'] ?? []].flat().map(String);
    const draft = await this.thread.changeDraft(actor, id, (before) => {
      if (known !== undefined && known !== messageDraftTag(before)) {
        return undefined;
      }
      // Files come with the form itself; those that were kept with it before stay if they are still ticked.
      const { files } = filesOf(ticked, before?.id === typed.id ? before.files : [], []);
      return { ...typed, files };
    });
    if (draft === undefined) {
      return void (await reply.status(412).send());
    }
    await reply.status(204).header('etag', messageDraftTag(draft)).send();
  }
}
