import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { WitnessService } from '../audit/witness.service.js';
import { refuse } from '../domain/problem.js';
import { Allow } from '../identity/access.js';

/** This installation as a witness of others' logs (C2SP tlog-witness); answers as that specification says. */
@ApiTags('log')
@Controller('witness')
export class WitnessController {
  constructor(@Inject(WitnessService) private readonly witness: WitnessService) {}

  @Get('key')
  @Allow('public')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('access-control-allow-origin', '*')
  @ApiOperation({ summary: 'Key by which cosignatures of this witness are checked (C2SP vkey)' })
  key(): string {
    return `${this.witness.verifierKey}\n`;
  }

  @Get(':origin/checkpoint')
  @Allow('public')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('access-control-allow-origin', '*')
  @Header('cache-control', 'no-cache')
  @ApiOperation({
    summary: 'The newest checkpoint cosigned of a log, by the SHA-256 of its origin (C2SP tlog-witness)',
  })
  async cosigned(@Param('origin') originHash: string): Promise<string> {
    return (await this.witness.cosigned(originHash)) ?? refuse('not-found', {});
  }

  @Post('add-checkpoint')
  @Allow('public')
  @HttpCode(200)
  @ApiConsumes('text/plain')
  @ApiBody({ schema: { type: 'string' } })
  @ApiOperation({ summary: 'Cosign a checkpoint of a known log, if it continues what was seen (C2SP tlog-witness)' })
  async addCheckpoint(@Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const answer =
      typeof body === 'string' ? await this.witness.addCheckpoint(body) : ({ status: 400 } satisfies { status: 400 });
    switch (answer.status) {
      case 200:
        await reply.type('text/plain; charset=utf-8').send(answer.line);
        break;
      case 409:
        // The type is the specification's: the body is the size that is known.
        await reply.status(409).type('text/x.tlog.size').send(`${answer.size}\n`);
        break;
      default:
        await reply.status(answer.status).type('text/plain; charset=utf-8').send('');
    }
  }
}
