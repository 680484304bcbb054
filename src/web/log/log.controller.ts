import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { encodeBase64, parseDecimal } from '../../domain/log/encoding.js';
import { leafHash } from '../../domain/log/merkle.js';
import { formatProof } from '../../domain/log/tlog-proof.js';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import { LogService } from '../../audit/log.service.js';
import { Allow } from '../../identity/access.js';
import { readMultipart } from '../../platform/http/multipart.js';
import { sendEvidence } from '../../reports/evidence/evidence-download.js';
import { EvidenceBundles } from '../../reports/evidence/evidence-bundles.service.js';
import { LogVerification } from '../../reports/evidence/log-verification.service.js';
import { ReceiptChecks } from '../../reports/evidence/receipt-check.service.js';
import { AuditViews } from './log-views.js';
import { errorsOf } from '../shell/components/form.js';
import { renderFragment } from '../shell/layout.js';
import { EntryPage, LogPage } from './log.page.js';
import { ReceiptCheckPage, VerificationPage, VerificationState } from './verification.page.js';
import { periodOf, type PeriodFields } from './period-form.js';
import { Pages, sessionOf } from '../shell/pages.service.js';
import { mustBeUuid } from '../case/case-views.js';
import type { Form } from '../shell/form-body.js';

const ENTRIES = 50;

/** The log for those who audit it: entries with their proofs, verification, evidence, receipts. */
@ApiExcludeController()
@Controller()
@Allow('dpo', 'auditor')
export class AuditController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(AuditViews) private readonly views: AuditViews,
    @Inject(LogService) private readonly log: LogService,
    @Inject(EvidenceBundles) private readonly evidence: EvidenceBundles,
    @Inject(LogVerification) private readonly verification: LogVerification,
    @Inject(ReceiptChecks) private readonly receipts: ReceiptChecks,
  ) {}

  @Get('protokoll')
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    await this.showLog(request, reply, query);
  }

  @Get('protokoll/eintrag/:index')
  async entry(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('index') index: string,
  ): Promise<void> {
    const session = sessionOf(request);
    const context = this.pages.context(request);
    const { stored, proof } = await this.log.proven(session.actor, mustBeIndex(index));
    const page = EntryPage({
      context,
      index: stored.index,
      ...this.views.entryShown(stored, session.roles),
      leaf: encodeBase64(leafHash(stored.bytes)),
      path: proof?.path.map((hash) => encodeBase64(hash)),
      checkpointSize: proof?.checkpoint.size ?? 0,
      damaged: proof?.holds === false,
    });
    await this.pages.send(request, reply, context.texts.audit.entryTitle(stored.index), page);
  }

  @Get('protokoll/eintrag/:index/beleg')
  async proof(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('index') index: string,
  ): Promise<void> {
    const { stored, proof } = await this.log.proven(sessionOf(request).actor, mustBeIndex(index));
    const { path, checkpoint } = proof ?? refuse('unavailable', { retryAfterSeconds: 5 });
    await reply
      .header('content-type', 'text/plain; charset=utf-8')
      .header('content-disposition', `attachment; filename="eintrag-${stored.index}.tlog-proof"`)
      .send(formatProof({ extra: stored.bytes, index: stored.index, path, checkpoint: checkpoint.note }));
  }

  @Post('protokoll/nachweis')
  async periodEvidence(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor } = sessionOf(request);
    const { scope, problems, typed } = periodOf(body);
    if (scope === undefined) {
      return this.showLog(request, reply, {}, { typed, problems });
    }
    await sendEvidence(reply, await this.evidence.issue(actor, { scope, ...optionsOf(body) }));
  }

  @Post('vorgaenge/:id/nachweis')
  @Allow('dpo')
  async requestEvidence(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: Form,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor } = sessionOf(request);
    await this.views.mustExist(actor, mustBeUuid(id));
    const scope = { kind: 'request' as const, requests: [id] };
    await sendEvidence(reply, await this.evidence.issue(actor, { scope, ...optionsOf(body) }));
  }

  @Get('protokoll/pruefung')
  async showVerification(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { actor, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const page = VerificationPage({ context, run: this.verification.last(actor), csrfToken });
    await this.pages.send(request, reply, context.texts.audit.verifyTitle, page);
  }

  @Get('protokoll/pruefung/stand')
  async verificationState(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const context = this.pages.context(request);
    const run = this.verification.last(sessionOf(request).actor);
    await reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(renderFragment(VerificationState({ context, run })));
  }

  @Post('protokoll/pruefung')
  async verify(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    this.verification.start(sessionOf(request).actor);
    await reply.redirect('/protokoll/pruefung', 303);
  }

  @Get('protokoll/beleg')
  async showReceiptForm(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendReceiptPage(request, reply, '', [], 200);
  }

  @Post('protokoll/beleg')
  async checkReceipt(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!request.isMultipart()) {
      refuse('unsupported-media-type', { allowed: ['multipart/form-data'] });
    }
    const { fields, files, problems } = await readMultipart(request);
    this.pages.checkForm(request, fields.get('csrf')?.[0]);
    const pasted = (fields.get('text')?.[0] ?? '').replaceAll('\r\n', '\n');
    const file = files.find(({ content }) => content.length > 0);
    const proof = file === undefined ? pasted : await this.receipts.proofIn(file.content);
    if (problems.length > 0 || proof === undefined || proof.trim() === '') {
      const missing: FieldProblem = { field: 'file', code: 'required' };
      return this.sendReceiptPage(request, reply, pasted, problems.length > 0 ? problems : [missing], 422);
    }
    await this.sendReceiptPage(request, reply, pasted, [], 200, `${proof.trimEnd()}\n`);
  }

  private async sendReceiptPage(
    request: FastifyRequest,
    reply: FastifyReply,
    text: string,
    problems: readonly FieldProblem[],
    status: number,
    proof?: string,
  ): Promise<void> {
    const { actor, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const outcome = proof === undefined ? undefined : await this.receipts.check(actor, proof);
    const errors = new Map(
      problems.map(({ field, code, limit }) => [
        field,
        code === 'required' ? context.texts.audit.receiptNone : context.texts.fieldErrors[code](limit),
      ]),
    );
    const page = ReceiptCheckPage({ context, outcome, text, errors, csrfToken });
    await this.pages.send(request, reply, context.texts.audit.receipts, page, status);
  }

  private async showLog(
    request: FastifyRequest,
    reply: FastifyReply,
    query: Record<string, unknown>,
    wrong?: { readonly typed: PeriodFields; readonly problems: readonly FieldProblem[] },
  ): Promise<void> {
    const session = sessionOf(request);
    const context = this.pages.context(request);
    const page = LogPage({
      context,
      ...(await this.views.log(session, query, ENTRIES)),
      ...(wrong === undefined ? {} : { period: wrong.typed }),
      errors: errorsOf(context.texts, wrong?.problems ?? []),
      csrfToken: session.csrfToken,
    });
    await this.pages.send(request, reply, context.texts.log.title, page, wrong === undefined ? 200 : 422);
  }
}

function mustBeIndex(text: string): number {
  return parseDecimal(text) ?? refuse('not-found', {});
}

function optionsOf(body: Form): {
  readonly language: 'de' | 'en';
  readonly disclose: boolean;
  readonly notes: boolean;
} {
  // One box or several: a form sends a word or a list of them.
  const chosen = [body?.['disclose']].flat();
  const notes = chosen.includes('notes');
  const disclose = notes || chosen.includes('yes');
  return { language: body?.['language'] === 'en' ? 'en' : 'de', disclose, notes };
}
