import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FieldProblem, isRefusal } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { AttemptLimit } from '../../../identity/attempt-limit.js';
import { IdentityCheckService } from '../../../requests/identity-check/identity-check.service.js';
import { errorsOf } from '../../shell/components/form.js';
import { ConfirmEndPage, ConfirmIdentityPage } from './confirm-identity.page.js';
import { Pages } from '../../shell/pages.service.js';
import { Visit } from '../../shell/visit.js';
import { page } from '../../shell/page.js';
import { type Answer, redirect } from '../../../platform/http/answer.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { orShow, readForm, text } from '../../shell/form-body.js';
import { SecretLink } from '../../../identity/form-token.guard.js';

/** Where the person enters the code they were sent. The link is the secret, so the form needs no token of a session. */
@ApiExcludeController()
@Controller()
@Allow('public')
@SecretLink()
export class ConfirmLinkController {
  constructor(
    @Inject(IdentityCheckService) private readonly identity: IdentityCheckService,
    @Inject(AttemptLimit) private readonly attempts: AttemptLimit,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get('bestaetigen/:token')
  async show(@Visit() visit: Visit, @Param('token') token: string): Promise<Answer> {
    const found = await this.find(visit, token);
    return found === undefined
      ? this.ended(visit, false)
      : this.form(this.pages.at(visit, found.actor.organisationId), token, found.check.organisationName, []);
  }

  /** After the right code there is nothing behind the link any more: its thanks stand at an address of their own. */
  @Get('bestaetigt')
  thanks(@Visit() visit: Visit): Answer {
    return this.ended(visit, true);
  }

  @Post('bestaetigen/:token')
  async enter(@Visit() visit: Visit, @Param('token') token: string, @Body() body: Form): Promise<Answer> {
    const found = await this.find(visit, token);
    if (found === undefined) {
      return this.ended(visit, false);
    }
    const { values, problems } = readForm(body, { code: text() });
    return orShow(
      problems,
      async () => {
        await this.identity.enterCode(found.actor, found.check.id, values.code);
        return redirect('/bestaetigt');
      },
      (wrong) =>
        this.form(this.pages.at(visit, found.actor.organisationId), token, found.check.organisationName, wrong),
    );
  }

  /** Undefined: no link of ours, which is answered the later the more were tried. One of ours is never held up. */
  private async find({ remoteAddress }: Visit, token: string) {
    try {
      return await this.identity.byLink(token);
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'not-found') {
        throw error;
      }
      await this.attempts.slowDown('identity-link', remoteAddress);
      return undefined;
    }
  }

  private form(visit: Visit, token: string, organisation: string, problems: readonly FieldProblem[]): Answer {
    const { context } = visit;
    const errors = errorsOf(context.texts, problems);
    const content = ConfirmIdentityPage({ context, organisation, address: `/bestaetigen/${token}`, errors });
    const { title } = context.texts.identityCheck.person;
    return page(visit, title, content, { status: problems.length === 0 ? 200 : 422, hidden: true });
  }

  private ended(visit: Visit, confirmed: boolean): Answer {
    const { context } = visit;
    const { done, unknown } = context.texts.identityCheck.person;
    const content = ConfirmEndPage({ context, confirmed });
    return page(visit, confirmed ? done : unknown.title, content, { status: confirmed ? 200 : 404, hidden: true });
  }
}
