import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type {} from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../domain/problem.js';
import { isForPrograms } from '../platform/http/program-paths.js';
import { readSentForm } from '../platform/http/sent-form.js';
import { SESSION_COOKIE } from './cookies.js';
import { callerOf } from './access.js';
import { csrfMatches } from './sessions.service.js';

export const FORM_TOKEN = 'forthwith:form-token';

/** Why a route's form carries no token of a session. */
export type WithoutFormToken = 'secret-link' | 'before-sign-in' | 'signed-token';

/** A route whose address is the secret, without an account (decision 0011): no session that another site could ride on. */
export const SecretLink = (): ClassDecorator & MethodDecorator => SetMetadata(FORM_TOKEN, 'secret-link');

/** The sign-in itself: there is no session yet, and the handler checks a token of its own. */
export const BeforeSignIn = (): ClassDecorator & MethodDecorator => SetMetadata(FORM_TOKEN, 'before-sign-in');

/** Sent by a program that signs what it says: no browser, and no cookie that counts. */
export const SignedToken = (): ClassDecorator & MethodDecorator => SetMetadata(FORM_TOKEN, 'signed-token');

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Only a page of this very session may change anything (cross-site request forgery): on for every route, whoever adds
 * one. The token is the field `csrf` of the form, or the header `x-csrf-token`. It stands behind the `AccessGuard`, so
 * that nobody's upload is read who may not send one.
 */
@Injectable()
export class FormTokenGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (SAFE_METHODS.includes(request.method) || this.isWithoutToken(context) || isProgramsOwn(request)) {
      return true;
    }
    const cookie = request.cookies[SESSION_COOKIE];
    const session = callerOf(request)?.session;
    if (
      cookie === undefined ||
      session === undefined ||
      !csrfMatches(cookie, session.organisationId, await formTokenIn(request))
    ) {
      refuse('form-expired', {});
    }
    return true;
  }

  private isWithoutToken(context: ExecutionContext): boolean {
    const why = this.reflector.getAllAndOverride<WithoutFormToken | undefined>(FORM_TOKEN, [
      context.getHandler(),
      context.getClass(),
    ]);
    return why !== undefined;
  }
}

/** The token that came with a form, whoever it belongs to. */
export async function formTokenIn(request: FastifyRequest): Promise<unknown> {
  return request.headers['x-csrf-token'] ?? (await readSentForm(request)).body?.['csrf'];
}

/**
 * A program's request on a route for programs. With a bearer token there is no cookie to ride on; a page that speaks to
 * the API with its session sends JSON, which a page of another site cannot do without asking first, and is never
 * allowed to. A form sent there with a session is treated like any form.
 */
function isProgramsOwn(request: FastifyRequest): boolean {
  return (
    isForPrograms(request.routeOptions.url ?? '') &&
    (callerOf(request)?.session === undefined ||
      /^application\/json(?:\s*;|$)/i.test(request.headers['content-type'] ?? ''))
  );
}
