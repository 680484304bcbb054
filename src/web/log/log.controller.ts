import type { Language } from '../../words/language.js';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { encodeBase64, parseDecimal } from '../../domain/log/encoding.js';
import { leafHash } from '../../domain/log/merkle.js';
import { formatProof } from '../../domain/log/tlog-proof.js';
import { type FieldProblem, refuse } from '../../domain/problem.js';
import { LogService } from '../../audit/log.service.js';
import { Allow } from '../../identity/access.js';
import { evidenceDownload } from '../../reports/evidence/evidence-download.js';
import { EvidenceBundles } from '../../reports/evidence/evidence-bundles.service.js';
import { LogVerification } from '../../reports/evidence/log-verification.service.js';
import { ReceiptChecks } from '../../reports/evidence/receipt-check.service.js';
import { LogViews } from './log-views.js';
import { errorsOf } from '../shell/components/form.js';
import { EntryPage, LogPage } from './log.page.js';
import { ReceiptCheckPage, VerificationPage, VerificationState } from './verification.page.js';
import { type PeriodFields, periodOf } from './period-form.js';
import { Visit } from '../shell/visit.js';
import { fragment, page } from '../shell/page.js';
import { type Answer, download, redirect } from '../../platform/http/answer.js';
import { Uuid } from '../shell/route-params.js';
import { type Form, Upload } from '../../platform/http/sent-form.js';
import { choice, list, readForm, text } from '../shell/form-body.js';

const ENTRIES = 50;

/** The log for those who audit it: entries with their proofs, verification, evidence, receipts. */
@ApiExcludeController()
@Controller()
@Allow('dpo', 'auditor')
export class LogPagesController {
  constructor(
    @Inject(LogViews) private readonly views: LogViews,
    @Inject(LogService) private readonly log: LogService,
    @Inject(EvidenceBundles) private readonly evidence: EvidenceBundles,
    @Inject(LogVerification) private readonly verification: LogVerification,
    @Inject(ReceiptChecks) private readonly receipts: ReceiptChecks,
  ) {}

  @Get('protokoll')
  async list(@Visit() visit: Visit, @Query() query: Record<string, unknown>): Promise<Answer> {
    return this.showLog(visit, query);
  }

  @Get('protokoll/eintrag/:index')
  async entry(@Visit() visit: Visit, @Param('index') index: string): Promise<Answer> {
    const { context, session } = visit;
    const { stored, proof } = await this.log.proven(session.actor, mustBeIndex(index));
    const content = EntryPage({
      context,
      index: stored.index,
      ...this.views.entryShown(stored, session.roles),
      leaf: encodeBase64(leafHash(stored.bytes)),
      path: proof?.path.map((hash) => encodeBase64(hash)),
      checkpointSize: proof?.checkpoint.size ?? 0,
      damaged: proof?.holds === false,
    });
    return page(visit, context.texts.audit.entryTitle(stored.index), content);
  }

  @Get('protokoll/eintrag/:index/beleg')
  async proof(@Visit() { actor }: Visit, @Param('index') index: string): Promise<Answer> {
    const { stored, proof } = await this.log.proven(actor, mustBeIndex(index));
    const { path, checkpoint } = proof ?? refuse('unavailable', { retryAfterSeconds: 5 });
    return download({
      name: `eintrag-${stored.index}.tlog-proof`,
      type: 'text/plain; charset=utf-8',
      content: formatProof({ extra: stored.bytes, index: stored.index, path, checkpoint: checkpoint.note }),
    });
  }

  @Post('protokoll/nachweis')
  async periodEvidence(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { scope, problems, typed } = periodOf(body);
    return scope === undefined
      ? this.showLog(visit, {}, { typed, problems })
      : evidenceDownload(await this.evidence.issue(visit.actor, { scope, ...optionsOf(body) }));
  }

  @Post('vorgaenge/:id/nachweis')
  @Allow('dpo')
  async requestEvidence(@Visit() { actor }: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    await this.views.mustExist(actor, id);
    const scope = { kind: 'request' as const, requests: [id] };
    return evidenceDownload(await this.evidence.issue(actor, { scope, ...optionsOf(body) }));
  }

  @Get('protokoll/pruefung')
  showVerification(@Visit() visit: Visit): Answer {
    const { context, session } = visit;
    const run = this.verification.last(session.actor);
    const content = VerificationPage({ context, run, csrfToken: session.csrfToken });
    return page(visit, context.texts.audit.verifyTitle, content);
  }

  @Get('protokoll/pruefung/stand')
  verificationState(@Visit() { context, actor }: Visit): Answer {
    return fragment(VerificationState({ context, run: this.verification.last(actor) }));
  }

  @Post('protokoll/pruefung')
  verify(@Visit() { actor }: Visit): Answer {
    this.verification.start(actor);
    return redirect('/protokoll/pruefung');
  }

  @Get('protokoll/beleg')
  async showReceiptForm(@Visit() visit: Visit): Promise<Answer> {
    return this.showReceiptPage(visit, { text: '', problems: [] });
  }

  @Post('protokoll/beleg')
  async checkReceipt(@Visit() visit: Visit, @Upload() upload: Upload): Promise<Answer> {
    const { body, files, problems } = await upload.read();
    const { text: pasted } = readForm(body, { text: text() }).values;
    const file = files.find(({ content }) => content.length > 0);
    const proof = file === undefined ? pasted : await this.receipts.proofIn(file.content);
    if (problems.length > 0 || proof === undefined || proof.trim() === '') {
      const missing: FieldProblem = { field: 'file', code: 'required' };
      return this.showReceiptPage(visit, { text: pasted, problems: problems.length > 0 ? problems : [missing] });
    }
    return this.showReceiptPage(visit, { text: pasted, problems: [] }, `${proof.trimEnd()}\n`);
  }

  private async showReceiptPage(
    visit: Visit,
    { text, problems }: { readonly text: string; readonly problems: readonly FieldProblem[] },
    proof?: string,
  ): Promise<Answer> {
    const { context, session } = visit;
    const outcome = proof === undefined ? undefined : await this.receipts.check(session.actor, proof);
    const errors = new Map(
      problems.map(({ field, code, limit }) => [
        field,
        code === 'required' ? context.texts.audit.receiptNone : context.texts.fieldErrors[code](limit),
      ]),
    );
    const content = ReceiptCheckPage({ context, outcome, text, errors, csrfToken: session.csrfToken });
    return page(visit, context.texts.audit.receipts, content, { status: problems.length === 0 ? 200 : 422 });
  }

  private async showLog(
    visit: Visit,
    query: Record<string, unknown>,
    wrong?: { readonly typed: PeriodFields; readonly problems: readonly FieldProblem[] },
  ): Promise<Answer> {
    const { context, session } = visit;
    const content = LogPage({
      context,
      ...(await this.views.log(session, query, ENTRIES)),
      ...(wrong === undefined ? {} : { period: wrong.typed }),
      errors: errorsOf(context.texts, wrong?.problems ?? []),
      csrfToken: session.csrfToken,
    });
    return page(visit, context.texts.log.title, content, { status: wrong === undefined ? 200 : 422 });
  }
}

function mustBeIndex(text: string): number {
  return parseDecimal(text) ?? refuse('not-found', {});
}

function optionsOf(body: Form): {
  readonly language: Language;
  readonly disclose: boolean;
  readonly notes: boolean;
} {
  const { disclose: chosen, language = 'de' } = readForm(body, {
    disclose: list,
    language: choice(['de', 'en']),
  }).values;
  const notes = chosen.includes('notes');
  return { language, disclose: notes || chosen.includes('yes'), notes };
}
