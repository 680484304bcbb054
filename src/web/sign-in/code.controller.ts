import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isRefusal, type RefusalCode } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { DEVICE_COOKIE, HALF_COOKIE, SESSION_COOKIE, SIGN_IN_COOKIE } from '../../identity/cookies.js';
import { BeforeSignIn } from '../../identity/form-token.guard.js';
import { SignInService } from '../../identity/sign-in.service.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { line, readForm, text } from '../shell/form-body.js';
import { page, YEAR_SECONDS } from '../shell/page.js';
import { Visit } from '../shell/visit.js';
import { formTokenBeforeSignIn, mustBeOwnForm } from './before-sign-in.js';
import { CodePage } from './code.page.js';
import { safeReturn } from './safe-return.js';
import { WhomToAsk } from './whom-to-ask.js';

/** The second step of the sign-in. */
@ApiExcludeController()
@Controller('anmelden/code')
@Allow('public')
export class CodeController {
  constructor(
    @Inject(SignInService) private readonly signIn: SignInService,
    @Inject(WhomToAsk) private readonly whomToAsk: WhomToAsk,
  ) {}

  @Get()
  async ask(@Visit() visit: Visit, @Query('weiter') returnTo: unknown): Promise<Answer> {
    return visit.cookies[HALF_COOKIE] === undefined ? redirect('/anmelden') : this.show(visit, safeReturn(returnTo));
  }

  @Post()
  @BeforeSignIn()
  async enter(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { csrf, code, returnTo: asked } = readForm(body, { csrf: text(), code: line(40), returnTo: text() }).values;
    const returnTo = safeReturn(asked);
    try {
      mustBeOwnForm(visit, csrf);
      const { session, device } = await this.signIn.finish(visit.cookies[HALF_COOKIE], code);
      return redirect(returnTo, {
        cookies: [
          { name: SESSION_COOKIE, value: session },
          { name: DEVICE_COOKIE, value: device, maxAgeSeconds: YEAR_SECONDS },
          { name: HALF_COOKIE, value: undefined },
          { name: SIGN_IN_COOKIE, value: undefined },
        ],
      });
    } catch (error) {
      if (!isRefusal(error)) {
        throw error;
      }
      return error.code === 'not-signed-in' ? redirect('/anmelden') : this.show(visit, returnTo, error.code);
    }
  }

  private async show(visit: Visit, returnTo: string, refusal?: RefusalCode): Promise<Answer> {
    const csrfToken = formTokenBeforeSignIn(visit);
    const context = { ...visit.context, user: undefined };
    const content = CodePage({
      context,
      csrfToken,
      returnTo,
      ask: await this.whomToAsk.of(visit),
      ...(refusal === undefined ? {} : { refusal }),
    });
    const status = refusal === undefined ? 200 : refusal === 'too-many-attempts' ? 429 : 422;
    const cookies = [{ name: SIGN_IN_COOKIE, value: csrfToken }];
    return page(visit, context.texts.accounts.factor.askTitle, content, { status, cookies });
  }
}
