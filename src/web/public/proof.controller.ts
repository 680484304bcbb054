import { createHash } from 'node:crypto';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { BUNDLE_FILES } from '../../domain/evidence/bundle.js';
import { refuse } from '../../domain/problem.js';
import { systemActor } from '../../audit/actor.js';
import { Anchors } from '../../audit/anchors.js';
import { ReceiptCodes } from '../../audit/receipt-codes.js';
import { ReceiptProofs } from '../../audit/receipt-proofs.js';
import { Allow } from '../../identity/access.js';
import { OrganisationsService } from '../../organisations/organisations.service.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { download, redirect, type Answer } from '../../platform/http/answer.js';
import { Rate } from '../../platform/http/rate.js';
import { verifierFiles } from '../../reports/evidence/evidence-files.js';
import { ReceiptChecks } from '../../reports/evidence/receipt-check.service.js';
import { page } from '../shell/page.js';
import { Visit } from '../shell/visit.js';
import { CheckedReceiptPage, TrustPage } from './proof.page.js';

/** Of one address: thirty a minute, and a few more at once. Codes of 64 bits are not found by trying either way. */
const CHECKS_A_SECOND = 0.5;
const CHECKS_AT_ONCE = 30;

/** For whoever holds a receipt or evidence and trusts nobody: no account, and nothing but what is proved. */
@ApiExcludeController()
@Controller()
@Allow('public')
export class ProofPagesController {
  private readonly rate = new Rate(CHECKS_A_SECOND, CHECKS_AT_ONCE);

  constructor(
    @Inject(OrganisationsService) private readonly organisations: OrganisationsService,
    @Inject(Anchors) private readonly anchors: Anchors,
    @Inject(ReceiptCodes) private readonly codes: ReceiptCodes,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
    @Inject(ReceiptChecks) private readonly checks: ReceiptChecks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('pruefen/:organisation')
  async trust(
    @Visit() visit: Visit,
    @Param('organisation') slug: string,
    @Query('code') code: unknown,
  ): Promise<Answer> {
    if (typeof code === 'string' && code.trim() !== '') {
      return redirect(`/beleg/${encodeURIComponent(slug)}/${encodeURIComponent(code.trim().slice(0, 60))}`);
    }
    const { id, name } = await this.organisations.bySlug(slug);
    const content = TrustPage({
      context: visit.context,
      slug,
      name,
      address: `${this.config.baseUrl}/pruefen/${slug}`,
      trusted: await this.anchors.trusted(id, slug),
      verifiers: publicVerifiers().map(([file, bytes]) => ({
        file,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })),
    });
    return page(visit, visit.context.texts.proof.trustTitle, content);
  }

  @Get('pruefen/:organisation/:file')
  async verifier(@Param('organisation') slug: string, @Param('file') file: string): Promise<Answer> {
    await this.organisations.bySlug(slug);
    const [, bytes] = publicVerifiers().find(([name]) => name === file) ?? refuse('not-found', {});
    return download({ name: file, type: 'application/octet-stream', content: Buffer.from(bytes) });
  }

  @Get('beleg/:organisation/:code')
  async check(
    @Visit() visit: Visit,
    @Param('organisation') slug: string,
    @Param('code') code: string,
  ): Promise<Answer> {
    this.rate.take(visit.remoteAddress, performance.now());
    const { id, name } = await this.organisations.bySlug(slug);
    const proof = await this.proofOf(id, code);
    const outcome = proof === undefined ? undefined : await this.checks.check(systemActor(id), proof);
    const content = CheckedReceiptPage({ context: visit.context, slug, name, code, outcome });
    const status = outcome === undefined ? 404 : 200;
    return page(visit, visit.context.texts.proof.checkTitle, content, { status, hidden: true });
  }

  @Get('beleg/:organisation/:code/beleg.tlog-proof')
  async receipt(
    @Visit() visit: Visit,
    @Param('organisation') slug: string,
    @Param('code') code: string,
  ): Promise<Answer> {
    this.rate.take(visit.remoteAddress, performance.now());
    const { id } = await this.organisations.bySlug(slug);
    const content = (await this.proofOf(id, code)) ?? refuse('not-found', {});
    return download({ name: 'beleg.tlog-proof', type: 'text/plain; charset=utf-8', content });
  }

  private async proofOf(organisationId: string, code: string): Promise<string | undefined> {
    const index = this.codes.indexOf(organisationId, code);
    return index === undefined ? undefined : this.proofs.receiptAt(systemActor(organisationId), index);
  }
}

function publicVerifiers() {
  return verifierFiles().filter(([name]) => name !== BUNDLE_FILES.readme);
}
