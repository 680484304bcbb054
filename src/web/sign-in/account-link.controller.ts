import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isRefusal, type FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { AccountLinks, type OpenedLink } from '../../identity/accounts/account-links.service.js';
import { AttemptLimit } from '../../identity/attempt-limit.js';
import { SIGN_IN_COOKIE } from '../../identity/cookies.js';
import { BeforeSignIn, SecretLink } from '../../identity/form-token.guard.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { errorsOf } from '../shell/components/form.js';
import { orShow, readForm, text } from '../shell/form-body.js';
import { page } from '../shell/page.js';
import { Visit } from '../shell/visit.js';
import { AccountLinkPage, ForgottenPage, UnknownLinkPage } from './account-link.page.js';
import { formTokenBeforeSignIn, mustBeOwnForm } from './before-sign-in.js';
import { WhomToAsk } from './whom-to-ask.js';

/** How people get into their account without knowing a password. Looking at a link changes nothing. */
@ApiExcludeController()
@Controller()
@Allow('public')
export class AccountLinkController {
  constructor(
    @Inject(AccountLinks) private readonly links: AccountLinks,
    @Inject(AttemptLimit) private readonly attempts: AttemptLimit,
    @Inject(WhomToAsk) private readonly whomToAsk: WhomToAsk,
  ) {}

  @Get('zugang/:token')
  @SecretLink()
  async open(@Visit() visit: Visit, @Param('token') secret: string): Promise<Answer> {
    const link = await this.linkOf(visit, secret);
    return link === undefined ? this.unknown(visit) : show(visit, link, secret);
  }

  @Post('zugang/:token')
  @SecretLink()
  async accept(@Visit() visit: Visit, @Param('token') secret: string, @Body() body: Form): Promise<Answer> {
    const link = await this.linkOf(visit, secret);
    if (link === undefined) {
      return this.unknown(visit);
    }
    if (link.state !== 'open') {
      return show(visit, link, secret, [], 410);
    }
    const { password } = readForm(body, { password: text() }).values;
    return orShow(
      [],
      async () => {
        await this.links.accept(secret, password);
        return redirect('/anmelden?fertig=1');
      },
      (problems) => show(visit, link, secret, problems, 422),
    );
  }

  @Get('kennwort-vergessen')
  async askAddress(@Visit() visit: Visit): Promise<Answer> {
    return this.showForgotten(visit, 'asked');
  }

  @Post('kennwort-vergessen')
  @BeforeSignIn()
  async forgotten(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { csrf, email } = readForm(body, { csrf: text(), email: text() }).values;
    try {
      mustBeOwnForm(visit, csrf);
      await this.links.forgotten(email, visit.remoteAddress);
    } catch (error) {
      if (isRefusal(error, 'form-expired')) {
        return this.showForgotten(visit, 'asked', 422);
      }
      if (isRefusal(error, 'too-many-attempts')) {
        return this.showForgotten(visit, 'too-many', 429);
      }
      throw error;
    }
    return this.showForgotten(visit, 'sent');
  }

  /** Undefined: no link of ours, which is answered the later the more were tried. One of ours is never held up. */
  private async linkOf({ remoteAddress }: Visit, secret: string): Promise<OpenedLink | undefined> {
    try {
      return await this.links.open(secret);
    } catch (error) {
      if (!isRefusal(error, 'not-found')) {
        throw error;
      }
      await this.attempts.slowDown('account-link', remoteAddress);
      return undefined;
    }
  }

  private async unknown(visit: Visit): Promise<Answer> {
    const { context } = visit;
    const content = UnknownLinkPage({ context, ask: await this.whomToAsk.of(visit) });
    return page(visit, context.texts.refusals['link-over'].title, content, { status: 404, hidden: true });
  }

  private async showForgotten(visit: Visit, state: 'asked' | 'sent' | 'too-many', status = 200): Promise<Answer> {
    const { context } = visit;
    const csrfToken = formTokenBeforeSignIn(visit);
    const content = ForgottenPage({ context, csrfToken, ask: await this.whomToAsk.of(visit), state });
    const cookies = [{ name: SIGN_IN_COOKIE, value: csrfToken }];
    return page(visit, context.texts.accounts.forgotten.title, content, { status, cookies });
  }
}

function show(
  visit: Visit,
  link: OpenedLink,
  secret: string,
  problems: readonly FieldProblem[] = [],
  status = 200,
): Answer {
  const { context } = visit;
  const content = AccountLinkPage({ context, link, secret, errors: errorsOf(context.texts, problems) });
  return page(visit, context.texts.accounts.own.title, content, { status, hidden: true });
}
