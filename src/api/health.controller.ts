import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { refuse } from '../domain/problem.js';
import { Allow } from '../identity/access.js';
import { HealthService } from './health.service.js';
import { Metrics } from './metrics.js';

@ApiTags('running')
@Controller()
export class HealthController {
  constructor(
    @Inject(HealthService) private readonly health: HealthService,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  @Allow('public')
  @ApiOperation({ summary: 'The process answers' })
  live() {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @Allow('public')
  @ApiOperation({ summary: 'The database answers, logs are signed, forwarding is on time' })
  async ready() {
    const state = await this.health.state();
    return state.status === 'ok' ? state : refuse('unavailable', { retryAfterSeconds: 5 });
  }

  @Get('metrics')
  @Allow('public')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: 'Prometheus metrics: counts and ages, no content' })
  async show(): Promise<string> {
    return this.metrics.text();
  }
}
