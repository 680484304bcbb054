import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { nextDuty } from '../domain/duties/duties.js';
import type { Actor } from '../audit/actor.js';
import { Allow, CurrentActor } from '../identity/access.js';
import { ClaimsService } from '../requests/claims/claims.service.js';
import { DutiesService } from '../requests/duties/duties.service.js';
import { IdentityCheckReader } from '../requests/identity-check/identity-check-reading.service.js';
import { JoinsService } from '../requests/joins/joins.service.js';
import { NotesService } from '../requests/notes/notes.service.js';
import { RequestsService } from '../requests/request/requests.service.js';
import { TaskReader } from '../requests/tasks/task-reading.service.js';
import { identityCheckView, noteView, openedClaimView, taskView } from './casework.view.js';
import { pageOf } from './list-page.js';
import { asOf, uuidOrNotFound } from './request-answer.js';

/** What the DPO works on in a case, read with its content: the reading is an entry of the log. */
@ApiTags('casework')
@ApiBearerAuth()
@Controller('api/v1/requests/:id')
@Allow('dpo')
export class CaseworkController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(ClaimsService) private readonly claims: ClaimsService,
    @Inject(DutiesService) private readonly duties: DutiesService,
    @Inject(IdentityCheckReader) private readonly identity: IdentityCheckReader,
    @Inject(TaskReader) private readonly tasks: TaskReader,
    @Inject(NotesService) private readonly notes: NotesService,
    @Inject(JoinsService) private readonly joins: JoinsService,
  ) {}

  @Get('claims')
  @ApiOperation({ summary: 'Each right with its checks, its outcome and the reasons, and what keeps the case open' })
  async claimsOf(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const row = await this.requests.get(actor, id);
    asOf(row, reply);
    const items = (await this.claims.open(actor, id)).map(openedClaimView);
    return { items, missingForClosing: await this.claims.missing(actor, row) };
  }

  @Get('duties')
  @ApiOperation({ summary: 'What the decisions make follow, done or not, and what its end rests on' })
  async dutiesOf(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const row = await this.requests.get(actor, id);
    asOf(row, reply);
    const items = await this.duties.ofRequest(actor, row);
    return { items, next: nextDuty(items) ?? null };
  }

  @Get('identity-checks')
  @ApiOperation({ summary: 'Checks of who the person is, newest first; evidence only while one runs' })
  @ApiQuery({ name: 'cursor', required: false })
  async identityChecks(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Query('cursor') cursor: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    asOf(await this.requests.get(actor, id), reply);
    return pageOf((await this.identity.ofRequest(actor, id)).map(identityCheckView), cursor);
  }

  @Get('tasks')
  @ApiOperation({ summary: 'Tasks to departments with their answers, newest first' })
  @ApiQuery({ name: 'cursor', required: false })
  async tasksOf(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Query('cursor') cursor: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    asOf(await this.requests.get(actor, id), reply);
    return pageOf((await this.tasks.ofRequest(actor, id)).map(taskView), cursor);
  }

  @Get('notes')
  @ApiOperation({ summary: 'Internal notes, newest first' })
  @ApiQuery({ name: 'cursor', required: false })
  async notesOf(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Query('cursor') cursor: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    asOf(await this.requests.get(actor, id), reply);
    return pageOf((await this.notes.list(actor, id)).map(noteView), cursor);
  }

  @Get('related')
  @ApiOperation({ summary: 'Requests of the same contact, and those that this one was merged with or split from' })
  async related(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const row = await this.requests.get(actor, id);
    asOf(row, reply);
    const undoable = row.state === 'merged' && (await this.joins.canUnmerge(actor, id));
    return { ...(await this.joins.related(actor, id)), undoable };
  }
}
