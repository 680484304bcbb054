import { Param } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** `@Uuid('id') id: string`: a part of the address that names a row; a malformed one is a 404. */
export const Uuid = (name: string): ParameterDecorator => Param(name, { transform: mustBeUuid });

/** An id out of a form. A malformed one is a 404. @throws Refusal not-found */
export function mustBeUuid(id: string): string {
  return UUID.test(id) ? id : refuse('not-found', {});
}
