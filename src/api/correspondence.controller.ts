import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isMessageKind, isMessageLanguage, MESSAGE_KINDS, MESSAGE_LANGUAGES } from '../domain/correspondence/kinds.js';
import { missingContents } from '../domain/correspondence/mandatory.js';
import { gapsIn } from '../domain/correspondence/template.js';
import { refuse } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { Allow, CurrentActor } from '../identity/access.js';
import { Clock } from '../platform/clock.js';
import { knownDates } from '../requests/correspondence/case-values.js';
import { MessageStart } from '../requests/correspondence/message-start.service.js';
import { ThreadService } from '../requests/correspondence/thread.service.js';
import { RequestsService } from '../requests/request/requests.service.js';
import { TasksService } from '../requests/tasks/tasks.service.js';
import { contentView, messageView } from './casework.view.js';
import { pageOf } from './list-page.js';
import { asOf, uuidOrNotFound } from './request-answer.js';
import { type Answer, download } from '../platform/http/answer.js';

/** What came in and what was written, for the DPO: the reading is an entry of the log. */
@ApiTags('correspondence')
@ApiBearerAuth()
@Controller('api/v1')
@Allow('dpo')
export class CorrespondenceReadingController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(ThreadService) private readonly thread: ThreadService,
    @Inject(MessageStart) private readonly start: MessageStart,
    @Inject(TasksService) private readonly tasks: TasksService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('assignees')
  @ApiOperation({ summary: 'To whom of the organisation a task can be given' })
  @ApiQuery({ name: 'cursor', required: false })
  async assignees(@CurrentActor() actor: Actor, @Query('cursor') cursor: unknown) {
    return pageOf(
      (await this.tasks.assignees(actor)).map(({ id, email }) => ({ id, email })),
      cursor,
    );
  }

  @Get('requests/:id/content')
  @ApiOperation({ summary: 'What came in first: message, sender, files by name' })
  async content(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    asOf(await this.requests.get(actor, id), reply);
    return contentView(await this.requests.readContent(actor, id));
  }

  @Get('requests/:id/files/:field')
  @ApiProduces('application/octet-stream')
  @ApiOperation({ summary: 'One file that came in with the request, as it came' })
  async file(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Param('field') field: string,
  ): Promise<Answer> {
    const { record, bytes } = await this.requests.readAttachment(actor, id, field);
    // From a stranger: nothing is run, whatever it says that it is.
    return download({ name: record.filename, type: 'application/octet-stream', content: bytes });
  }

  @Get('requests/:id/messages')
  @ApiOperation({ summary: 'The correspondence with the person, oldest first, without what came in first' })
  @ApiQuery({ name: 'cursor', required: false })
  async messages(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Query('cursor') cursor: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    asOf(await this.requests.get(actor, id), reply);
    const { messages } = await this.thread.read(actor, id);
    return pageOf(messages.map(messageView), cursor);
  }

  @Get('requests/:id/messages/:message/letter')
  @ApiProduces('application/pdf')
  @ApiOperation({ summary: 'A letter as PDF, to be printed and posted' })
  async letter(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Param('message', uuidOrNotFound()) message: string,
  ): Promise<Answer> {
    const content = await this.thread.bytes(actor, id, message, 'letter');
    return download({ name: 'brief.pdf', type: 'application/pdf', content });
  }

  @Get('requests/:id/templates/:kind')
  @ApiOperation({ summary: 'A template filled from the case, with the gaps and the mandatory contents still to write' })
  @ApiParam({ name: 'kind', enum: MESSAGE_KINDS })
  @ApiQuery({ name: 'language', enum: MESSAGE_LANGUAGES, required: false })
  async template(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Param('kind') kind: string,
    @Query('language') language: unknown = 'de',
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (!isMessageKind(kind)) {
      return refuse('not-found', {});
    }
    if (!isMessageLanguage(language)) {
      return refuse('invalid-input', { fields: [{ field: 'language', code: 'unknown-value' }] });
    }
    const row = await this.requests.get(actor, id);
    asOf(row, reply);
    const original = await this.requests.readContent(actor, id);
    const { way, to, address, subject, body } = await this.start.of(actor, row, original, { kind, language });
    const missing = missingContents(kind, body, knownDates(row, language, this.clock.now()));
    return { kind, language, way, to, address, subject, body, gaps: gapsIn(body), missing };
  }
}
