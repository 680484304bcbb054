import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FieldProblem, refuse } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { PackagesService } from '../../../requests/portability/packages.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { StepInput } from '../case-part.page.js';
import { errorsOf } from '../../shell/components/form.js';
import { CaseHeads } from '../case-heads.js';
import { CasePartPage } from '../case-part.page.js';
import { type StagedFile, StagedUploads } from '../../../platform/staging/staged-uploads.js';
import { PortabilityViews } from './portability-views.js';
import { Visit } from '../../shell/visit.js';
import { page } from '../../shell/page.js';
import { type Answer, download, redirect } from '../../../platform/http/answer.js';
import { Uuid } from '../../shell/route-params.js';
import { type Form, Upload } from '../../../platform/http/sent-form.js';
import { fieldsIn, int, orShow, readForm } from '../../shell/form-body.js';

const AS_SENT = { contentType: 'application/octet-stream', metadataRemoved: false } as const;

/** Art. 20: packages of a case, for the DPO. */
@ApiExcludeController()
@Controller('vorgaenge/:id/uebertragung')
@Allow('dpo')
export class PortabilityController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(PortabilityViews) private readonly views: PortabilityViews,
    @Inject(PackagesService) private readonly packages: PackagesService,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
    @Inject(StagedUploads) private readonly staged: StagedUploads,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Uuid('id') id: string, @Query() query: Form): Promise<Answer> {
    const { schritt: step, eintrag: item, getan: done } = query ?? {};
    return this.send(visit, id, fieldsIn({ step, item }), [], done === '1');
  }

  @Post()
  async act(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const input = fieldsIn(body);
    const { version } = readForm(body, { version: int }).values;
    return this.answered(visit, id, input, [], () => {
      switch (input['step']) {
        case 'offer':
          return this.packages.offer(visit.actor, id, input, version);
        case 'transmit':
          return this.packages.transmit(visit.actor, id, input, version);
        case 'end':
          return this.packages.end(visit.actor, id, input);
        default:
          return refuse('not-found', {});
      }
    });
  }

  @Post('paket')
  async prepare(@Visit() visit: Visit, @Uuid('id') id: string, @Upload() upload: Upload): Promise<Answer> {
    // Handed on byte for byte, so not cleaned; kept like any other file when the form is shown again.
    const { body, files: chosen, problems: unread } = await upload.read();
    const asSent = chosen.map((file) => ({ ...file, ...AS_SENT }));
    const sent = await this.staged.gather(visit.actor, { body, files: asSent, problems: unread });
    const { version } = readForm(body, { version: int }).values;
    const again = (wrong: readonly FieldProblem[]) =>
      this.send(visit, id, { step: 'prepare' }, wrong, false, sent.files);
    return sent.takenOut
      ? again([])
      : orShow(
          sent.problems,
          async () => {
            await this.packages.prepare(visit.actor, id, sent.files, version);
            await this.staged.sent(visit.actor, sent.files);
            return redirect(`/vorgaenge/${id}/uebertragung?getan=1`);
          },
          again,
        );
  }

  @Get(':package/paket.zip')
  async file(@Visit() visit: Visit, @Uuid('id') id: string, @Uuid('package') item: string): Promise<Answer> {
    const content = await this.packages.open(visit.actor, id, item);
    return download({ name: 'paket.zip', type: 'application/zip', content });
  }

  private answered(
    visit: Visit,
    id: string,
    input: StepInput,
    problems: readonly FieldProblem[],
    act: () => Promise<unknown>,
  ): Promise<Answer> {
    return orShow(
      problems,
      async () => {
        await act();
        return redirect(`/vorgaenge/${id}/uebertragung?getan=1`);
      },
      (wrong) => this.send(visit, id, input, wrong, false),
    );
  }

  private async send(
    visit: Visit,
    id: string,
    input: StepInput,
    found: readonly FieldProblem[],
    saved: boolean,
    files: readonly StagedFile[] = [],
  ): Promise<Answer> {
    const { actor, csrfToken } = visit.session;
    const { staged, problems: notKept } = await this.staged.keep(actor, files);
    const problems = [...found, ...notKept];
    const { context } = visit;
    const row = await this.requests.get(actor, id);
    const seen = await this.views.view(context, actor, row);
    const content = CasePartPage({
      context,
      id,
      head: await this.heads.of(visit, row),
      csrfToken,
      version: row.version,
      ...seen,
      saved,
      current: 'portability',
      path: `/vorgaenge/${id}/uebertragung`,
      form: this.views.form(context, row, input, staged),
      errors: errorsOf(context.texts, problems),
    });
    return page(visit, seen.title, content, { status: problems.length === 0 ? 200 : 422 });
  }
}
