import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import { refuse } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { Allow, CurrentActor } from '../identity/access.js';
import { DOCUMENT_STANDARDS } from '../platform/documents/document-renderer.js';
import { REPORT_LANGUAGES } from '../reports/compliance/compliance-document.js';
import { COMPLIANCE_FORMAT_NAMES } from '../reports/compliance/formats/formats.js';
import { readReportOptions, type ReportOptions, THRESHOLD_LIMIT } from '../reports/compliance/compliance-order.js';
import { ComplianceReports } from '../reports/compliance/compliance-reports.service.js';
import { COMPLIANCE_SCHEMA } from '../reports/compliance/formats/json-schema.js';
import { reportDownload } from '../reports/compliance/report-download.js';
import type { Answer } from '../platform/http/answer.js';

const WHOLE_NUMBER = /^\d{1,12}$/;

type Given = Readonly<Record<string, unknown>>;

@ApiTags('reports')
@Controller('api/v1/reports/compliance')
export class ComplianceController {
  constructor(@Inject(ComplianceReports) private readonly reports: ComplianceReports) {}

  @Get()
  @Allow('dpo', 'auditor')
  @ApiBearerAuth()
  @ApiProduces('application/json', 'application/pdf', 'text/html', 'text/csv', 'application/ld+json')
  @ApiOperation({ summary: 'The compliance report of a period; giving it out is an entry of the log with its hash' })
  @ApiQuery({ name: 'from', required: true, description: 'first day, YYYY-MM-DD' })
  @ApiQuery({ name: 'to', required: true, description: 'last day; at most 11 years in all, not in the future' })
  @ApiQuery({ name: 'format', enum: COMPLIANCE_FORMAT_NAMES, required: false, description: 'json unless named' })
  @ApiQuery({ name: 'language', enum: REPORT_LANGUAGES, required: false })
  @ApiQuery({
    name: 'threshold',
    required: false,
    description: `leave out cells below this number, for publication; at most ${THRESHOLD_LIMIT}`,
  })
  @ApiQuery({
    name: 'standard',
    enum: DOCUMENT_STANDARDS,
    required: false,
    description: 'PDF: a-3a for the archive unless named, ua-1 for reading',
  })
  @ApiQuery({ name: 'bom', enum: ['true', 'false'], required: false, description: 'CSV: begin with a byte order mark' })
  async report(@CurrentActor() actor: Actor, @Query() query: Given): Promise<Answer> {
    const period = await this.reports.periodOf(actor, { from: query['from'], to: query['to'] });
    return reportDownload(await this.reports.issue(actor, { period, ...optionsOf(query) }));
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
    description: 'recorded, right:erasure, state:closed, deadline:missed, recipients:notified, …',
  })
  @ApiQuery({ name: 'cursor', required: false })
  async behind(@CurrentActor() actor: Actor, @Query() query: Given): Promise<object> {
    const period = await this.reports.periodOf(actor, { from: query['from'], to: query['to'] });
    const { figure, cursor } = query;
    if (cursor !== undefined && !(typeof cursor === 'string' && WHOLE_NUMBER.test(cursor))) {
      refuse('invalid-input', { fields: [{ field: 'cursor', code: 'unknown-value' }] });
    }
    const after = cursor === undefined ? undefined : Number(cursor);
    const { count, requests, next } = await this.reports.behind(
      actor,
      period,
      typeof figure === 'string' ? figure : '',
      after,
    );
    return { count, items: requests, next: next === null ? null : String(next) };
  }

  @Get('schema')
  @Allow('public')
  @Header('content-type', 'application/schema+json; charset=utf-8')
  @ApiOperation({ summary: 'JSON Schema of the report in JSON' })
  schema(): object {
    return COMPLIANCE_SCHEMA;
  }
}

function optionsOf(query: Given): ReportOptions {
  const options = readReportOptions(query);
  return 'problems' in options ? refuse('invalid-input', { fields: options.problems }) : options;
}
