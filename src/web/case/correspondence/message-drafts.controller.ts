import { Body, Controller, Headers, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../../../identity/access.js';
import { ThreadService } from '../../../requests/correspondence/thread.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import { messageDraftTag } from '../draft-tag.js';
import { draftOf, filesOf } from './message-draft-form.js';
import { Visit } from '../../shell/visit.js';
import { type Answer, empty } from '../../../platform/http/answer.js';
import { Uuid } from '../../shell/route-params.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { list, readForm } from '../../shell/form-body.js';

/** Where the form of a message leaves what is being typed. */
@ApiExcludeController()
@Controller('vorgaenge/:id/schriftverkehr/:message/entwurf')
@Allow('dpo')
export class MessageDraftsController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(ThreadService) private readonly thread: ThreadService,
  ) {}

  /** With `If-Match`: 412 when another window has changed the draft meanwhile. */
  @Post()
  async save(
    @Visit() { actor }: Visit,
    @Uuid('id') id: string,
    @Uuid('message') message: string,
    @Headers('if-match') known: string | undefined,
    @Query() { kind, language }: Record<string, unknown>,
    @Body() body: Form,
  ): Promise<Answer> {
    const { draft: typed } = draftOf({ ...body, kind, language, message });
    await this.requests.get(actor, id);
    const { attachment: ticked } = readForm(body, { attachment: list }).values;
    const draft = await this.thread.changeDraft(actor, id, (before) => {
      if (known !== undefined && known !== messageDraftTag(before)) {
        return undefined;
      }
      // Files come with the form itself; those that were kept with it before stay if they are still ticked.
      const { files } = filesOf(ticked, before?.id === typed.id ? before.files : [], []);
      return { ...typed, files };
    });
    return draft === undefined ? empty(412) : empty(204, { etag: messageDraftTag(draft) });
  }
}
