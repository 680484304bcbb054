import { Body, Controller, Headers, Inject, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { refuse } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { DraftsService } from '../../../requests/form-drafts/form-drafts.service.js';
import { draftTag } from '../draft-tag.js';
import { Visit } from '../../shell/visit.js';
import { type Answer, empty, redirect } from '../../../platform/http/answer.js';
import { Uuid } from '../../shell/route-params.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { fieldsIn, readForm, text } from '../../shell/form-body.js';

/** Where forms of a request leave what is being typed, and where it is thrown away. */
@ApiExcludeController()
@Controller('vorgaenge/:id/entwurf/:kind')
@Allow('dpo')
export class DraftsController {
  constructor(@Inject(DraftsService) private readonly drafts: DraftsService) {}

  /** With `If-Match`: 412 when another window has changed the draft meanwhile. */
  @Post()
  async save(
    @Visit() { actor }: Visit,
    @Uuid('id') id: string,
    @Param('kind') kind: string,
    @Headers('if-match') known: string | undefined,
    @Body() body: Form,
  ): Promise<Answer> {
    const { csrf, ...fields } = fieldsIn(body);
    if (known === undefined) {
      await this.drafts.save(actor, id, kind, fields);
    } else if (!(await this.drafts.saveOver(actor, id, kind, fields, (now) => draftTag(now) === known))) {
      return empty(412);
    }
    return empty(204, { etag: draftTag(fields) });
  }

  @Post('verwerfen')
  async discard(
    @Visit() { actor }: Visit,
    @Uuid('id') id: string,
    @Param('kind') kind: string,
    @Body() body: Form,
  ): Promise<Answer> {
    const { back } = readForm(body, { back: text() }).values;
    const page = backTo(`/vorgaenge/${id}`, back);
    await this.drafts.discard(actor, id, kind);
    return redirect(page);
  }
}

/** Only to a page of the same request. @throws Refusal not-found */
function backTo(own: string, asked: string): string {
  const path = /^[\w/?=&-]+$/.test(asked) ? asked : own;
  return path === own || path.startsWith(`${own}/`) ? path : refuse('not-found', {});
}
