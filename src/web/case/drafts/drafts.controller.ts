import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { DraftsService } from '../../../requests/form-drafts/form-drafts.service.js';
import { draftTag, knownTag } from './draft-tag.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import { mustBeUuid } from '../case-views.js';
import type { Form } from '../../shell/form-body.js';

/** Where forms of a request leave what is being typed, and where it is thrown away. */
@ApiExcludeController()
@Controller('vorgaenge/:id/entwurf/:kind')
@Allow('dpo')
export class DraftsController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(DraftsService) private readonly drafts: DraftsService,
  ) {}

  /** With `If-Match`: 412 when another window has changed the draft meanwhile. */
  @Post()
  async save(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('kind') kind: string,
    @Body() body: Form,
  ): Promise<void> {
    const { csrf, ...typed } = body ?? {};
    this.pages.checkForm(request, csrf);
    const fields = Object.fromEntries(
      Object.entries(typed).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value.replaceAll('\r\n', '\n')] as const] : [],
      ),
    );
    const { actor } = sessionOf(request);
    const known = knownTag(request);
    if (known === undefined) {
      await this.drafts.save(actor, mustBeUuid(id), kind, fields);
    } else if (!(await this.drafts.saveOver(actor, mustBeUuid(id), kind, fields, (now) => draftTag(now) === known))) {
      return void (await reply.status(412).send());
    }
    await reply.status(204).header('etag', draftTag(fields)).send();
  }

  @Post('verwerfen')
  async discard(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('kind') kind: string,
    @Body() body: Form,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const own = `/vorgaenge/${mustBeUuid(id)}`;
    await this.drafts.discard(sessionOf(request).actor, id, kind);
    await reply.redirect(backTo(own, body?.['zurueck']), 303);
  }
}

/** Only to a page of the same request. @throws Refusal not-found */
function backTo(own: string, asked: unknown): string {
  const path = typeof asked === 'string' && /^[\w/?=&-]+$/.test(asked) ? asked : own;
  return path === own || path.startsWith(`${own}/`) ? path : refuse('not-found', {});
}
