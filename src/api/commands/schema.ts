import { getSchemaPath } from '@nestjs/swagger';
import { CommandDto } from './command.js';
import { COMMAND_NAMES, COMMAND_TABLE } from './table.js';

/** The classes behind the commands, for the description. */
export const COMMAND_SHAPES = [...new Set(Object.values(COMMAND_TABLE).map(({ shape }) => shape)), CommandDto];

/** The body as a union that `type` decides. */
export function commandSchema(types: readonly string[] = COMMAND_NAMES) {
  return {
    oneOf: types.map((type) => ({
      title: type,
      allOf: [
        { $ref: getSchemaPath(COMMAND_TABLE[type]?.shape ?? CommandDto) },
        { type: 'object', required: ['type'], properties: { type: { type: 'string', enum: [type] } } },
      ],
    })),
  };
}

/** As JSON; those that files may go with also as a form, its fields by their names. */
export function commandBody(types: readonly string[] = COMMAND_NAMES) {
  const files = { type: 'array', items: { type: 'string', format: 'binary' } };
  const withFiles = types.filter((type) => COMMAND_TABLE[type]?.takesFiles);
  const form = { allOf: [commandSchema(withFiles), { type: 'object', properties: { files } }] };
  return {
    required: true,
    content: { 'application/json': { schema: commandSchema(types) }, 'multipart/form-data': { schema: form } },
  };
}
