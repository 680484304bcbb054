import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isRefusal, refuse } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { DEVICE_COOKIE, HALF_COOKIE, SESSION_COOKIE, SIGN_IN_COOKIE } from '../../identity/cookies.js';
import { SecurityTrail } from '../../identity/security-trail.js';
import { csrfTokenOf, SessionsService } from '../../identity/sessions.service.js';
import { SignInService } from '../../identity/sign-in.service.js';
import { OidcClient } from '../../identity/oidc/oidc-client.js';
import { safeReturn } from './safe-return.js';
import { formTokenBeforeSignIn, mustBeOwnForm } from './before-sign-in.js';
import { WhomToAsk } from './whom-to-ask.js';
import { SignInPage, type SignInProps } from './sign-in.page.js';
import { Visit } from '../shell/visit.js';
import { page } from '../shell/page.js';
import { Answer, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { readForm, text } from '../shell/form-body.js';
import { BeforeSignIn } from '../../identity/form-token.guard.js';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

@ApiExcludeController()
@Controller()
export class SessionController {
  constructor(
    @Inject(SignInService) private readonly signIn: SignInService,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(SecurityTrail) private readonly trail: SecurityTrail,
    @Inject(WhomToAsk) private readonly whomToAsk: WhomToAsk,
    @Inject(OidcClient) private readonly oidc: OidcClient,
  ) {}

  /** Everyone begins where their work is. */
  @Get()
  @Allow('public')
  start(@Visit() { context }: Visit): Answer {
    const roles = context.user?.roles ?? [];
    const start = roles.includes('dpo')
      ? '/vorgaenge'
      : roles.includes('staff')
        ? '/weitergeben'
        : roles.includes('decider')
          ? '/auftraege'
          : roles.includes('auditor')
            ? '/protokoll'
            : '/verwaltung';
    return redirect(roles.length === 0 ? '/anmelden' : start);
  }

  @Get('anmelden')
  @Allow('public')
  form(
    @Visit() visit: Visit,
    @Query('weiter') returnTo: unknown,
    @Query('fertig') done: unknown,
    @Query('grund') why: unknown,
  ): Promise<Answer> {
    const ended = why === 'aufgehoben' || why === 'abgemeldet' ? why : undefined;
    return this.show(visit, { email: '', returnTo: safeReturn(returnTo), done: done === '1', ended });
  }

  /**
   * For a script before it sends a form: whether somebody is signed in still who may send it, and the token of this
   * session in the organisation that the page shows.
   */
  @Get('sitzung')
  @Allow('public')
  standing(@Visit() { context, cookies }: Visit, @Query('organisation') shown: unknown): Answer {
    const known = context.organisations.find(({ id }) => id === shown);
    const own = shown === undefined || shown === '' ? context.user?.csrfToken : undefined;
    const csrf = known === undefined ? own : csrfTokenOf(cookies[SESSION_COOKIE] ?? '', known.id);
    return new Answer({
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify({ csrf: csrf ?? null }),
    });
  }

  @Post('anmelden')
  @Allow('public')
  @BeforeSignIn()
  async enter(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { csrf, email, password, returnTo: asked } = readForm(body, SIGN_IN).values;
    const returnTo = safeReturn(asked);
    try {
      mustBeOwnForm(visit, csrf);
      const device = visit.cookies[DEVICE_COOKIE];
      const signedIn = await this.signIn.signIn({ email, password, remoteAddress: visit.remoteAddress, device });
      if ('half' in signedIn) {
        return redirect(`/anmelden/code?weiter=${encodeURIComponent(returnTo)}`, {
          cookies: [{ name: HALF_COOKIE, value: signedIn.half }],
        });
      }
      return redirect(returnTo, {
        cookies: [
          { name: SESSION_COOKIE, value: signedIn.session },
          { name: DEVICE_COOKIE, value: signedIn.device, maxAgeSeconds: YEAR_SECONDS },
          { name: SIGN_IN_COOKIE, value: undefined },
        ],
      });
    } catch (error) {
      if (!isRefusal(error)) {
        throw error;
      }
      return await this.show(visit, { email, returnTo, refusal: error.code });
    }
  }

  private async show(visit: Visit, props: Omit<SignInProps, 'csrfToken' | 'ask' | 'providers'>): Promise<Answer> {
    const csrfToken = formTokenBeforeSignIn(visit);
    const context = { ...visit.context, user: undefined };
    const status = props.refusal === undefined ? 200 : props.refusal === 'too-many-attempts' ? 429 : 422;
    const content = SignInPage({
      context,
      csrfToken,
      ask: await this.whomToAsk.of(visit),
      providers: this.oidc.providers,
      ...props,
    });
    return page(visit, context.texts.signIn.title, content, {
      status,
      cookies: [{ name: SIGN_IN_COOKIE, value: csrfToken }],
    });
  }

  /** On in another organisation, at its start or where the form leads. What is not one's own does not exist. */
  @Post('organisation')
  @Allow('signed-in')
  async change(@Visit() { cookies, session }: Visit, @Body() body: Form): Promise<Answer> {
    const { organisation, returnTo } = readForm(body, { organisation: text(), returnTo: text() }).values;
    const wanted = session.organisations.find(({ id }) => id === organisation) ?? refuse('not-found', {});
    if (await this.sessions.move(cookies[SESSION_COOKIE] ?? '', session, wanted.id)) {
      await this.trail.record('sign-in.succeeded', { userId: session.userId, organisationId: wanted.id });
    }
    return redirect(safeReturn(returnTo));
  }

  @Post('abmelden')
  @Allow('signed-in')
  async leave(@Visit() { cookies, session }: Visit): Promise<Answer> {
    await this.sessions.end(cookies[SESSION_COOKIE] ?? '');
    await this.trail.record('sign-in.ended', session);
    const provider = this.oidc.providers.find(({ issuer }) => issuer === session.issuer);
    // Where the provider cannot be reached, one is signed out here all the same.
    const there = provider === undefined ? undefined : await this.oidc.endSession(provider).catch(() => undefined);
    return redirect(there ?? '/anmelden', { cookies: [{ name: SESSION_COOKIE, value: undefined }] });
  }
}

const SIGN_IN = { csrf: text(), email: text(), password: text(), returnTo: text() };
