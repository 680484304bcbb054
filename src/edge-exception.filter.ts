import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal, type RefusalCode } from './domain/problem.js';
import { languageOf } from './api/language.js';
import { detailsOfRefusal, problemDetails, statusOf, type ProblemDetails } from './api/problem-details.js';
import { isUnavailable, NOT_IN_REPERTOIRE, sqlStateOf } from './platform/database/sql-state.js';
import { callerOf } from './identity/access.js';
import { KeptForms } from './identity/kept-forms.js';
import { AnswerInterceptor } from './platform/http/answer.interceptor.js';
import { isForPrograms } from './platform/http/program-paths.js';
import { readSentForm, type SentForm } from './platform/http/sent-form.js';
import { Measures } from './platform/metrics/measures.js';
import { LOGGER, type Log } from './platform/logging/log.js';
import { page } from './web/shell/page.js';
import { Pages } from './web/shell/pages.service.js';
import { RefusalPage } from './web/shell/refusal.page.js';

const RETRY_AFTER_SECONDS = 5;
/** What a page's own script sends by itself, such as a draft: it stands on the page still. */
const SCRIPT_HEADER = 'x-forthwith-script';
/** Longer ones are none of our pages. */
const PATH_LIMIT = 500;

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
    @Inject(KeptForms) private readonly keptForms: KeptForms,
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
    const kept = await this.kept(request, code);
    if (isForPrograms(request.url)) {
      await this.answerProgram(error, code, request, reply);
    } else if (kept !== undefined && code === 'form-expired') {
      await reply.redirect(`/weiter/${kept}`, 303);
    } else if (code === 'second-factor-due' && kept === undefined) {
      await reply.redirect('/konto/zweiter-faktor', 303);
    } else if (code === 'not-signed-in') {
      await reply.redirect(signInAddress(request, kept), 303);
    } else {
      const context = this.pages.context(request);
      const { title } = context.texts.refusals[code];
      const answer = page({ context }, title, RefusalPage({ context, code, kept }), { status: statusOf(code) });
      await reply.send(this.answers.write(reply, answer));
    }
  }

  /**
   * What somebody typed and could not get rid of is kept for them, whatever the reason (P13): the session has ended, a
   * colleague was faster, the database is away. Its id; undefined where there is nothing to keep, or nobody to keep it for.
   */
  private async kept(request: FastifyRequest, code: RefusalCode | 'defect'): Promise<string | undefined> {
    const byHand = request.headers[SCRIPT_HEADER] === undefined;
    if (request.method !== 'POST' || !byHand || isForPrograms(request.url) || request.url.length > PATH_LIMIT) {
      return undefined;
    }
    try {
      const session = callerOf(request)?.session;
      const current = session && { userId: session.userId, organisationId: session.organisationId };
      const sent = await readSentForm(request);
      const ended = code === 'not-signed-in' || code === 'form-expired';
      return ended || holdsWords(sent) ? await this.keptForms.keep(request.url, sent, current) : undefined;
    } catch (failure) {
      // Whoever sent it hears of the first error all the same.
      this.log.error({ err: failure, route: request.routeOptions.url }, 'a form could not be kept');
      return undefined;
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

/** Something that would have to be written or chosen again; a button or a tick is quickly pressed anew. */
function holdsWords({ body, files }: SentForm): boolean {
  return (
    files.length > 0 || Object.values(body ?? {}).some((value) => typeof value === 'string' && /\S\s+\S/.test(value))
  );
}

/** Where to sign in, and where to go on afterwards; said with why, when it happened to somebody who was sending a form. */
function signInAddress(request: FastifyRequest, kept: string | undefined): string {
  if (request.method === 'GET') {
    return `/anmelden?weiter=${encodeURIComponent(request.url)}`;
  }
  const back = kept === undefined ? '' : `&weiter=${encodeURIComponent(`/weiter/${kept}`)}`;
  return `/anmelden?grund=${kept === undefined ? 'abgemeldet' : 'aufgehoben'}${back}`;
}

/** Its connection broke before all of the request had come. */
function hasGone({ raw }: FastifyRequest): boolean {
  return !raw.complete && (raw.destroyed || raw.socket.destroyed);
}
