import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decide } from '../../../domain/lifecycle/lifecycle.js';
import type { FieldProblem } from '../../../domain/problem.js';
import { Clock } from '../../../platform/clock.js';
import { IdentityFileService } from '../../../requests/identity-check/identity-check-reading.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { errorsOf } from '../../shell/components/form.js';
import { IdentityCheckPage, type IdentityCheckProps, type IdentityNews } from './identity-check.page.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import { RequestViews } from '../case-views.js';

export interface IdentityShown {
  readonly form: IdentityCheckProps['form'];
  readonly problems?: readonly FieldProblem[];
  readonly news?: IdentityNews;
}

/** The page of a request's identity checks. */
@Injectable()
export class IdentityCheckViews {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(IdentityFileService) private readonly files: IdentityFileService,
    @Inject(RequestViews) private readonly views: RequestViews,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async send(
    request: FastifyRequest,
    reply: FastifyReply,
    row: RightsRequestRow,
    { form, problems = [], news = { what: undefined, clock: undefined } }: IdentityShown,
    status = 200,
  ): Promise<void> {
    const { actor, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const { id, reference } = row;
    const facts = { state: row.state, recordedAt: row.recordedAt.getTime() };
    const acts = this.views.actsOf(row);
    const page = IdentityCheckPage({
      ...{ context, id, reference, csrfToken, form, news },
      checks: await this.files.ofRequest(actor, id),
      mayBegin: decide('check-identity', facts, this.clock.now().getTime()).allowed,
      mayStop: acts.includes('request-identity'),
      mayResume: acts.includes('confirm-identity'),
      errors: errorsOf(context.texts, problems),
    });
    await this.pages.send(request, reply, context.texts.identityCheck.title(reference), page, status);
  }
}
