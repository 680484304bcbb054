import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../domain/problem.js';
import { Allow } from '../identity/access.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { HealthService } from './health.service.js';
import { Metrics } from './metrics.js';

const RETRY_AFTER_SECONDS = 5;

@ApiTags('running')
@Controller()
export class HealthController {
  constructor(
    @Inject(HealthService) private readonly health: HealthService,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('health/live')
  @Allow('public')
  @ApiOperation({ summary: 'The process answers' })
  live() {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @Allow('public')
  @ApiOperation({ summary: 'The database answers, logs are signed, mail goes out and comes in' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const state = await this.health.state();
    if (!state.accepting) {
      // The state itself is the answer: whoever is woken by it has to see which part is not well.
      void reply.status(503).header('retry-after', String(RETRY_AFTER_SECONDS));
    }
    return state;
  }

  @Get('metrics')
  @Allow('public')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: 'Prometheus metrics: counts and ages, no content' })
  async show(@Req() request: FastifyRequest): Promise<string> {
    if (this.config.metricsPort !== undefined) {
      return refuse('not-found', {});
    }
    if (!this.metrics.mayRead(request.headers.authorization)) {
      return refuse('not-signed-in', {});
    }
    return this.metrics.text();
  }
}
