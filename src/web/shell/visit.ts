import { createParamDecorator, Inject, Injectable, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { civilDateIn, type CivilDate } from '../../domain/civil-date.js';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { callerOf } from '../../identity/access.js';
import type { Session } from '../../identity/sessions.service.js';
import { Clock } from '../../platform/clock.js';
import type { PageContext } from './page-context.js';
import { Pages } from './pages.service.js';

/** What a handler of a page knows about the request it answers: who asks, in which language, and when. */
export interface Visit {
  readonly context: PageContext;
  /** One moment for the whole answer. */
  readonly now: Date;
  /** The day it is, in the visitor's time zone. */
  readonly today: CivilDate;
  /** Of a page that is not public. @throws Refusal not-signed-in */
  readonly session: Session;
  /** Who acts: the user of the session. @throws Refusal not-signed-in */
  readonly actor: Actor;
  readonly remoteAddress: string;
  readonly cookies: Readonly<Record<string, string | undefined>>;
}

/** Makes the visit of a page out of the HTTP request. */
@Injectable()
export class VisitPipe implements PipeTransform<FastifyRequest, Promise<Visit>> {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async transform(request: FastifyRequest): Promise<Visit> {
    const now = this.clock.now();
    await this.pages.lookUpFaces(now);
    const context = {
      ...this.pages.context(request),
      alarms: await this.pages.alarmsFor(request),
      unread: await this.pages.unreadFor(request),
    };
    const session = callerOf(request)?.session;
    return {
      context,
      now,
      today: civilDateIn(now, context.timeZone),
      get session() {
        return session ?? refuse('not-signed-in', {});
      },
      get actor() {
        return (session ?? refuse('not-signed-in', {})).actor;
      },
      remoteAddress: request.ip,
      cookies: request.cookies,
    };
  }
}

const FromRequest = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>(),
);

/** `@Visit() visit: Visit` */
export const Visit = (): ParameterDecorator => FromRequest(VisitPipe);
