import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isRefusal, type RefusalCode, refuse } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { DEVICE_COOKIE, SESSION_COOKIE, SIGN_IN_COOKIE } from '../../identity/cookies.js';
import { SecurityTrail } from '../../identity/security-trail.js';
import { SessionsService } from '../../identity/sessions.service.js';
import { SignInService } from '../../identity/sign-in.service.js';
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
        : roles.includes('auditor')
          ? '/protokoll'
          : '/verwaltung';
    return redirect(roles.length === 0 ? '/anmelden' : start);
  }

  @Get('anmelden')
  @Allow('public')
  form(@Visit() visit: Visit, @Query('weiter') returnTo: unknown, @Query('grund') why: unknown): Answer {
    const ended = why === 'aufgehoben' || why === 'abgemeldet' ? why : undefined;
    return show(visit, { email: '', returnTo: safeReturn(returnTo), ended });
  }

  /** For a script before it sends a form: whether somebody is signed in still, and the token of this session. */
  @Get('sitzung')
  @Allow('public')
  standing(@Visit() { context }: Visit): Answer {
    return new Answer({
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify({ csrf: context.user?.csrfToken ?? null }),
    });
  }

  @Post('anmelden')
  @Allow('public')
  @BeforeSignIn()
  async enter(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { csrf, email, password, returnTo: asked } = readForm(body, SIGN_IN).values;
    const returnTo = safeReturn(asked);
    try {
      checkSignInForm(visit, csrf);
      const device = visit.cookies[DEVICE_COOKIE];
      const signedIn = await this.signIn.signIn({ email, password, remoteAddress: visit.remoteAddress, device });
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
      return show(visit, { email, returnTo, refusal: error.code });
    }
  }

  @Post('abmelden')
  @Allow('signed-in')
  async leave(@Visit() { cookies, session }: Visit): Promise<Answer> {
    await this.sessions.end(cookies[SESSION_COOKIE] ?? '');
    await this.trail.record('sign-in.ended', session);
    return redirect('/anmelden', { cookies: [{ name: SESSION_COOKIE, value: undefined }] });
  }
}

const SIGN_IN = { csrf: text(), email: text(), password: text(), returnTo: text() };

/** Before there is a session, the form's token is a random word that a cookie repeats. */
function show(
  visit: Visit,
  props: { email: string; returnTo: string; refusal?: RefusalCode; ended?: SignInProps['ended'] | undefined },
): Answer {
  const known = visit.cookies[SIGN_IN_COOKIE] ?? '';
  const csrfToken = known === '' ? randomBytes(32).toString('base64url') : known;
  const context = { ...visit.context, user: undefined };
  const status = props.refusal === undefined ? 200 : props.refusal === 'too-many-attempts' ? 429 : 422;
  return page(visit, context.texts.signIn.title, SignInPage({ context, csrfToken, ...props }), {
    status,
    cookies: [{ name: SIGN_IN_COOKIE, value: csrfToken }],
  });
}

function checkSignInForm({ cookies }: Visit, csrf: string): void {
  const expected = Buffer.from(cookies[SIGN_IN_COOKIE] ?? '');
  const given = Buffer.from(csrf);
  if (expected.length === 0 || expected.length !== given.length || !timingSafeEqual(expected, given)) {
    refuse('form-expired', {});
  }
}

/** Stands for wherever we run: an address that leads away from it leads out of the house. */
const HOUSE = 'https://house.invalid';

/** Back to where one came from, but only within this house: as browsers read the address, not as it is written. */
function safeReturn(value: unknown): string {
  const address = typeof value === 'string' && URL.canParse(value, HOUSE) ? new URL(value, HOUSE) : undefined;
  const leaves = address?.origin !== HOUSE || address.pathname.startsWith('//');
  return leaves || address.pathname.startsWith('/anmelden') ? '/' : `${address.pathname}${address.search}`;
}
