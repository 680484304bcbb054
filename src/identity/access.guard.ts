import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type {} from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import { isForPrograms } from '../platform/http/program-paths.js';
import { isRefusal, refuse } from '../domain/problem.js';
import { actsAs } from '../audit/actor.js';
import { ACCESS, setCaller, type Access, type Caller } from './access.js';
import { InspectionTrail } from './inspection-trail.js';
import { formTokenIn } from './form-token.guard.js';
import { SessionsService, type Session } from './sessions.service.js';
import { SESSION_COOKIE } from './cookies.js';
import { TokenRate } from './token-rate.js';
import { TokensService, type TokenScope } from './tokens.service.js';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Stands before every route: finds out who calls, refuses what the route does not allow, closed by default (P8). */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(TokensService) private readonly tokens: TokensService,
    @Inject(InspectionTrail) private readonly trail: InspectionTrail,
    @Inject(TokenRate) private readonly rate: TokenRate,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = await this.identify(request).catch((error: unknown) => strangerWhere(access === 'public', error));
    if (caller !== undefined) {
      setCaller(request, caller);
    }
    if (access === 'public') {
      return true;
    }
    if (caller === undefined) {
      return refuse('not-signed-in', {});
    }
    if (access !== 'signed-in' && (access === undefined || !actsAs(caller.actor, ...access))) {
      return refuse('not-allowed', {});
    }
    if (caller.session?.factorDue === true && !leadsToFactor(request.routeOptions.url ?? '')) {
      return refuse('second-factor-due', {});
    }
    if (caller.endsOn !== null) {
      await this.trail.follow(caller.actor, request.method, request.routeOptions.url ?? '');
    }
    return true;
  }

  private async identify(request: FastifyRequest): Promise<Caller | undefined> {
    const authorization = request.headers.authorization;
    if (authorization !== undefined) {
      const token = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization)?.[1];
      const found = token === undefined ? null : await this.tokens.find(token);
      if (found === null) {
        return undefined;
      }
      this.rate.take(found.actor.label, performance.now());
      if (!scopeAllows(found.scope, request.method, request.routeOptions.url ?? '')) {
        refuse('not-allowed', {});
      }
      return { actor: found.actor, endsOn: found.endsOn, session: undefined };
    }
    const cookie = request.cookies[SESSION_COOKIE];
    const session = cookie === undefined ? null : await this.sessions.find(cookie);
    if (session === null) {
      return undefined;
    }
    this.refuseForeignOrigin(request);
    const meant = await this.asOfForm(request, cookie ?? '', session);
    return { actor: meant.actor, endsOn: meant.endsOn, session: meant };
  }

  /** With several organisations, a form is sent in the one that its page showed, and the session goes on there. */
  private async asOfForm(request: FastifyRequest, cookie: string, session: Session): Promise<Session> {
    const isForm = !SAFE_METHODS.includes(request.method) && !isForPrograms(request.routeOptions.url ?? '');
    if (!isForm || session.organisations.length < 2) {
      return session;
    }
    const organisation = this.sessions.organisationOfForm(session, cookie, await formTokenIn(request));
    if (organisation === undefined || organisation === session.organisationId) {
      return session;
    }
    await this.sessions.move(cookie, session, organisation);
    return (await this.sessions.find(cookie, organisation)) ?? session;
  }

  /**
   * A browser says where a request comes from; with a cookie, only our own pages may change anything. Forms carry a
   * token besides, which the FormTokenGuard asks for.
   */
  private refuseForeignOrigin(request: FastifyRequest): void {
    if (SAFE_METHODS.includes(request.method)) {
      return;
    }
    const site = request.headers['sec-fetch-site'];
    const origin = request.headers.origin;
    const foreign =
      site !== undefined ? site !== 'same-origin' && site !== 'none' : !sameHost(origin, request.headers.host);
    if (foreign) {
      refuse('form-expired', {});
    }
  }
}

/** @param route as it is declared, with its parameters' names */
export function scopeAllows(scope: TokenScope, method: string, route: string): boolean {
  switch (scope) {
    case 'all':
      return true;
    case 'read':
      // A preview is a question that needs a body.
      return SAFE_METHODS.includes(method) || /\/preview(\/|$)/.test(route);
    case 'intake':
      return (
        (method === 'POST' && route === '/api/v1/requests') ||
        (SAFE_METHODS.includes(method) && /^\/api\/v1\/requests\/:id(\/receipt)?$/.test(route))
      );
  }
}

/** Where somebody may go who has yet to set up a second factor. */
function leadsToFactor(route: string): boolean {
  return route.startsWith('/konto/zweiter-faktor') || ['/abmelden', '/organisation'].includes(route);
}

/** Whoever has no access any more is a stranger where strangers are welcome, such as at the sign-in. */
function strangerWhere(isPublic: boolean, error: unknown): undefined {
  if (isPublic && isRefusal(error, 'access-ended')) {
    return undefined;
  }
  throw error;
}

function sameHost(origin: string | undefined, host: string | undefined): boolean {
  // Without either header it is no browser, and the form's token decides.
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
