import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { AUTHORITIES_AS_OF, CONTROLLER_KINDS, COUNTRIES, OUTSIDE } from '../domain/guidance/authority.js';
import { CONTEXTS } from '../domain/guidance/competence.js';
import { answerQuestion } from '../domain/guidance/question.js';
import { LANDS } from '../domain/deadlines/land.js';
import { refuse } from '../domain/problem.js';
import { Allow } from '../identity/access.js';

const COUNTRY = 'ISO 3166-1; DE unless given; OTHER is any country that is not named here';

@ApiTags('guidance')
@Controller('api/v1/guidance')
export class GuidanceController {
  @Get()
  @Allow('public')
  @Header('cache-control', 'public, max-age=3600')
  @ApiOperation({ summary: 'Which supervisory authority one can turn to (Art. 77 GDPR); nothing is stored' })
  @ApiQuery({ name: 'country', required: false, enum: [...COUNTRIES, ...OUTSIDE], description: COUNTRY })
  @ApiQuery({ name: 'land', required: false, enum: LANDS, description: 'In Germany: the Land' })
  @ApiQuery({ name: 'context', required: false, enum: CONTEXTS, description: 'What ties the person to the place' })
  @ApiQuery({ name: 'kind', required: false, enum: CONTROLLER_KINDS, description: 'Whom the complaint is about' })
  guidance(@Query() query: Record<string, unknown>) {
    const answered = answerQuestion(query);
    return answered.ok
      ? { ...answered.guidance, asOf: AUTHORITIES_AS_OF }
      : refuse('invalid-input', { fields: answered.problems });
  }
}
