import { ParseUUIDPipe } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { NextStep } from '../domain/lifecycle/next-step.js';
import { refuse } from '../domain/problem.js';
import type { RightsRequestRow } from '../requests/request/rights-requests.repository.js';
import { requestView } from './request.view.js';

/** A request as the answer to a call: with the ETag that a change must name. */
export function shownRequest(row: RightsRequestRow, now: Date, next: NextStep | undefined, reply: FastifyReply) {
  asOf(row, reply);
  return requestView(row, now, next);
}

/** Which version of the request an answer is of; nobody keeps it. */
export function asOf(row: RightsRequestRow, reply: FastifyReply): void {
  void reply.header('etag', `"${row.version}"`).header('cache-control', 'no-store');
}

/** A malformed id is a 404. */
export function uuidOrNotFound(): ParseUUIDPipe {
  return new ParseUUIDPipe({ exceptionFactory: () => refuse('not-found', {}) });
}
