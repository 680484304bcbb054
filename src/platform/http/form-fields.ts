import type { FastifyInstance } from 'fastify';
import { plainText } from '../../domain/plain-text.js';
import { refuse } from '../../domain/problem.js';

/** More than any form of ours has, with a box for each of many. */
const FIELDS_LIMIT = 1_000;
const FORM = 'application/x-www-form-urlencoded';

/** What forms without files send, cleaned as those with files are, and bounded in number. */
export function cleanFormFields(server: FastifyInstance): void {
  server.addHook('preValidation', (request, _reply, done) => {
    const { body } = request;
    if (!(request.headers['content-type'] ?? '').startsWith(FORM) || typeof body !== 'object' || body === null) {
      return done();
    }
    const fields = body as Record<string, unknown>;
    const names = Object.keys(fields);
    const count = names.reduce((sum, name) => sum + [fields[name]].flat().length, 0);
    if (count > FIELDS_LIMIT) {
      refuse('invalid-input', { fields: [{ field: 'fields', code: 'too-many', limit: FIELDS_LIMIT }] });
    }
    for (const name of names) {
      const value = fields[name];
      fields[name] = Array.isArray(value) ? value.map(cleaned) : cleaned(value);
    }
    done();
  });
}

function cleaned(value: unknown): unknown {
  return typeof value === 'string' ? plainText(value) : value;
}
