import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal, type FieldProblem } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { AttemptLimit } from '../../../identity/attempt-limit.js';
import { IdentityCheckService } from '../../../requests/identity-check/identity-check.service.js';
import { errorsOf } from '../../shell/components/form.js';
import { ConfirmEndPage, ConfirmIdentityPage } from './confirm-identity.page.js';
import { Pages } from '../../shell/pages.service.js';
import { problemsOf } from '../../shell/form-body.js';

const UNKNOWN_LIMIT = 30;

/** Where the person enters the code they were sent. The link is the secret, so the form needs no token of a session. */
@ApiExcludeController()
@Controller()
@Allow('public')
export class ConfirmLinkController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(IdentityCheckService) private readonly identity: IdentityCheckService,
    @Inject(AttemptLimit) private readonly attempts: AttemptLimit,
  ) {}

  @Get('bestaetigen/:token')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('token') token: string): Promise<void> {
    const found = await this.find(request, token);
    await (found === undefined
      ? this.ended(request, reply, false)
      : this.form(request, reply, token, found.check.organisationName, []));
  }

  /** After the right code there is nothing behind the link any more: its thanks stand at an address of their own. */
  @Get('bestaetigt')
  async thanks(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.ended(request, reply, true);
  }

  @Post('bestaetigen/:token')
  async enter(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('token') token: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    const found = await this.find(request, token);
    if (found === undefined) {
      return this.ended(request, reply, false);
    }
    try {
      const typed = typeof body?.['code'] === 'string' ? body['code'] : '';
      await this.identity.enterCode(found.actor, found.check.id, typed);
      await reply.redirect('/bestaetigt', 303);
    } catch (error) {
      const fields = problemsOf(error);
      await this.form(request, reply, token, found.check.organisationName, fields);
    }
  }

  /** Undefined: no link of ours, and counted. @throws Refusal too-many-attempts */
  private async find(request: FastifyRequest, token: string) {
    await this.attempts.check('identity-link', request.ip, UNKNOWN_LIMIT);
    try {
      return await this.identity.byLink(token);
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'not-found') {
        throw error;
      }
      await this.attempts.count('identity-link', request.ip);
      return undefined;
    }
  }

  private async form(
    request: FastifyRequest,
    reply: FastifyReply,
    token: string,
    organisation: string,
    problems: readonly FieldProblem[],
  ): Promise<void> {
    const context = this.pages.context(request);
    const errors = errorsOf(context.texts, problems);
    const page = ConfirmIdentityPage({ context, organisation, address: `/bestaetigen/${token}`, errors });
    const { title } = context.texts.identityCheck.person;
    const robots = reply.header('x-robots-tag', 'noindex, nofollow');
    await this.pages.send(request, robots, title, page, problems.length === 0 ? 200 : 422);
  }

  private async ended(request: FastifyRequest, reply: FastifyReply, confirmed: boolean): Promise<void> {
    const context = this.pages.context(request);
    const { done, unknown } = context.texts.identityCheck.person;
    const page = ConfirmEndPage({ context, confirmed });
    const robots = reply.header('x-robots-tag', 'noindex, nofollow');
    await this.pages.send(request, robots, confirmed ? done : unknown.title, page, confirmed ? 200 : 404);
  }
}
