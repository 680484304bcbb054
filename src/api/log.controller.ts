import { Controller, Get, Header, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseTilePath, type TileAddress } from '../domain/log/tile-path.js';
import { TILE_WIDTH } from '../domain/log/tiles.js';
import { refuse } from '../domain/problem.js';
import { LOG_OF_LOGS_ID, LOG_OF_LOGS_SLUG } from '../audit/log-of-logs-place.js';
import { Witnessing } from '../audit/witnessing.js';
import { systemActor, type Actor } from '../audit/actor.js';
import { LogKeys } from '../audit/log-keys.js';
import { LogService } from '../audit/log.service.js';
import { Allow, CurrentActor } from '../identity/access.js';
import { OrganisationsService } from '../organisations/organisations.service.js';

/** The public side of each log (C2SP tlog-tiles): key, checkpoint and hash tiles; entries for auditors only. */
@ApiTags('log')
@Controller('log')
export class LogController {
  constructor(
    @Inject(LogService) private readonly log: LogService,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(Witnessing) private readonly witnessing: Witnessing,
    @Inject(OrganisationsService) private readonly organisations: OrganisationsService,
  ) {}

  @Get(':organisation/key')
  @Allow('public')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('access-control-allow-origin', '*')
  @ApiOperation({ summary: 'Verifier key of the log (C2SP vkey)' })
  async key(@Param('organisation') slug: string): Promise<string> {
    return `${this.keys.verifierKey(await this.logOf(slug), slug)}\n`;
  }

  @Get(':organisation/checkpoint')
  @Allow('public')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('access-control-allow-origin', '*')
  @Header('cache-control', 'no-cache')
  @ApiOperation({ summary: 'Newest signed checkpoint (C2SP tlog-checkpoint)' })
  async checkpoint(@Param('organisation') slug: string): Promise<string> {
    const id = await this.logOf(slug);
    const { note, size } = await this.log.checkpoint(id);
    return note + (await this.witnessing.cosignatures(id, size));
  }

  /** Its leaves are the organisations' checkpoints, which are public: whoever monitors can see that each continues the last. */
  @Get('_logs/tile/entries/*')
  @Allow('public')
  @ApiOperation({ summary: 'The leaves of the log of logs (C2SP tlog-tiles): signed checkpoints, for anyone' })
  async leaves(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const address = addressIn(request);
    if (address?.level !== 'entries') {
      return refuse('not-found', {});
    }
    await reply
      .header('content-type', 'application/octet-stream')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('access-control-allow-origin', '*')
      .send(Buffer.from(await this.log.entryBundle(systemActor(LOG_OF_LOGS_ID), address.index, address.width)));
  }

  @Get(':organisation/tile/entries/*')
  @Allow('auditor', 'dpo')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'The entries of a tile (C2SP tlog-tiles), full or partial, for those who may read them' })
  async entries(
    @Param('organisation') slug: string,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const address = addressIn(request);
    const { id } = await this.organisations.bySlug(slug);
    if (address?.level !== 'entries' || id !== actor.organisationId) {
      return refuse('not-found', {});
    }
    await reply
      .header('content-type', 'application/octet-stream')
      .header('cache-control', 'private, max-age=31536000, immutable')
      .send(Buffer.from(await this.log.entryBundle(actor, address.index, address.width)));
  }

  @Get(':organisation/tile/*')
  @Allow('public')
  @ApiOperation({ summary: 'Hash tile (C2SP tlog-tiles), full or partial' })
  async tile(
    @Param('organisation') slug: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const address = addressIn(request);
    if (address === undefined || address.level === 'entries') {
      return refuse('not-found', {});
    }
    const id = await this.logOf(slug);
    const bytes = await this.log.tile(id, address.level, address.index, Math.min(address.width, TILE_WIDTH));
    await reply
      .header('content-type', 'application/octet-stream')
      // What is published under such an address never changes.
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('access-control-allow-origin', '*')
      .send(bytes);
  }

  /** @throws Refusal not-found */
  private async logOf(slug: string): Promise<string> {
    return slug === LOG_OF_LOGS_SLUG ? LOG_OF_LOGS_ID : (await this.organisations.bySlug(slug)).id;
  }
}

function addressIn(request: FastifyRequest): TileAddress | undefined {
  return parseTilePath(new URL(request.url, 'http://localhost').pathname.replace(/^\/log\/[^/]+\/tile\//, ''));
}
