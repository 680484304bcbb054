import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { previewDeadline } from '../domain/deadlines/preview.js';
import { refuse } from '../domain/problem.js';
import { Allow } from '../identity/access.js';

@ApiTags('deadlines')
@Controller('api/v1/deadlines')
export class DeadlinesController {
  @Post('preview')
  @HttpCode(200)
  @Allow('public')
  @ApiOperation({ summary: 'Count a deadline out of facts; nothing is stored' })
  preview(@Body() body: unknown) {
    const result = previewDeadline(body);
    return result.ok ? result.deadline : refuse('invalid-input', { fields: result.problems });
  }
}
