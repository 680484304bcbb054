import { Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../audit/actor.js';
import { Allow, CurrentActor } from '../identity/access.js';
import { Clock } from '../platform/clock.js';
import { uuidv7 } from '../platform/ids.js';
import { CorrespondenceService } from '../requests/correspondence/correspondence.service.js';
import { MessageStart } from '../requests/correspondence/message-start.service.js';
import { JoinsService } from '../requests/joins/joins.service.js';
import { RequestsService } from '../requests/request/requests.service.js';
import { fieldsOf, typeIn } from './commands/command.js';
import { MergeDto } from './commands/desk.commands.js';
import { messageDraftOf } from './commands/message-draft.js';
import { commandBody, commandSchema } from './commands/schema.js';
import { SendDto } from './commands/send.dto.js';
import { sentCommandOf } from './commands/sent-command.js';
import { languageOf } from './language.js';
import { mergePreviewView, messagePreviewView } from './preview.view.js';
import { asOf, uuidOrNotFound } from './request-answer.js';
import { type Answer, download } from '../platform/http/answer.js';

/** What a command would do, before it is done: looked at, and nothing of the case changed. */
@ApiTags('requests')
@ApiBearerAuth()
@Controller('api/v1/requests/:id')
@Allow('dpo')
export class PreviewsController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(MessageStart) private readonly start: MessageStart,
    @Inject(CorrespondenceService) private readonly correspondence: CorrespondenceService,
    @Inject(JoinsService) private readonly joins: JoinsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post('messages/preview')
  @HttpCode(200)
  @ApiOperation({
    summary: 'A message as `send` would send it, with what is wrong with it and what is missing in it',
    requestBody: commandBody(['send']),
  })
  async message(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const draft = await this.draft(actor, id, request);
    const judged = await this.correspondence.judge(actor, id, draft);
    asOf(judged.row, reply);
    return messagePreviewView(draft, judged, languageOf(request.headers['accept-language']));
  }

  @Post('messages/preview/letter')
  @HttpCode(200)
  @ApiOperation({ summary: 'A letter as `send` would make it; a draft, not kept', requestBody: commandBody(['send']) })
  @ApiProduces('application/pdf')
  async letter(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Req() request: FastifyRequest,
  ): Promise<Answer> {
    const draft = await this.draft(actor, id, request);
    await this.correspondence.judge(actor, id, draft);
    const content = await this.correspondence.previewLetter(actor, id, draft);
    return download({ name: 'entwurf.pdf', type: 'application/pdf', content });
  }

  @Post('merge/preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'What `merge` would make of both requests: what becomes one, what moves, what stays' })
  @ApiBody({ schema: commandSchema(['merge']) })
  async merge(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    typeIn(request.body, ['merge']);
    const { into } = await fieldsOf(MergeDto, request.body);
    const preview = await this.joins.preview(actor, id, into);
    asOf(preview.from, reply);
    return mergePreviewView(preview);
  }

  private async draft(actor: Actor, id: string, request: FastifyRequest) {
    const { body, files } = await sentCommandOf(request);
    typeIn(body, ['send']);
    const fields = await fieldsOf(SendDto, body);
    const place = { actor, id, files, freshId: uuidv7(this.clock.now().getTime()) };
    return messageDraftOf({ requests: this.requests, start: this.start }, place, fields);
  }
}
