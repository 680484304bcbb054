import type { Language } from '../words/language.js';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import { parseCivilDate } from '../domain/civil-date.js';
import { type FieldProblem, refuse } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { Allow, CurrentActor } from '../identity/access.js';
import { evidenceDownload } from '../reports/evidence/evidence-download.js';
import type { EvidenceScope } from '../reports/evidence/evidence-selection.js';
import { EvidenceBundles } from '../reports/evidence/evidence-bundles.service.js';
import { RequestsService } from '../requests/request/requests.service.js';
import { uuidOrNotFound } from './request-answer.js';
import type { Answer } from '../platform/http/answer.js';

const REQUEST_LIMIT = 500;
const LANGUAGES = ['de', 'en'];

@ApiTags('evidence')
@ApiBearerAuth()
@ApiProduces('application/zip')
@ApiQuery({ name: 'language', enum: LANGUAGES, required: false })
@Controller('api/v1')
export class EvidenceController {
  constructor(
    @Inject(EvidenceBundles) private readonly evidence: EvidenceBundles,
    @Inject(RequestsService) private readonly requests: RequestsService,
  ) {}

  @Get('requests/:id/evidence')
  @Allow('dpo', 'auditor')
  @ApiOperation({ summary: 'The evidence bundle (ZIP) of a request; giving it out is an entry of the log' })
  @ApiQuery({ name: 'disclose', enum: ['true', 'false'], required: false, description: 'DPO only: open the content' })
  async ofRequest(
    @CurrentActor() actor: Actor,
    @Param('id', uuidOrNotFound()) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Answer> {
    await this.requests.get(actor, id);
    const scope = { kind: 'request' as const, requests: [id] };
    return evidenceDownload(await this.evidence.issue(actor, { scope, ...optionsOf(query) }));
  }

  @Get('evidence')
  @Allow('dpo', 'auditor')
  @ApiOperation({ summary: 'The evidence bundle (ZIP) of a period, or of several requests' })
  @ApiQuery({ name: 'from', required: false })
  @ApiQuery({ name: 'to', required: false })
  @ApiQuery({ name: 'request', required: false, isArray: true, type: String })
  async ofSeveral(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<Answer> {
    const scope = await this.scopeOf(actor, query);
    return evidenceDownload(await this.evidence.issue(actor, { scope, ...optionsOf(query) }));
  }

  private async scopeOf(actor: Actor, query: Record<string, unknown>): Promise<EvidenceScope> {
    const named = query['request'] === undefined ? [] : [query['request']].flat();
    if (named.length === 0) {
      return periodOf(query);
    }
    if (named.length > REQUEST_LIMIT || !named.every((name) => typeof name === 'string')) {
      refuse('invalid-input', { fields: [{ field: 'request', code: 'too-many', limit: REQUEST_LIMIT }] });
    }
    const found = await Promise.all(named.map((name) => this.requests.byName(actor, String(name))));
    return { kind: 'requests', requests: [...new Set(found.map(({ id }) => id))] };
  }
}

/** @throws Refusal invalid-input */
export function periodOf(query: Record<string, unknown>): EvidenceScope {
  const [from, to] = [parseCivilDate(query['from']), parseCivilDate(query['to'])];
  const problems: FieldProblem[] = [
    ...(from === undefined ? [{ field: 'from', code: 'not-a-date' as const }] : []),
    ...(to === undefined ? [{ field: 'to', code: 'not-a-date' as const }] : []),
    ...(from !== undefined && to !== undefined && to < from
      ? [{ field: 'to', code: 'before-start' as const, limit: from }]
      : []),
  ];
  return from === undefined || to === undefined || problems.length > 0
    ? refuse('invalid-input', { fields: problems })
    : { kind: 'period', from, to };
}

function optionsOf(query: Record<string, unknown>): { readonly language: Language; readonly disclose: boolean } {
  const { language, disclose } = query;
  const problems: FieldProblem[] = [
    ...(language === undefined || language === 'de' || language === 'en'
      ? []
      : [{ field: 'language', code: 'unknown-value' as const }]),
    ...(disclose === undefined || disclose === 'true' || disclose === 'false'
      ? []
      : [{ field: 'disclose', code: 'unknown-value' as const }]),
  ];
  return problems.length > 0
    ? refuse('invalid-input', { fields: problems })
    : { language: language === 'en' ? 'en' : 'de', disclose: disclose === 'true' };
}
