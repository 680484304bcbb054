import { SetMetadata, createParamDecorator, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../domain/problem.js';
import type { Actor, Role } from '../audit/actor.js';
import type { Session } from './sessions.service.js';

export const ACCESS = 'forthwith:access';

/** Who may call a route: anyone, anyone signed in, or the roles named. A route that does not say is closed. */
export type Access = 'public' | 'signed-in' | readonly Role[];

export function Allow(access: 'public' | 'signed-in'): CustomDecorator;
export function Allow(...roles: Role[]): CustomDecorator;
export function Allow(...access: string[]): CustomDecorator {
  const [first] = access;
  return SetMetadata(ACCESS, first === 'public' || first === 'signed-in' ? first : access);
}

/** What the guard found out about the caller; kept on the HTTP request. */
export interface Caller {
  readonly actor: Actor;
  /** Last day of an account that was made for an inspection: its steps are entries. */
  readonly endsOn: string | null;
  /** Undefined for a bearer token. */
  readonly session: Session | undefined;
}

const CALLERS = new WeakMap<FastifyRequest, Caller>();

export function setCaller(request: FastifyRequest, caller: Caller): void {
  CALLERS.set(request, caller);
}

export function callerOf(request: FastifyRequest): Caller | undefined {
  return CALLERS.get(request);
}

/** The acting user of a route that is not public. */
export const CurrentActor = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor =>
    callerOf(context.switchToHttp().getRequest<FastifyRequest>())?.actor ?? refuse('not-signed-in', {}),
);
