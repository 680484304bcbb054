import { Controller, Get, Header, Inject, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { refuse, type FieldProblem } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { Allow, CurrentActor } from '../identity/access.js';
import { COMPLIANCE_FORMAT_NAMES, isComplianceFormat } from '../reports/compliance-formats.js';
import {
  ComplianceReports,
  type ComplianceOrder,
  type ComplianceReport,
} from '../reports/compliance-reports.service.js';
import { COMPLIANCE_SCHEMA } from '../reports/compliance-schema.js';

const THRESHOLD_LIMIT = 100;
const LANGUAGES = ['de', 'en'];
const WHOLE_NUMBER = /^\d{1,12}$/;

type Given = Readonly<Record<string, unknown>>;

@ApiTags('reports')
@Controller('api/v1/reports/compliance')
export class ComplianceController {
  constructor(@Inject(ComplianceReports) private readonly reports: ComplianceReports) {}

  @Get()
  @Allow('dpo', 'auditor')
  @ApiBearerAuth()
  @ApiProduces('application/json', 'text/csv', 'application/ld+json')
  @ApiOperation({ summary: 'The compliance report of a period; giving it out is an entry of the log with its hash' })
  @ApiQuery({ name: 'from', required: true, description: 'first day, YYYY-MM-DD' })
  @ApiQuery({ name: 'to', required: true, description: 'last day; at most 11 years in all, not in the future' })
  @ApiQuery({ name: 'format', enum: COMPLIANCE_FORMAT_NAMES, required: false, description: 'json unless named' })
  @ApiQuery({ name: 'language', enum: LANGUAGES, required: false })
  @ApiQuery({ name: 'threshold', required: false, description: 'leave out cells below this number, for publication' })
  @ApiQuery({ name: 'bom', enum: ['true', 'false'], required: false, description: 'CSV: begin with a byte order mark' })
  async report(@CurrentActor() actor: Actor, @Query() query: Given, @Res() reply: FastifyReply): Promise<void> {
    const period = await this.reports.periodOf(actor, { from: query['from'], to: query['to'] });
    await sendReport(reply, await this.reports.issue(actor, { period, ...optionsOf(query) }));
  }

  @Get('behind')
  @Allow('dpo', 'auditor')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'The references behind a number of the report, 50 at a time' })
  @ApiQuery({ name: 'from', required: true })
  @ApiQuery({ name: 'to', required: true })
  @ApiQuery({
    name: 'figure',
    required: true,
    description: 'recorded, right:erasure, state:closed, deadline:missed, …',
  })
  @ApiQuery({ name: 'cursor', required: false })
  async behind(@CurrentActor() actor: Actor, @Query() query: Given): Promise<object> {
    const period = await this.reports.periodOf(actor, { from: query['from'], to: query['to'] });
    const { figure, cursor } = query;
    if (cursor !== undefined && !(typeof cursor === 'string' && WHOLE_NUMBER.test(cursor))) {
      refuse('invalid-input', { fields: [{ field: 'cursor', code: 'unknown-value' }] });
    }
    const after = cursor === undefined ? undefined : Number(cursor);
    const { requests, next } = await this.reports.behind(
      actor,
      period,
      typeof figure === 'string' ? figure : '',
      after,
    );
    return { items: requests, next: next === null ? null : String(next) };
  }

  @Get('schema')
  @Allow('public')
  @Header('content-type', 'application/schema+json; charset=utf-8')
  @ApiOperation({ summary: 'JSON Schema of the report in JSON' })
  schema(): object {
    return COMPLIANCE_SCHEMA;
  }
}

/** As a file, under its name, with its hash as the log has it. */
export function sendReport(reply: FastifyReply, report: ComplianceReport): FastifyReply {
  return reply
    .header('content-type', report.mediaType)
    .header('content-disposition', `attachment; filename="${report.fileName}"`)
    .header('cache-control', 'no-store')
    .header('repr-digest', `sha-256=:${report.sha256}:`)
    .send(report.bytes);
}

function optionsOf({
  format = 'json',
  language = 'de',
  threshold = '0',
  bom = 'false',
}: Given): Omit<ComplianceOrder, 'period'> {
  const problems: FieldProblem[] = [];
  const small = typeof threshold === 'string' && /^\d{1,3}$/.test(threshold) ? Number(threshold) : Infinity;
  if (small > THRESHOLD_LIMIT) {
    problems.push({ field: 'threshold', code: 'unknown-value', limit: THRESHOLD_LIMIT });
  }
  for (const [field, isKnown] of [
    ['format', isComplianceFormat(format)],
    ['language', LANGUAGES.includes(language as string)],
    ['bom', bom === 'true' || bom === 'false'],
  ] as const) {
    if (!isKnown) {
      problems.push({ field, code: 'unknown-value' });
    }
  }
  return problems.length > 0 || !isComplianceFormat(format)
    ? refuse('invalid-input', { fields: problems })
    : { format, language: language === 'en' ? 'en' : 'de', threshold: small, bom: bom === 'true' };
}
