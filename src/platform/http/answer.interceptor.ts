import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type {} from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { CONFIG, type Config } from '../config/config.js';
import { LOGGER, type Log } from '../logging/log.js';
import { Answer } from './answer.js';
import { cookieName } from './host-cookies.js';

/** Writes out every `Answer` that a handler returns; what else is returned goes its way as JSON. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((value: unknown) => (value instanceof Answer ? this.write(reply, value) : value)));
  }

  /** Status, headers and cookies; returns the body that is still to be sent. */
  write(reply: FastifyReply, { status, headers, cookies, body, sent }: Answer): Answer['body'] {
    void reply.status(status).headers(headers);
    const secure = this.config.baseUrl.startsWith('https:');
    for (const { name: ours, value, maxAgeSeconds } of cookies) {
      const name = cookieName(ours, this.config.baseUrl);
      void (value === undefined
        ? reply.clearCookie(name, { path: '/', secure })
        : reply.setCookie(name, value, {
            path: '/',
            httpOnly: true,
            sameSite: 'lax',
            secure,
            ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }),
          }));
    }
    if (sent !== undefined) {
      // Nobody waits for it: the response is on its way, and a failure here can only be told to the operator.
      void writtenWhole(reply)
        .then(sent)
        .catch((error: unknown) => {
          this.log.error({ err: error, route: reply.request.routeOptions.url }, 'work after the response failed');
        });
    }
    return body;
  }
}

/** Whether all of the response was written: known when it is, or when its connection has broken before. */
function writtenWhole({ raw }: FastifyReply): Promise<boolean> {
  // Once its connection is gone, a response calls itself finished: the socket itself knows what it still holds.
  const { socket } = raw;
  return new Promise((resolve) => {
    raw.once('finish', () => resolve(socket !== null && !socket.destroyed && socket.writableLength === 0));
    raw.once('close', () => resolve(false));
  });
}
