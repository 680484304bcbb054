import type { FastifyInstance } from 'fastify';
import { plainText } from '../../domain/plain-text.js';
const FORM = 'application/x-www-form-urlencoded';

/** What forms without files send, cleaned as those with files are. */
export function cleanFormFields(server: FastifyInstance): void {
  server.addHook('preValidation', (request, _reply, done) => {
    const { body } = request;
    if (!(request.headers['content-type'] ?? '').startsWith(FORM) || typeof body !== 'object' || body === null) {
      return done();
    }
    const fields = body as Record<string, unknown>;
    for (const name of Object.keys(fields)) {
      const value = fields[name];
      fields[name] = Array.isArray(value) ? value.map(cleaned) : cleaned(value);
    }
    done();
  });
}

function cleaned(value: unknown): unknown {
  return typeof value === 'string' ? plainText(value) : value;
}
