import { Inject, Injectable } from '@nestjs/common';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ComponentChildren } from 'preact';
import { refuse } from '../../domain/problem.js';
import { callerOf } from '../../identity/access.js';
import { SESSION_COOKIE } from '../../identity/access.guard.js';
import { csrfMatches, type Session } from '../../identity/sessions.service.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { MAILBOX } from '../../platform/mail/mail-settings.js';
import { renderPage } from './layout.js';
import type { PageContext } from './page-context.js';
import { textsIn, type Language } from '../texts/texts.js';

const LANGUAGE_COOKIE = 'forthwith_language';
const KEYS_COOKIE = 'forthwith_keys';
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What every page controller needs: who is there, which language, and HTML on its way out. */
@Injectable()
export class Pages {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(MAILBOX) private readonly mailbox: unknown,
  ) {}

  context(request: FastifyRequest): PageContext {
    const session = callerOf(request)?.session;
    const language = languageOf(request, session);
    return {
      texts: textsIn(language),
      language,
      timeZone: session?.timeZone ?? 'Europe/Berlin',
      path: request.url,
      organisation:
        session === undefined ? undefined : { name: session.organisationName, slug: session.organisationSlug },
      user:
        session === undefined
          ? undefined
          : { email: session.email, roles: session.roles, csrfToken: session.csrfToken },
      demo: this.mailbox !== undefined,
    };
  }

  async send(
    request: FastifyRequest,
    reply: FastifyReply,
    title: string,
    content: ComponentChildren,
    status = 200,
  ): Promise<void> {
    const context = this.context(request);
    this.rememberLanguage(request, reply);
    await reply
      .status(status)
      .header('content-type', 'text/html; charset=utf-8')
      // Pages show content: no cache keeps it, and the back button asks again.
      .header('cache-control', 'no-store')
      .send(renderPage(context, title, content));
  }

  /** Only after a form of this very session. @throws Refusal form-expired */
  checkForm(request: FastifyRequest, csrf: unknown): void {
    const cookie = request.cookies[SESSION_COOKIE];
    if (cookie === undefined || !csrfMatches(cookie, csrf)) {
      refuse('form-expired', {});
    }
  }

  /** Single keys are switched off in this browser (WCAG 2.1.4). */
  keysOff(request: FastifyRequest): boolean {
    return request.cookies[KEYS_COOKIE] === 'off';
  }

  switchKeys(reply: FastifyReply, on: boolean): void {
    this.cookie(reply, KEYS_COOKIE, on ? 'on' : 'off', YEAR_SECONDS);
  }

  cookie(reply: FastifyReply, name: string, value: string, maxAge?: number): void {
    void reply.setCookie(name, value, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.baseUrl.startsWith('https:'),
      ...(maxAge === undefined ? {} : { maxAge }),
    });
  }

  private rememberLanguage(request: FastifyRequest, reply: FastifyReply): void {
    const asked = (request.query as { lang?: unknown }).lang;
    if (asked === 'de' || asked === 'en') {
      this.cookie(reply, LANGUAGE_COOKIE, asked, YEAR_SECONDS);
    }
  }
}

/** The session of a page that is not public. @throws Refusal not-signed-in */
export function sessionOf(request: FastifyRequest): Session {
  return callerOf(request)?.session ?? refuse('not-signed-in', {});
}

/** Asked for in the address, chosen before, the browser's own; German otherwise. */
function languageOf(request: FastifyRequest, session: Session | undefined): Language {
  const asked = (request.query as { lang?: unknown }).lang;
  const chosen = asked ?? request.cookies[LANGUAGE_COOKIE];
  if (chosen === 'de' || chosen === 'en') {
    return chosen;
  }
  const accepted = (request.headers['accept-language'] ?? '').toLowerCase().match(/\b(de|en)\b/)?.[1];
  return accepted === 'en' ? 'en' : (session?.locale ?? 'de');
}
