import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal, refuse, type RefusalCode } from '../../domain/problem.js';
import { Allow, callerOf } from '../../identity/access.js';
import { SESSION_COOKIE } from '../../identity/access.guard.js';
import { SessionsService } from '../../identity/sessions.service.js';
import { SignInService } from '../../identity/sign-in.service.js';
import { SignInPage } from './sign-in.page.js';
import { Pages } from '../shell/pages.service.js';

const SIGN_IN_COOKIE = 'forthwith_sign_in';

@ApiExcludeController()
@Controller()
export class SessionController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(SignInService) private readonly signIn: SignInService,
    @Inject(SessionsService) private readonly sessions: SessionsService,
  ) {}

  /** Everyone begins where their work is. */
  @Get()
  @Allow('public')
  async start(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const roles = callerOf(request)?.session?.roles ?? [];
    const start = roles.includes('dpo')
      ? '/vorgaenge'
      : roles.includes('staff')
        ? '/weitergeben'
        : roles.includes('auditor')
          ? '/protokoll'
          : '/verwaltung';
    await reply.redirect(roles.length === 0 ? '/anmelden' : start, 303);
  }

  @Get('anmelden')
  @Allow('public')
  async form(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('weiter') returnTo: unknown,
  ): Promise<void> {
    await this.show(request, reply, { email: '', returnTo: safeReturn(returnTo) });
  }

  @Post('anmelden')
  @Allow('public')
  async enter(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    const [email, password, returnTo] = [
      textOf(body?.['email']),
      textOf(body?.['password']),
      safeReturn(body?.['weiter']),
    ];
    try {
      this.checkSignInForm(request, body?.['csrf']);
      const token = await this.signIn.signIn({ email, password, remoteAddress: request.ip });
      this.pages.cookie(reply, SESSION_COOKIE, token);
      await reply.clearCookie(SIGN_IN_COOKIE, { path: '/' }).redirect(returnTo, 303);
    } catch (error) {
      if (!isRefusal(error)) {
        throw error;
      }
      await this.show(request, reply, { email, returnTo, refusal: error.code });
    }
  }

  @Post('abmelden')
  @Allow('signed-in')
  async leave(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    await this.sessions.end(request.cookies[SESSION_COOKIE] ?? '');
    await reply.clearCookie(SESSION_COOKIE, { path: '/' }).redirect('/anmelden', 303);
  }

  /** Before there is a session, the form's token is a random word that a cookie repeats. */
  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    props: { email: string; returnTo: string; refusal?: RefusalCode },
  ): Promise<void> {
    const context = this.pages.context(request);
    const csrfToken = request.cookies[SIGN_IN_COOKIE] ?? randomBytes(32).toString('base64url');
    this.pages.cookie(reply, SIGN_IN_COOKIE, csrfToken);
    const status = props.refusal === undefined ? 200 : props.refusal === 'too-many-attempts' ? 429 : 422;
    await this.pages.send(
      request,
      reply,
      context.texts.signIn.title,
      SignInPage({ context: { ...context, user: undefined }, csrfToken, ...props }),
      status,
    );
  }

  private checkSignInForm(request: FastifyRequest, csrf: unknown): void {
    const expected = Buffer.from(request.cookies[SIGN_IN_COOKIE] ?? '');
    const given = Buffer.from(textOf(csrf));
    if (expected.length === 0 || expected.length !== given.length || !timingSafeEqual(expected, given)) {
      refuse('form-expired', {});
    }
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Back to where one came from, but only within this house. */
function safeReturn(value: unknown): string {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) && !value.startsWith('/anmelden') ? value : '/';
}
