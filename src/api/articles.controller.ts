import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../audit/actor.js';
import { Allow, CurrentActor } from '../identity/access.js';
import { CaseWork } from '../requests/request/case-work.js';
import { ComplaintsService } from '../requests/complaints/complaints.service.js';
import { PackagesService } from '../requests/portability/packages.service.js';
import { RecipientsService } from '../requests/recipients/recipients.service.js';
import { RequestsService } from '../requests/request/requests.service.js';
import { RestrictionsService } from '../requests/restrictions/restrictions.service.js';
import {
  complaintView,
  packageView,
  recipientView,
  restrictionFacts,
  restrictionView,
  type Sealed,
} from './casework.view.js';
import { pageOf } from './list-page.js';
import { asOf, uuidOrNotFound } from './request-answer.js';

/** What single articles make follow in a case, read with its content: the reading is an entry of the log. */
@ApiTags('casework')
@ApiBearerAuth()
@Controller('api/v1')
@Allow('dpo')
export class ArticlesReadingController {
  constructor(
    @Inject(CaseWork) private readonly cases: CaseWork,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(RecipientsService) private readonly recipients: RecipientsService,
    @Inject(RestrictionsService) private readonly restrictions: RestrictionsService,
    @Inject(ComplaintsService) private readonly complaints: ComplaintsService,
    @Inject(PackagesService) private readonly packages: PackagesService,
  ) {}

  @Get('restrictions')
  @ApiOperation({ summary: 'The register of restrictions that last (Art. 18), no content' })
  @ApiQuery({ name: 'cursor', required: false })
  async register(@CurrentActor() actor: Actor, @Query('cursor') cursor: unknown) {
    const { items, nextCursor } = pageOf(await this.restrictions.register(actor), cursor);
    return {
      items: items.map((row) => ({
        ...{ requestId: row.rightsRequestId, reference: row.reference, ...restrictionFacts(row) },
      })),
      nextCursor,
    };
  }

  @Get('requests/:id/recipients')
  @ApiOperation({ summary: 'To whom the data was disclosed, and whether they were told (Art. 19)' })
  @ApiQuery({ name: 'cursor', required: false })
  async recipientsOf(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Query('cursor') cursor: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const list = () => this.recipients.list(actor, id);
    return this.opened({ actor, id, cursor, reply, prefix: 'recipient-' }, list, recipientView);
  }

  @Get('requests/:id/restrictions')
  @ApiOperation({ summary: 'Restrictions of processing in a case (Art. 18)' })
  @ApiQuery({ name: 'cursor', required: false })
  async restrictionsOf(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Query('cursor') cursor: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const list = () => this.restrictions.list(actor, id);
    return this.opened({ actor, id, cursor, reply, prefix: 'restriction-' }, list, restrictionView);
  }

  @Get('requests/:id/complaints')
  @ApiOperation({ summary: 'Letters of an authority in a case (Art. 77), our statements and the results' })
  @ApiQuery({ name: 'cursor', required: false })
  async complaintsOf(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Query('cursor') cursor: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const list = () => this.complaints.list(actor, id);
    return this.opened({ actor, id, cursor, reply, prefix: 'complaint-' }, list, complaintView);
  }

  @Get('requests/:id/packages')
  @ApiOperation({ summary: 'Packages of a case (Art. 20): where they stand and what is in them, not the data itself' })
  @ApiQuery({ name: 'cursor', required: false })
  async packagesOf(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Query('cursor') cursor: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const list = () => this.packages.list(actor, id);
    return this.opened({ actor, id, cursor, reply, prefix: 'package-' }, list, packageView);
  }

  private async opened<Row extends { readonly id: string }, View>(
    { actor, id, cursor, reply, prefix }: Asked,
    list: () => Promise<readonly Row[]>,
    view: (sealed: Sealed, row: Row) => View,
  ): Promise<{ readonly items: readonly View[]; readonly nextCursor: string | null }> {
    asOf(await this.requests.get(actor, id), reply);
    const { items, nextCursor } = pageOf(await list(), cursor);
    const sealed = items.length === 0 ? new Map<string, never>() : await this.cases.read(actor, id, prefix);
    return { items: items.map((row) => view(sealed, row)), nextCursor };
  }
}

interface Asked {
  readonly actor: Actor;
  readonly id: string;
  readonly cursor: unknown;
  readonly reply: FastifyReply;
  /** Of the sealed fields. */
  readonly prefix: string;
}
