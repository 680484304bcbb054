import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../../domain/problem.js';

/** Fields of a form: more than any of ours has, with a box for each of many. */
export const FORM_FIELDS_LIMIT = 1_000;
/** Values in a JSON body, and how deep they lie within each other. */
const JSON_VALUES_LIMIT = 5_000;
const JSON_DEPTH_LIMIT = 32;

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/**
 * JSON and forms are counted in one pass over their bytes before anything is made of them: a body of 4 MB may hold four
 * million lists, or 100,000 fields, and what is done with each of them is done while everybody waits (CWE-770).
 */
export function countBodies(application: NestFastifyApplication): void {
  const parseJson = application.getHttpAdapter().getInstance().getDefaultJsonParser('error', 'error');
  application.useBodyParser(JSON_TYPE, undefined, (request: FastifyRequest, body: Buffer, done) => {
    if (!isModestJson(body)) {
      refuse('invalid-input', { fields: [{ field: 'body', code: 'too-many', limit: JSON_VALUES_LIMIT }] });
    }
    // Its types say text; bytes are what it is given by default, too.
    void parseJson(request, body as unknown as string, done);
  });
  application.useBodyParser(FORM_TYPE, undefined, (_request: FastifyRequest, body: Buffer, done) => {
    if (!isModestForm(body)) {
      refuse('invalid-input', { fields: [{ field: 'fields', code: 'too-many', limit: FORM_FIELDS_LIMIT }] });
    }
    const fields = fieldsOf(body.toString());
    if (Object.hasOwn(fields, '__proto__')) {
      // Copied onto another object it would replace that one's prototype.
      refuse('malformed-body', {});
    }
    done(null, fields);
  });
}

/** Whether it holds no more values than anybody means. Of what is no JSON the parser says so. */
export function isModestJson(body: Uint8Array): boolean {
  let [depth, values, inText] = [0, 0, false];
  for (let at = 0; at < body.length; at += 1) {
    switch (body[at]) {
      case 0x22: // "
        inText = !inText;
        break;
      case 0x5c: // \ takes what follows it along
        at += inText ? 1 : 0;
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth += inText ? 0 : 1;
        values += inText ? 0 : 1;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= inText ? 0 : 1;
        break;
      case 0x2c: // ,
        values += inText ? 0 : 1;
        break;
      default:
    }
    if (depth > JSON_DEPTH_LIMIT || values > JSON_VALUES_LIMIT) {
      return false;
    }
  }
  return true;
}

export function isModestForm(body: Buffer): boolean {
  let fields = 1;
  for (let at = body.indexOf('&'); at >= 0; at = body.indexOf('&', at + 1)) {
    fields += 1;
    if (fields > FORM_FIELDS_LIMIT) {
      return false;
    }
  }
  return true;
}

/** By name, in order; several values as a list (WHATWG URL, s5.1). An object without a prototype: any name is just a name. */
export function fieldsOf(text: string): Record<string, string | string[]> {
  const fields = Object.create(null) as Record<string, string | string[]>;
  for (const field of text.split('&')) {
    if (field !== '') {
      const equals = field.indexOf('=');
      const name = decoded(equals < 0 ? field : field.slice(0, equals));
      const value = equals < 0 ? '' : decoded(field.slice(equals + 1));
      const before = fields[name];
      fields[name] = before === undefined ? value : [before, value].flat();
    }
  }
  return fields;
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
