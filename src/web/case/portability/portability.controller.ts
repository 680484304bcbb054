import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse, type FieldProblem } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { readMultipart } from '../../../platform/http/multipart.js';
import { PackagesService } from '../../../requests/portability/packages.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { StepInput } from '../follow-ups/follow-up-views.js';
import { errorsOf } from '../../shell/components/form.js';
import { CasePartPage } from '../case-part.page.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import { PortabilityViews } from './portability-views.js';
import { mustBeUuid } from '../case-views.js';
import { fieldsIn, problemsOf, versionIn } from '../../shell/form-body.js';

/** Art. 20: packages of a case, for the DPO. */
@ApiExcludeController()
@Controller('vorgaenge/:id/uebertragung')
@Allow('dpo')
export class PortabilityController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(PortabilityViews) private readonly views: PortabilityViews,
    @Inject(PackagesService) private readonly packages: PackagesService,
  ) {}

  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const { schritt: step, eintrag: item } = query;
    await this.send(request, reply, id, fieldsIn({ step, item }), [], query['getan'] === '1');
  }

  @Post()
  async act(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const input = fieldsIn(body);
    const { actor } = sessionOf(request);
    const rest = [actor, mustBeUuid(id), input, versionIn(input)] as const;
    await this.answered(request, reply, id, input, () => {
      switch (input['step']) {
        case 'offer':
          return this.packages.offer(...rest);
        case 'transmit':
          return this.packages.transmit(...rest);
        case 'end':
          return this.packages.end(actor, id, input);
        default:
          return refuse('not-found', {});
      }
    });
  }

  @Post('paket')
  async prepare(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const { actor } = sessionOf(request);
    if (!request.isMultipart()) {
      refuse('unsupported-media-type', { allowed: ['multipart/form-data'] });
    }
    const { fields, files, problems } = await readMultipart(request);
    this.pages.checkForm(request, fields.get('csrf')?.[0]);
    const version = versionIn({ version: fields.get('version')?.[0] });
    await this.answered(request, reply, id, { step: 'prepare' }, () =>
      problems.length > 0
        ? refuse('invalid-input', { fields: problems })
        : this.packages.prepare(actor, mustBeUuid(id), files, version),
    );
  }

  @Get(':package/paket.zip')
  async file(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('package') item: string,
  ): Promise<void> {
    const zip = await this.packages.open(sessionOf(request).actor, mustBeUuid(id), item);
    await reply
      .header('content-type', 'application/zip')
      .header('content-disposition', 'attachment; filename="paket.zip"')
      .header('cache-control', 'no-store')
      .send(zip);
  }

  private async answered(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    input: StepInput,
    act: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await act();
      await reply.redirect(`/vorgaenge/${id}/uebertragung?getan=1`, 303);
    } catch (error) {
      const fields = problemsOf(error);
      await this.send(request, reply, id, input, fields, false);
    }
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    input: StepInput,
    problems: readonly FieldProblem[],
    saved: boolean,
  ): Promise<void> {
    const { actor, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const row = await this.requests.get(actor, mustBeUuid(id));
    const seen = await this.views.view(context, actor, row);
    const page = CasePartPage({
      ...{ context, id, csrfToken, version: row.version, ...seen, saved, current: 'portability' },
      ...{ path: `/vorgaenge/${id}/uebertragung`, form: this.views.form(context, row, input) },
      errors: errorsOf(context.texts, problems),
    });
    await this.pages.send(request, reply, seen.title, page, problems.length === 0 ? 200 : 422);
  }
}
