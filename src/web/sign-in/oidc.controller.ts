import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow } from '../../identity/access.js';
import { OIDC_COOKIE, SESSION_COOKIE } from '../../identity/cookies.js';
import { SignedToken } from '../../identity/form-token.guard.js';
import { OidcClient } from '../../identity/oidc/oidc-client.js';
import { OidcSignIn } from '../../identity/oidc/oidc-sign-in.service.js';
import { Answer, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { readForm, text } from '../shell/form-body.js';
import { safeReturn } from './safe-return.js';

const FLOW_SECONDS = 10 * 60;

/** Signing in and out at an OpenID provider. */
@ApiExcludeController()
@Controller('anmelden/dienst/:provider')
@Allow('public')
export class OidcController {
  constructor(
    @Inject(OidcClient) private readonly client: OidcClient,
    @Inject(OidcSignIn) private readonly signIn: OidcSignIn,
  ) {}

  /** Changes nothing here: what the browser must bring back is in its cookie. */
  @Get()
  async begin(@Param('provider') id: string, @Query('weiter') returnTo: unknown): Promise<Answer> {
    const { address, cookie } = await this.client.begin(this.client.provider(id), safeReturn(returnTo));
    return redirect(address, {
      status: 302,
      cookies: [{ name: OIDC_COOKIE, value: cookie, maxAgeSeconds: FLOW_SECONDS }],
    });
  }

  /** The protocol answers by a GET. What it brings works once, and only in the browser where it was begun. */
  @Get('zurueck')
  async finish(@Param('provider') id: string, @Req() request: FastifyRequest): Promise<Answer> {
    const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
    const { session, returnTo } = await this.signIn.finish(
      this.client.provider(id),
      query,
      request.cookies[OIDC_COOKIE],
    );
    return redirect(safeReturn(returnTo), {
      cookies: [
        { name: SESSION_COOKIE, value: session },
        { name: OIDC_COOKIE, value: undefined },
      ],
    });
  }

  /** Told by the provider, not by a browser (OpenID Connect Back-Channel Logout 1.0). */
  @Post('abmeldung')
  @HttpCode(200)
  @SignedToken()
  async logOut(@Param('provider') id: string, @Body() body: Form): Promise<Answer> {
    const { logout_token: token } = readForm(body, { logout_token: text() }).values;
    await this.signIn.logOut(this.client.provider(id), token);
    return new Answer({ status: 200, headers: { 'cache-control': 'no-store' } });
  }
}
