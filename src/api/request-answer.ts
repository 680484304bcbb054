import { ParseUUIDPipe } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { refuse } from '../domain/problem.js';
import type { RightsRequestRow } from '../requests/rights-requests.repository.js';
import { requestView } from './request.view.js';

/** A request as the answer to a call: with the ETag that a change must name. */
export function shownRequest(row: RightsRequestRow, now: Date, reply: FastifyReply) {
  void reply.header('etag', `"${row.version}"`).header('cache-control', 'no-store');
  return requestView(row, now);
}

/** An id that is none names nothing that exists. */
export function uuidOrNotFound(): ParseUUIDPipe {
  return new ParseUUIDPipe({ exceptionFactory: () => refuse('not-found', {}) });
}
