import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What answers by HEAD as well: places that hold nothing about anybody. */
const OPEN_TO_HEAD = /^\/(health|metrics|assets|log|favicon\.ico|api\/openapi\.json)(\/|\?|$)/;

/**
 * What holds for every answer: nothing is stored on the way unless the answer itself says so, and a page is not asked
 * for by HEAD, which scanners of mail do: reading is an entry, and nobody has read anything.
 */
export function guardAnswers(server: FastifyInstance): void {
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (!reply.hasHeader('cache-control')) {
      void reply.header('cache-control', 'no-store');
    }
    done(null, payload);
  });
  server.addHook('onRequest', (request, reply, done) => {
    if (request.method === 'HEAD' && !OPEN_TO_HEAD.test(request.url.slice(0, 100))) {
      void reply.status(405).header('allow', 'GET').send();
      return;
    }
    done();
  });
}

/** For what is refused before any hook runs, such as an address that cannot be decoded. */
export function answerUnroutable(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  void reply
    .status(error.statusCode ?? 400)
    .headers({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
      'content-type': 'application/problem+json; charset=utf-8',
    })
    .send(JSON.stringify({ type: 'about:blank', status: error.statusCode ?? 400, title: 'Bad Request' }));
}
