import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal, type RefusalCode } from './domain/problem.js';
import { languageOf } from './api/language.js';
import { detailsOfRefusal, problemDetails, statusOf, type ProblemDetails } from './api/problem-details.js';
import { isUnavailable, NOT_IN_REPERTOIRE, sqlStateOf } from './platform/database/sql-state.js';
import { AnswerInterceptor } from './platform/http/answer.interceptor.js';
import { isForPrograms } from './platform/http/program-paths.js';
import { Measures } from './platform/metrics/measures.js';
import { LOGGER, type Log } from './platform/logging/log.js';
import { page } from './web/shell/page.js';
import { Pages } from './web/shell/pages.service.js';
import { RefusalPage } from './web/shell/refusal.page.js';

const RETRY_AFTER_SECONDS = 5;

/** Errors of Fastify and of Nest, by what they mean to us. */
const FOREIGN: Readonly<Record<string, RefusalCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-body',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-body',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-body',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupported-media-type',
};
const BY_STATUS: Readonly<Record<number, RefusalCode>> = {
  400: 'malformed-body',
  404: 'not-found',
  405: 'not-found',
  413: 'too-large',
  415: 'unsupported-media-type',
};

/** The one place where an error becomes an answer: problem+json for programs, a page for people, never a stack trace. */
@Catch()
export class EdgeExceptionFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly log: Log,
    @Inject(Pages) private readonly pages: Pages,
    @Inject(AnswerInterceptor) private readonly answers: AnswerInterceptor,
    @Inject(Measures) private readonly measures: Measures,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (hasGone(request)) {
      // Nobody is left to answer, and nothing of ours has failed.
      this.log.debug({ method: request.method, route: request.routeOptions.url }, 'request given up by its sender');
      return;
    }
    const code = this.codeOf(error);
    this.measures.refused(code);
    if (code === 'defect' || code === 'unavailable') {
      // The route's pattern, not the address: addresses may carry words of people.
      this.log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'request failed');
    }
    if (reply.sent) {
      return;
    }
    if (code === 'unavailable') {
      void reply.header('retry-after', String(RETRY_AFTER_SECONDS));
    }
    if (isForPrograms(request.url)) {
      await this.answerProgram(error, code, request, reply);
    } else if (code === 'not-signed-in') {
      const back = request.method === 'GET' ? `?weiter=${encodeURIComponent(request.url)}` : '';
      await reply.redirect(`/anmelden${back}`, 303);
    } else {
      const context = this.pages.context(request);
      const { title } = context.texts.refusals[code];
      const answer = page({ context }, title, RefusalPage({ context, code }), { status: statusOf(code) });
      await reply.send(this.answers.write(reply, answer));
    }
  }

  private async answerProgram(
    error: unknown,
    code: RefusalCode | 'defect',
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const language = languageOf(request.headers['accept-language']);
    const details: ProblemDetails = isRefusal(error)
      ? detailsOfRefusal(error, language)
      : problemDetails(code, language);
    const retryAfter = details['retryAfterSeconds'];
    if (typeof retryAfter === 'number') {
      void reply.header('retry-after', String(retryAfter));
    }
    if (code === 'not-signed-in') {
      void reply.header('www-authenticate', 'Bearer');
    }
    await reply
      .status(details.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(details));
  }

  private codeOf(error: unknown): RefusalCode | 'defect' {
    if (isRefusal(error)) {
      return error.code;
    }
    const foreign = error as { code?: unknown; statusCode?: unknown } | null;
    const known = FOREIGN[String(foreign?.code)];
    if (known !== undefined) {
      return known;
    }
    if (isUnavailable(error)) {
      return 'unavailable';
    }
    // Such a text has come from outside: nothing of ours has one.
    if (sqlStateOf(error) === NOT_IN_REPERTOIRE) {
      return 'malformed-body';
    }
    const status = error instanceof HttpException ? error.getStatus() : Number(foreign?.statusCode);
    return BY_STATUS[status] ?? 'defect';
  }
}

/** Its connection broke before all of the request had come. */
function hasGone({ raw }: FastifyRequest): boolean {
  return !raw.complete && (raw.destroyed || raw.socket.destroyed);
}
